// SPDX-License-Identifier: Apache-2.0
#include "model/hsm/token_address.h"

#include <p11-kit/uri.h>

#include <cstring>
#include <memory>

using namespace Qt::StringLiterals;

namespace strongroom::hsm {

namespace {

struct FreeUri final
{
    void operator()(P11KitUri* uri) const { p11_kit_uri_free(uri); }
};
using Uri = std::unique_ptr<P11KitUri, FreeUri>;

/// Fields of PKCS#11 are padded with blanks; those that a URI does not name are zero.
template <std::size_t N> QString textOf(const unsigned char (&field)[N])
{
    if (field[0] == '\0')
        return {};
    return QString::fromUtf8(reinterpret_cast<const char*>(field), N).trimmed();
}

template <std::size_t N> bool setField(unsigned char (&field)[N], const QString& text)
{
    const QByteArray utf8 = text.toUtf8();
    if (utf8.size() > static_cast<qsizetype>(N))
        return false;
    std::memset(field, ' ', N);
    std::memcpy(field, utf8.constData(), static_cast<std::size_t>(utf8.size()));
    return true;
}

base::Error badUri(const QString& message) { return { base::ErrorCode::BadParameter, message, u"token"_s }; }

} // namespace

base::Result<TokenAddress> TokenAddress::fromUri(const QString& uri)
{
    const Uri parsed(p11_kit_uri_new());
    if (p11_kit_uri_parse(uri.toUtf8().constData(), P11_KIT_URI_FOR_ANY, parsed.get()) != P11_KIT_URI_OK)
        return badUri(u"This is not a PKCS#11 URI (RFC 7512)."_s);
    if (p11_kit_uri_get_pin_value(parsed.get()) || p11_kit_uri_get_pin_source(parsed.get()))
        return badUri(u"A token's address must not hold its PIN."_s);
    CK_ULONG objectAttributes = 0;
    p11_kit_uri_get_attributes(parsed.get(), &objectAttributes);
    if (objectAttributes > 0 || p11_kit_uri_any_unrecognized(parsed.get())
        || p11_kit_uri_get_module_name(parsed.get()))
        return badUri(u"The URI must name a token by 'token', 'serial' and 'module-path' only."_s);
    const CK_TOKEN_INFO* const token = p11_kit_uri_get_token_info(parsed.get());
    TokenAddress address;
    address.label = textOf(token->label);
    address.serialNumber = textOf(token->serialNumber);
    address.modulePath = QString::fromUtf8(p11_kit_uri_get_module_path(parsed.get()));
    if (address.label.isEmpty())
        return badUri(u"The URI does not name a token."_s);
    return address;
}

QString TokenAddress::toUri() const
{
    const Uri uri(p11_kit_uri_new());
    CK_TOKEN_INFO* const token = p11_kit_uri_get_token_info(uri.get());
    if (!setField(token->label, label))
        return {};
    if (!serialNumber.isEmpty() && !setField(token->serialNumber, serialNumber))
        return {};
    if (!modulePath.isEmpty())
        p11_kit_uri_set_module_path(uri.get(), modulePath.toUtf8().constData());
    char* text = nullptr;
    if (p11_kit_uri_format(uri.get(), P11_KIT_URI_FOR_ANY, &text) != P11_KIT_URI_OK)
        return {};
    QString written = QString::fromUtf8(text);
    free(text);
    return written;
}

} // namespace strongroom::hsm
