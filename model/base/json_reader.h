// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"

#include <optional>

namespace strongroom::base {

/// Reads one JSON document (RFC 8259) from front to back, strictly: valid UTF-8, no more than 32 nested
/// containers, nothing after the end. Builds no tree, so a secret goes from the body straight into
/// SecureBytes. After the first mistake every call gives empty answers and finish() says what it was.
class JsonReader final
{
public:
    enum class Kind { Object, Array, Text, Number, Boolean, Null, Nothing };

    /// `text` must outlive the reader.
    explicit JsonReader(QByteArrayView text);

    /// What stands here, without taking it.
    Kind peek();

    void enterObject();
    /// The name of the next member, whose value must be taken next; empty at the end, which is left.
    std::optional<QString> nextMember();
    void enterArray();
    /// Whether there is an element to be taken next; at the end the array is left.
    bool nextElement();

    /// `field` is named in the error when something else stands here.
    QString takeText(const QString& field);
    SecureBytes takeSecret(const QString& field);
    qint64 takeInteger(const QString& field);
    bool takeBoolean(const QString& field);
    /// Takes null if it stands here, and says whether it did.
    bool takeNull();
    void skip();

    bool hasFailed() const { return m_error.has_value(); }
    void fail(const QString& message, const QString& field = {});
    Result<void> finish();
    /// How many bytes stand before the first mistake; nothing when there is none, or none but being nested
    /// too deeply.
    std::optional<qsizetype> failedAt() const { return m_failedAt; }

private:
    void skipSpace();
    bool take(char c);
    bool takeWord(QByteArrayView word);
    void expect(Kind kind, const QString& field, const QString& words);
    void enter();
    bool next(char end);
    std::optional<QByteArrayView> takeNumber();
    std::optional<std::size_t> decodeText(unsigned char* out);
    std::optional<unsigned> takeEscape();
    std::optional<unsigned> takeHex4();
    bool takeUtf8Tail(unsigned char lead);

    QByteArrayView m_text;
    qsizetype m_at = 0;
    int m_depth = 0;
    bool m_isFirst = false; ///< in the innermost container, nothing has been taken yet
    std::optional<Error> m_error;
    std::optional<qsizetype> m_failedAt;
};

} // namespace strongroom::base
