// SPDX-License-Identifier: Apache-2.0
#include "model/wire/request_target.h"

#include <QStringDecoder>
#include <QVarLengthArray>

#include <algorithm>
#include <charconv>

using namespace Qt::StringLiterals;

namespace strongroom::wire {

namespace {

enum class Plus { IsPlus, IsSpace };
constexpr std::size_t usualSegments = 4; ///< of an operation with a key: keys, name, version, verb

base::Error malformed()
{
    return { base::ErrorCode::BadParameter, u"The request URI is not well-formed."_s, {} };
}

/// What decoding leaves as it is, whatever the rules.
bool isPlain(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return c > 0 && c <= 0x7E && c != '%' && c != '+'; });
}

/// Nothing when an escape is cut short or not hexadecimal, or the result is not UTF-8 or holds a zero.
std::optional<QString> decoded(QByteArrayView text, Plus plus)
{
    if (isPlain(text))
        return QString::fromLatin1(text);
    QVarLengthArray<char, 256> bytes;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus == Plus::IsSpace) {
            bytes.append(' ');
        } else if (text[i] != '%') {
            bytes.append(text[i]);
        } else {
            unsigned value = 0;
            const char* const begin = text.data() + i + 1;
            if (text.size() - i < 3 || std::from_chars(begin, begin + 2, value, 16).ptr != begin + 2)
                return std::nullopt;
            bytes.append(static_cast<char>(value));
            i += 2;
        }
    }
    if (bytes.contains('\0'))
        return std::nullopt;
    if (isPlain(bytes))
        return QString::fromLatin1(bytes.data(), bytes.size());
    QStringDecoder decode(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString result = decode(QByteArrayView(bytes));
    if (decode.hasError())
        return std::nullopt;
    return result;
}

std::optional<Parameters> parameters(QByteArrayView text, Plus plus)
{
    Parameters found;
    while (!text.isEmpty()) {
        const qsizetype end = text.indexOf('&') < 0 ? text.size() : text.indexOf('&');
        const QByteArrayView pair = text.first(end);
        text = end < text.size() ? text.sliced(end + 1) : QByteArrayView();
        if (pair.isEmpty())
            continue;
        const qsizetype equals = pair.indexOf('=');
        auto name = decoded(equals < 0 ? pair : pair.first(equals), plus);
        auto value = decoded(equals < 0 ? QByteArrayView() : pair.sliced(equals + 1), plus);
        if (!name || !value)
            return std::nullopt;
        found.emplace_back(std::move(*name), std::move(*value));
    }
    return found;
}

} // namespace

std::optional<QString> parameter(const Parameters& parameters, QStringView name)
{
    for (const auto& [key, value] : parameters) {
        if (name.compare(key, Qt::CaseInsensitive) == 0)
            return value;
    }
    return std::nullopt;
}

base::Result<RequestTarget> RequestTarget::parse(QByteArrayView target)
{
    RequestTarget result;
    const qsizetype question = target.indexOf('?');
    QByteArrayView path = question < 0 ? target : target.first(question);
    if (question >= 0) {
        auto query = parameters(target.sliced(question + 1), Plus::IsPlus);
        if (!query)
            return malformed();
        result.query = std::move(*query);
    }
    result.segments.reserve(usualSegments);
    while (!path.isEmpty()) {
        const qsizetype slash = path.indexOf('/');
        auto segment = decoded(slash < 0 ? path : path.first(slash), Plus::IsPlus);
        if (!segment)
            return malformed();
        if (!segment->isEmpty())
            result.segments.push_back(std::move(*segment));
        path = slash < 0 ? QByteArrayView() : path.sliced(slash + 1);
    }
    if (!result.segments.empty() && result.segments.back() == u"/")
        result.segments.pop_back();
    return result;
}

base::Result<Parameters> parseForm(QByteArrayView body)
{
    auto form = parameters(body, Plus::IsSpace);
    if (!form)
        return base::Error{ base::ErrorCode::BadParameter, u"The form is not well-formed."_s, {} };
    return std::move(*form);
}

} // namespace strongroom::wire
