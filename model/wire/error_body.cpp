// SPDX-License-Identifier: Apache-2.0
#include "model/wire/error_body.h"

#include "model/wire/json_reader.h"
#include "model/wire/json_writer.h"

#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::wire {

namespace {

using base::ErrorCode;

struct Meaning
{
    QLatin1StringView code;
    QLatin1StringView innerCode; ///< empty: any
    ErrorCode meaning;
};

/// The more exact rows first.
constexpr std::array meanings = {
    Meaning{ "BadParameter"_L1, "NotSupported"_L1, ErrorCode::NotSupported },
    Meaning{ "BadParameter"_L1, {}, ErrorCode::BadParameter },
    Meaning{ "BadArgument"_L1, {}, ErrorCode::BadParameter },
    Meaning{ "NotFound"_L1, {}, ErrorCode::NoSuchResource },
    Meaning{ "MethodNotAllowed"_L1, {}, ErrorCode::MethodNotAllowed },
    Meaning{ "Unauthorized"_L1, {}, ErrorCode::Unauthenticated },
    Meaning{ "Forbidden"_L1, "ForbiddenByPolicy"_L1, ErrorCode::ForbiddenByPolicy },
    Meaning{ "Forbidden"_L1, "ForbiddenByRbac"_L1, ErrorCode::ForbiddenByRbac },
    Meaning{ "Forbidden"_L1, "ForbiddenByFirewall"_L1, ErrorCode::ForbiddenByFirewall },
    Meaning{ "Forbidden"_L1, "ForbiddenByConnection"_L1, ErrorCode::ForbiddenByFirewall },
    Meaning{ "Forbidden"_L1, "SecretDisabled"_L1, ErrorCode::SecretDisabled },
    Meaning{ "Forbidden"_L1, "AccessDenied"_L1, ErrorCode::DeletedSecretDisabled },
    Meaning{ "Forbidden"_L1, "KeyDisabled"_L1, ErrorCode::KeyDisabled },
    Meaning{ "Forbidden"_L1, "KeyOperationForbidden"_L1, ErrorCode::KeyOperationForbidden },
    Meaning{ "Forbidden"_L1, {}, ErrorCode::Forbidden },
    Meaning{ "SecretNotFound"_L1, {}, ErrorCode::SecretNotFound },
    Meaning{ "KeyNotFound"_L1, {}, ErrorCode::KeyNotFound },
    Meaning{ "CertificateNotFound"_L1, {}, ErrorCode::CertificateNotFound },
    Meaning{ "VaultNotFound"_L1, {}, ErrorCode::VaultNotFound },
    Meaning{ "Conflict"_L1, "ObjectIsDeletedButRecoverable"_L1, ErrorCode::DeletedButRecoverable },
    Meaning{ "Conflict"_L1, "ObjectIsBeingDeleted"_L1, ErrorCode::DeletedButRecoverable },
    Meaning{ "Conflict"_L1, {}, ErrorCode::Conflict },
    Meaning{ "Throttled"_L1, {}, ErrorCode::Throttled },
    Meaning{ "ServiceUnavailable"_L1, {}, ErrorCode::Unavailable },
};

ErrorCode meaningOf(int httpStatus)
{
    switch (httpStatus) {
    case 400:
    case 413:
        return ErrorCode::BadParameter;
    case 401:
        return ErrorCode::Unauthenticated;
    case 403:
        return ErrorCode::Forbidden;
    case 409:
        return ErrorCode::Conflict;
    case 429:
        return ErrorCode::Throttled;
    default:
        return ErrorCode::Unavailable;
    }
}

struct ErrorBody
{
    QString code;
    QString message;
    QString innerCode;
};

/// What keeps a token from working, and whoever runs the vault can mend.
bool isMendable(ErrorCode code)
{
    return code == ErrorCode::TokenAbsent || code == ErrorCode::TokenPinWrong
        || code == ErrorCode::TokenPinLocked;
}

QString textOrSkip(JsonReader& reader)
{
    if (reader.peek() == JsonReader::Kind::Text)
        return reader.takeText({});
    reader.skip();
    return {};
}

QString readInnerCode(JsonReader& reader)
{
    QString code;
    if (reader.peek() != JsonReader::Kind::Object) {
        reader.skip();
        return code;
    }
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "code"_L1)
            code = textOrSkip(reader);
        else
            reader.skip();
    }
    return code;
}

ErrorBody readMembers(JsonReader& reader)
{
    ErrorBody body;
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "code"_L1)
            body.code = textOrSkip(reader);
        else if (*name == "message"_L1)
            body.message = textOrSkip(reader);
        else if (*name == "innererror"_L1)
            body.innerCode = readInnerCode(reader);
        else
            reader.skip();
    }
    return body;
}

} // namespace

base::SecureBytes writeError(const vault::ErrorStatus& status, const QString& message)
{
    JsonWriter json;
    json.beginObject().member("error").beginObject();
    json.member("code").text(status.code).member("message").text(message);
    if (!status.innerCode.isEmpty())
        json.member("innererror").beginObject().member("code").text(status.innerCode).endObject();
    json.endObject().endObject();
    return json.finish();
}

QString toldMessage(const base::Error& error)
{
    const vault::ErrorStatus status = vault::errorStatusOf(error.code);
    if (isMendable(error.code)) // a module's message names its path
        return error.field == "module"_L1 ? u"The module of the token cannot be loaded."_s : error.message;
    if (status.httpStatus == 503)
        return u"The vault cannot be reached now. Try again later."_s;
    return status.httpStatus >= 500 ? u"An internal error occurred."_s : error.message;
}

base::SecureBytes writeError(const base::Error& error)
{
    return writeError(vault::errorStatusOf(error.code), toldMessage(error));
}

base::Error readError(int httpStatus, QByteArrayView body)
{
    ErrorBody found;
    JsonReader reader(body);
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "error"_L1 && reader.peek() == JsonReader::Kind::Object)
            found = readMembers(reader);
        else
            reader.skip();
    }
    if (!reader.finish())
        return { meaningOf(httpStatus), u"The vault answered with status %1."_s.arg(httpStatus), {} };
    for (const Meaning& row : meanings) {
        if (found.code == row.code && (row.innerCode.isEmpty() || found.innerCode == row.innerCode))
            return { row.meaning, found.message, {} };
    }
    return { meaningOf(httpStatus), found.message, {} };
}

} // namespace strongroom::wire
