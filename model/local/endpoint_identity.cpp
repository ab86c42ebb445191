// SPDX-License-Identifier: Apache-2.0
#include "model/local/endpoint_identity.h"

#include "model/crypto/certificate.h"
#include "model/crypto/local_ca.h"
#include "model/crypto/rsa_signature.h"

using namespace Qt::StringLiterals;

namespace strongroom::local {

using base::Result;
using base::UnixSeconds;

namespace {

constexpr UnixSeconds renewBefore = 30 * 86400;
constexpr QByteArrayView place("endpoint identity 1");

} // namespace

struct EndpointIdentity::Content final
{
    QByteArray mac;
    crypto::CertificateWithKey ca;
    crypto::CertificateWithKey server;
    base::SecureBytes tokenKeyPem;
    UnixSeconds serverExpires = 0;
};

EndpointIdentity::EndpointIdentity(StoreContext& context)
    : m_context(context)
{
}

Result<std::optional<EndpointIdentity::Content>> EndpointIdentity::read()
{
    Query query(m_context.database, "SELECT * FROM endpoint_identity WHERE id = 1");
    const auto found = query.next();
    if (!found)
        return found.error();
    if (!*found)
        return std::optional<Content>();
    if (auto verified = m_context.digests.verifyRow(TableId::EndpointIdentity, query); !verified)
        return verified.error();
    const auto opened = crypto::openAesGcm(m_context.keys.identity, place, query.bytesAt(4));
    if (!opened)
        return opened.error();
    RowReader reader(opened->view());
    Content content;
    content.mac = query.copyAt(1);
    content.ca.certificatePem = query.copyAt(2);
    content.serverExpires = query.numberAt(3);
    content.ca.keyPem = base::SecureBytes::copyOf(reader.bytes());
    content.server.certificatePem = reader.bytes().toByteArray();
    content.server.keyPem = base::SecureBytes::copyOf(reader.bytes());
    content.tokenKeyPem = base::SecureBytes::copyOf(reader.bytes());
    if (!reader.isAtEnd())
        return tampered(u"the endpoint's keys cannot be read."_s);
    return std::optional<Content>(std::move(content));
}

Result<void> EndpointIdentity::write(const Content& content)
{
    RowBytes secrets;
    secrets.reserve(0); // large enough that the buffer never moves
    secrets.bytes(content.ca.keyPem.view())
        .bytes(content.server.certificatePem)
        .bytes(content.server.keyPem.view())
        .bytes(content.tokenKeyPem.view());
    auto sealed = crypto::sealAesGcm(m_context.keys.identity, place, secrets.view());
    secrets.wipe();
    if (!sealed)
        return sealed.error();
    RowWriter writer(m_context, TableId::EndpointIdentity,
                     "INSERT INTO endpoint_identity VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO UPDATE "
                     "SET mac = excluded.mac, ca_certificate = excluded.ca_certificate, "
                     "server_expires = excluded.server_expires, sealed = excluded.sealed",
                     1);
    const auto mac = writer.bytes(content.ca.certificatePem)
                         .number(content.serverExpires)
                         .bytes(*sealed)
                         .write(content.mac);
    if (!mac)
        return mac.error();
    return {};
}

Result<void> EndpointIdentity::renewServer(Content& content, UnixSeconds now)
{
    auto server = crypto::makeServerCertificate(content.ca, now);
    if (!server)
        return server.error();
    const auto parsed = crypto::parseCertificate(server->certificatePem);
    if (!parsed)
        return parsed.error();
    content.server = std::move(*server);
    content.serverExpires = parsed->notAfter;
    return {};
}

Result<EndpointIdentity::Content> EndpointIdentity::make(UnixSeconds now)
{
    auto ca = crypto::makeLocalCa(now, u"Strongroom local CA"_s);
    if (!ca)
        return ca.error();
    Content content;
    content.ca = std::move(*ca);
    content.tokenKeyPem = crypto::generateRsaKeyPem();
    if (auto renewed = renewServer(content, now); !renewed)
        return renewed.error();
    return content;
}

Result<EndpointIdentity::Content> EndpointIdentity::readOrMake(UnixSeconds now)
{
    auto stored = read();
    if (!stored)
        return stored.error();
    if (*stored && (*stored)->serverExpires > now + renewBefore)
        return std::move(**stored);
    Content content;
    if (*stored) {
        content = std::move(**stored);
        if (auto renewed = renewServer(content, now); !renewed)
            return renewed.error();
    } else {
        auto made = make(now);
        if (!made)
            return made.error();
        content = std::move(*made);
    }
    if (auto written = write(content); !written)
        return written.error();
    return content;
}

Result<vault::ObtainEndpointIdentity::Output> EndpointIdentity::obtain(UnixSeconds now)
{
    auto content = readOrMake(now);
    if (!content)
        return content.error();
    return vault::ObtainEndpointIdentity::Output{ {},
                                                  content->ca.certificatePem,
                                                  content->server.certificatePem + content->ca.certificatePem,
                                                  std::move(content->server.keyPem),
                                                  std::move(content->tokenKeyPem),
                                                  content->serverExpires };
}

Result<QByteArray> EndpointIdentity::caCertificate(UnixSeconds now)
{
    auto content = readOrMake(now);
    if (!content)
        return content.error();
    return content->ca.certificatePem;
}

} // namespace strongroom::local
