// SPDX-License-Identifier: Apache-2.0
#include "app/holder_protocol.h"

#include <array>
#include <cstring>

using namespace Qt::StringLiterals;

namespace strongroom::app::holder_protocol {

namespace {

struct CodeName
{
    base::ErrorCode code;
    const char* name;
};

// By name, because the two ends need not be of one version.
constexpr std::array<CodeName, 6> codeNames = { {
    { base::ErrorCode::WrongPassphrase, "WrongPassphrase" },
    { base::ErrorCode::NotSupported, "NotSupported" },
    { base::ErrorCode::BadParameter, "BadParameter" },
    { base::ErrorCode::Locked, "Locked" },
    { base::ErrorCode::Unavailable, "Unavailable" },
    { base::ErrorCode::StoreTampered, "StoreTampered" },
} };

void putLength(unsigned char* out, std::size_t length)
{
    for (int i = 0; i < 4; ++i)
        out[i] = static_cast<unsigned char>(length >> (24 - 8 * i));
}

std::size_t lengthAt(const unsigned char* in)
{
    std::size_t length = 0;
    for (int i = 0; i < 4; ++i)
        length = length << 8 | in[i];
    return length;
}

base::Error malformed()
{
    return { base::ErrorCode::BadParameter, u"The other process sent something that is no message."_s, {} };
}

} // namespace

base::SecureBytes frameOf(const Message& message)
{
    std::size_t size = 1;
    for (const auto& part : message.parts)
        size += 4 + part.size();
    base::SecureBytes frame(headerSize + size);
    unsigned char* out = frame.data();
    putLength(out, size);
    out[headerSize] = static_cast<unsigned char>(message.kind);
    out += headerSize + 1;
    for (const auto& part : message.parts) {
        putLength(out, part.size());
        if (!part.isEmpty())
            std::memcpy(out + 4, part.data(), part.size());
        out += 4 + part.size();
    }
    return frame;
}

base::Result<std::size_t> frameLength(std::span<const unsigned char> header)
{
    const std::size_t length = header.size() < headerSize ? 0 : lengthAt(header.data());
    if (length == 0 || length > largestFrame)
        return malformed();
    return length;
}

base::Result<Message> messageOf(std::span<const unsigned char> frame)
{
    if (frame.empty() || frame[0] < static_cast<unsigned char>(Kind::Who)
        || frame[0] > static_cast<unsigned char>(Kind::Failed))
        return malformed();
    Message message{ static_cast<Kind>(frame[0]), {} };
    auto rest = frame.subspan(1);
    while (!rest.empty()) {
        if (rest.size() < 4 || message.parts.size() == mostParts)
            return malformed();
        const std::size_t length = lengthAt(rest.data());
        rest = rest.subspan(4);
        if (length > rest.size())
            return malformed();
        message.parts.push_back(base::SecureBytes::copyOf(rest.first(length)));
        rest = rest.subspan(length);
    }
    return message;
}

base::SecureBytes partOf(const QString& text) { return base::SecureBytes::fromText(text); }

base::SecureBytes partOf(int number) { return base::SecureBytes::fromText(QString::number(number)); }

QString textOf(const base::SecureBytes& part) { return QString::fromUtf8(part.view()); }

int numberOf(const base::SecureBytes& part) { return textOf(part).toInt(); }

Message failure(const base::Error& error)
{
    QString name = u"Internal"_s;
    for (const CodeName& known : codeNames) {
        if (known.code == error.code)
            name = QString::fromLatin1(known.name);
    }
    Message message{ Kind::Failed, {} };
    message.parts.push_back(partOf(name));
    message.parts.push_back(partOf(error.message));
    return message;
}

base::Error errorOf(const Message& message)
{
    base::Error error{ base::ErrorCode::Internal, u"The holder of the store gave no reason."_s, {} };
    if (message.parts.size() != 2)
        return error;
    const QString name = textOf(message.parts[0]);
    for (const CodeName& known : codeNames) {
        if (name == QLatin1StringView(known.name))
            error.code = known.code;
    }
    error.message = textOf(message.parts[1]);
    return error;
}

} // namespace strongroom::app::holder_protocol
