// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace strongroom::serve {

/// What a host name stands for. Each kind is challenged with a resource of its own, and takes tokens for
/// that only.
enum class Container { Vault, Pool };

struct ContainerHost final
{
    Container container = Container::Vault;
    QString name; ///< in lower case

    friend bool operator==(const ContainerHost&, const ContainerHost&) = default;
};

/// The authority's own host, which a vault may have as well.
inline ContainerHost authorityHost() { return { Container::Vault, QStringLiteral("login") }; }

/// What the endpoint and its parts are called: hosts, URLs, issuer and audiences, all below localhost.
class EndpointNames final
{
public:
    EndpointNames(int port, QString tenantId);

    int port() const { return m_port; }
    const QString& tenantId() const { return m_tenantId; }

    /// "https://login.vault.localhost:PORT"
    QString authority() const;
    /// `iss` of access tokens.
    QString issuer() const;
    /// "https://NAME.vault.localhost:PORT", "https://NAME.managedhsm.localhost:PORT"
    QString urlOf(const ContainerHost& host) const;
    /// `aud` of tokens that containers of this kind take.
    QStringList audiences(Container container) const;

    /// The resource of a scope "RESOURCE/.default" that tokens are issued for, without a slash at its end;
    /// nothing for another. Public cloud resources are among them: some clients ask for one of those
    /// before they have seen a challenge. The vaults do not take such a token.
    std::optional<QString> resourceOfScope(const QString& scope) const;
    /// The same for a resource that is named by itself.
    std::optional<QString> resourceNamed(const QString& resource) const;
    bool isKnownResource(const QString& resource) const;

    /// WWW-Authenticate of a container's 401.
    QByteArray challenge(Container container, QStringView userAgent) const;

    /// Whether the endpoint answers for a host, in lower case and without port.
    static bool isHost(QByteArrayView host);
    /// The vault or pool of a host in lower case, which may have a port; nothing for hosts of the authority
    /// only.
    static std::optional<ContainerHost> containerOfHost(QByteArrayView host);
    /// The same host as an authority that a client may have been given.
    QString authorityOfHost(QByteArrayView host) const;

private:
    int m_port;
    QString m_tenantId;
};

} // namespace strongroom::serve
