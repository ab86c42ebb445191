// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "in_memory_store.h"
#include "model/base/encodings.h"
#include "model/serve/managed_identity.h"
#include "model/serve/vault_service.h"
#include "working_store.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <future>

namespace strongroom::support {

/// What a request of a test says; the rest is as an honest client would have it.
struct Ask final
{
    QByteArray method = "GET";
    QByteArray target;
    QByteArray token = {};
    QByteArray body = {};
    net::HttpHeaders headers = {};
    QByteArray host = "payments.vault.localhost:8443";
    QString address = QStringLiteral("127.0.0.1");
};

struct Told final
{
    int status = 0;
    net::HttpHeaders headers;
    QByteArray body;

    QByteArray header(const QByteArray& name) const
    {
        for (const auto& [key, value] : headers) {
            if (key.compare(name, Qt::CaseInsensitive) == 0)
                return value;
        }
        return {};
    }
    QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    QString errorCode() const { return json()[u"error"][u"code"].toString(); }
    QString innerCode() const { return json()[u"error"][u"innererror"][u"code"].toString(); }
    QString message() const { return json()[u"error"][u"message"].toString(); }
};

/// As a client reads them.
inline net::HttpHeaders fieldsOf(const net::HttpResponse& response)
{
    net::HttpHeaders fields;
    QByteArray fixed = response.fixedFields.toByteArray();
    for (qsizetype end = fixed.indexOf("\r\n"); end >= 0; end = fixed.indexOf("\r\n")) {
        const qsizetype colon = fixed.indexOf(": ");
        fields.emplace_back(fixed.first(colon), fixed.sliced(colon + 2, end - colon - 2));
        fixed.remove(0, end + 2);
    }
    fields.insert(fields.end(), response.headers.begin(), response.headers.end());
    return fields;
}

/// The endpoint's parts over a store in memory, without sockets: a vault "payments", one application.
class ServedStore final
{
public:
    static constexpr int port = 8443;

    ServedStore()
        : working(store)
    {
        vaultId = working.run(createVault("payments"))->id;
        auto registered = working.run(vault::RegisterApplication{ QStringLiteral("billing") });
        application = registered->application;
        clientSecret = registered->clientSecret.view().toByteArray();
        const QString tenant = working.run(vault::GetEndpointCa{})->tenantId;
        const serve::EndpointNames names(port, tenant);
        tokens = std::make_shared<serve::AccessTokens>(
            signingKey(),
            serve::AccessTokens::Terms{ names.issuer(), tenant, names.audiences(serve::Container::Vault),
                                        names.audiences(serve::Container::Pool) });
        auto directory
            = serve::Directory::create(working.operations(), [tokens = tokens] { tokens->forget(); });
        parts = std::make_unique<serve::EndpointParts>(serve::EndpointParts{
            working.operations(), working.clock, names, std::move(directory), tokens,
            std::make_shared<serve::RefusalBook>(working.operations(), working.clock) });
        vaults = std::make_shared<serve::VaultService>(*parts);
        authority = std::make_shared<serve::Authority>(*parts);
    }

    Told ask(Ask ask)
    {
        return told(std::move(ask), [this](const serve::ExchangePtr& exchange, net::HttpRequest request) {
            auto target = wire::RequestTarget::parse(request.target);
            const auto host = serve::EndpointNames::containerOfHost(request.host);
            vaults->handle(exchange, std::move(request), host.value_or(serve::ContainerHost()),
                           std::move(target));
        });
    }
    Told askAuthority(Ask ask)
    {
        ask.host = ask.host.startsWith("payments") ? QByteArray("login.vault.localhost:8443") : ask.host;
        return told(std::move(ask), [this](const serve::ExchangePtr& exchange, net::HttpRequest request) {
            const auto target = wire::RequestTarget::parse(request.target);
            authority->handle(exchange, std::move(request), *target);
        });
    }
    Told askIdentity(serve::ManagedIdentity& identity, Ask ask)
    {
        return told(std::move(ask),
                    [&identity](const serve::ExchangePtr& exchange, net::HttpRequest request) {
                        identity.handle(exchange, request);
                    });
    }

