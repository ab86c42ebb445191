// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command_io.h"

#include "model/keep/guarded_file.h"

#include <cerrno>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>
#include <utility>

namespace strongroom::cli {

using base::Error;
using base::ErrorCode;
using base::SecureBytes;
using namespace Qt::StringLiterals;

namespace {

/// 0, or the errno of what stopped it.
int writeAll(int descriptor, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t count = ::write(descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return count < 0 ? errno : EIO;
        bytes = bytes.sliced(count);
    }
    return 0;
}

SecureBytes lineFrom(int descriptor)
{
    transfer::SecureText line;
    char c = 0;
    while (true) {
        const ssize_t count = ::read(descriptor, &c, 1);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0 || c == '\n')
            break;
        line.append(c);
    }
    if (line.view().endsWith('\r'))
        line.truncate(line.size() - 1);
    return line.take();
}

/// The terminal without echo, put back at the end.
class Terminal final
{
public:
    Terminal()
        : m_descriptor(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY))
    {
        if (m_descriptor < 0 || ::tcgetattr(m_descriptor, &m_before) != 0)
            return;
        termios quiet = m_before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        m_isQuiet = ::tcsetattr(m_descriptor, TCSAFLUSH, &quiet) == 0;
    }
    ~Terminal()
    {
        if (m_isQuiet)
            ::tcsetattr(m_descriptor, TCSAFLUSH, &m_before);
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    bool isQuiet() const { return m_isQuiet; }
    int descriptor() const { return m_descriptor; }

private:
    int m_descriptor;
    termios m_before{};
    bool m_isQuiet = false;
};

} // namespace

void ProcessIo::writeOut(QByteArrayView bytes)
{
    if (m_outputFault == 0) // behind a gap, the rest would be taken for the whole
        m_outputFault = writeAll(STDOUT_FILENO, bytes);
}

base::Result<void> ProcessIo::outputArrived() const
{
    if (m_outputFault == 0)
        return {};
    return keep::errorOfSystem(m_outputFault, u"standard output"_s);
}

void ProcessIo::writeError(QByteArrayView bytes) { writeAll(STDERR_FILENO, bytes); }
SecureBytes ProcessIo::takeLine() { return lineFrom(STDIN_FILENO); }
bool ProcessIo::isOutputATerminal() const { return ::isatty(STDOUT_FILENO) == 1; }

base::Result<SecureBytes> ProcessIo::takeRest(qsizetype limit)
{
    SecureBytes block(64 * 1024);
    transfer::SecureText rest;
    rest.append(std::exchange(m_putBack, {}).view());
    while (true) {
        const ssize_t count = ::read(STDIN_FILENO, block.data(), block.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return rest.take();
        rest.append(block.view().first(count));
        if (static_cast<qsizetype>(rest.size()) > limit)
            return Error{ ErrorCode::BadParameter, u"The input is larger than %1 bytes."_s.arg(limit), {} };
    }
}

base::Result<SecureBytes> ProcessIo::prompt(const QString& question)
{
    const Terminal terminal;
    if (!terminal.isQuiet())
        return Error{ ErrorCode::Unavailable, u"There is no terminal to ask at."_s, {} };
    writeAll(terminal.descriptor(), question.toUtf8());
    SecureBytes answer = lineFrom(terminal.descriptor());
    writeAll(terminal.descriptor(), "\n");
    return answer;
}

SecureBytes MemoryIo::takeLine()
{
    const QByteArrayView rest = m_input.view().sliced(m_read);
    const qsizetype end = rest.indexOf('\n');
    QByteArrayView line = end < 0 ? rest : rest.first(end);
    m_read += end < 0 ? rest.size() : end + 1;
    if (line.endsWith('\r'))
        line.chop(1);
    return SecureBytes::copyOf(line);
}

base::Result<SecureBytes> MemoryIo::takeRest(qsizetype limit)
{
    const QByteArrayView rest = m_input.view().sliced(m_read);
    if (rest.size() > limit)
        return Error{ ErrorCode::BadParameter, u"The input is larger than %1 bytes."_s.arg(limit), {} };
    m_read += rest.size();
    return SecureBytes::copyOf(rest);
}

void MemoryIo::putBack(SecureBytes input)
{
    m_input = std::move(input);
    m_read = 0;
}

base::Result<SecureBytes> MemoryIo::prompt(const QString&)
{
    return Error{ ErrorCode::Unavailable, u"There is no terminal to ask at."_s, {} };
}

} // namespace strongroom::cli
