// SPDX-License-Identifier: Apache-2.0
#pragma once

// What goes where:
// - Standard output: the result, and nothing else. Text for people, or one JSON document with --json. A
//   secret's value is written as it is, without a line end, unless the output is a terminal.
// - Standard error: one line for an error ("strongroom: ..."), as JSON with --json; notes; prompts.
// - Standard input: read only where an option names "-". With several, the passphrase is the first line,
//   a new passphrase the next, and a value the rest.
// Passphrases and values are never taken from the command line or the environment, where other programs
// and the shell's history would see them.

#include "model/base/result.h"
#include "model/base/secure_bytes.h"
#include "model/transfer/secure_text.h"

#include <QString>

namespace strongroom::cli {

class CommandIo
{
public:
    virtual ~CommandIo() = default;
    virtual void writeOut(QByteArrayView bytes) = 0;
    /// Whether all that was given to writeOut() has arrived. A result that nobody can read is not a success.
    virtual base::Result<void> outputArrived() const = 0;
    virtual void writeError(QByteArrayView bytes) = 0;
    /// Up to the next line end, which is taken and left out.
    virtual base::SecureBytes takeLine() = 0;
    /// The rest of the input; BadParameter when it is larger than `limit`.
    virtual base::Result<base::SecureBytes> takeRest(qsizetype limit) = 0;
    /// Gives back what takeRest() gave, to be taken again.
    virtual void putBack(base::SecureBytes input) = 0;
    /// Asks at the terminal without showing what is typed; Unavailable when there is none.
    virtual base::Result<base::SecureBytes> prompt(const QString& question) = 0;
    virtual bool isOutputATerminal() const = 0;
};

/// The streams of this process, unbuffered, so that nothing secret stays in a buffer.
class ProcessIo final : public CommandIo
{
public:
    void writeOut(QByteArrayView bytes) override;
    base::Result<void> outputArrived() const override;
    void writeError(QByteArrayView bytes) override;
    base::SecureBytes takeLine() override;
    base::Result<base::SecureBytes> takeRest(qsizetype limit) override;
    void putBack(base::SecureBytes input) override { m_putBack = std::move(input); }
    base::Result<base::SecureBytes> prompt(const QString& question) override;
    bool isOutputATerminal() const override;

private:
    base::SecureBytes m_putBack;
    int m_outputFault = 0; ///< errno of the first write that failed
};

/// Streams in memory: for commands that are run for another process, and for tests.
class MemoryIo final : public CommandIo
{
public:
    explicit MemoryIo(base::SecureBytes input)
        : m_input(std::move(input))
    {
    }
    void writeOut(QByteArrayView bytes) override { m_out.append(bytes); }
    base::Result<void> outputArrived() const override { return {}; }
    void writeError(QByteArrayView bytes) override { m_error.append(bytes); }
    base::SecureBytes takeLine() override;
    base::Result<base::SecureBytes> takeRest(qsizetype limit) override;
    void putBack(base::SecureBytes input) override;
    base::Result<base::SecureBytes> prompt(const QString& question) override;
    bool isOutputATerminal() const override { return false; }

    base::SecureBytes takeOut() { return m_out.take(); }
    base::SecureBytes takeError() { return m_error.take(); }

private:
    base::SecureBytes m_input;
    qsizetype m_read = 0;
    transfer::SecureText m_out;
    transfer::SecureText m_error;
};

} // namespace strongroom::cli