    QByteArray token(const QString& audience = QStringLiteral("https://vault.localhost"))
    {
        return tokens->issue(application, audience, serve::SignInMethod::Secret, working.clock.now())
            ->text.view()
            .toByteArray();
    }
    /// A token of any claims, signed by `key`.
    static QByteArray forged(const QByteArray& header, const QJsonObject& claims,
                             const crypto::SigningKey& key)
    {
        const QByteArray text = base::toBase64Url(header) + '.'
            + base::toBase64Url(QJsonDocument(claims).toJson(QJsonDocument::Compact));
        return text + '.' + base::toBase64Url(*key.sign(crypto::RsaScheme::Rs256, text));
    }
    /// The key that signs tokens, made once: RSA keys take their time.
    static crypto::SigningKey signingKey() { return *crypto::SigningKey::fromPem(keyPem()); }
    static crypto::SigningKey otherKey()
    {
        static const base::SecureBytes pem = crypto::generateRsaKeyPem();
        return *crypto::SigningKey::fromPem(pem);
    }
    QJsonObject claims(const QString& audience = QStringLiteral("https://vault.localhost")) const
    {
        const qint64 now = working.clock.now();
        return { { QStringLiteral("aud"), audience },
                 { QStringLiteral("iss"), parts->names.issuer() },
                 { QStringLiteral("tid"), parts->names.tenantId() },
                 { QStringLiteral("oid"), application.objectId },
                 { QStringLiteral("appid"), application.clientId },
                 { QStringLiteral("nbf"), now },
                 { QStringLiteral("exp"), now + 600 } };
    }
    QByteArray header(const QByteArray& algorithm = "RS256") const
    {
        return "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\",\"kid\":\"" + tokens->keyId().toLatin1()
            + "\"}";
    }

    void allowAll()
    {
        const auto granted
            = working.run(vaultId,
                          vault::AssignRole{ QStringLiteral("00482a5a-887f-4fb3-b363-3b7fe8e74483"),
                                             application.objectId });
        QVERIFY(granted);
    }
    /// The newest row that is not about reading the log itself.
    vault::AuditRecord lastAudit()
    {
        const auto rows = working.run(vault::ListAudit{ { {}, {}, {}, {}, false, 0, 20 } });
        for (const vault::AuditRecord& row : *rows) {
            if (row.operation != QLatin1StringView("AuditList"))
                return row;
        }
        return {};
    }

    InMemoryStore store;
    WorkingStore working;
    vault::VaultId vaultId;
    vault::Application application;
    QByteArray clientSecret;
    std::shared_ptr<serve::AccessTokens> tokens;
    std::unique_ptr<serve::EndpointParts> parts;
    std::shared_ptr<serve::VaultService> vaults;
    std::shared_ptr<serve::Authority> authority;

private:
    static const base::SecureBytes& keyPem()
    {
        static const base::SecureBytes pem = crypto::generateRsaKeyPem();
        return pem;
    }

    template <typename Handle> Told told(Ask ask, Handle handle)
    {
        net::HttpRequest request;
        request.method = ask.method;
        request.target = ask.target;
        request.host = ask.host;
        request.headers = std::move(ask.headers);
        if (!ask.token.isEmpty())
            request.headers.emplace_back("authorization", "Bearer " + ask.token);
        request.body = base::SecureBytes::copyOf(QByteArrayView(ask.body));
        request.peerAddress = ask.address;
        request.isTls = true;
        std::promise<Told> promise;
        auto future = promise.get_future();
        const auto exchange
            = std::make_shared<serve::Exchange>(request, net::Respond([&promise](net::HttpResponse response) {
                                                    promise.set_value({ response.status, fieldsOf(response),
                                                                        response.body.view().toByteArray() });
                                                }),
                                                serve::Observer(), working.clock);
        handle(exchange, std::move(request));
        return future.get();
    }
};

} // namespace strongroom::support
