// SPDX-License-Identifier: Apache-2.0
#include "model/serve/endpoint_names.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::serve {

namespace {

constexpr auto loginHost = "login.vault.localhost"_L1;

struct ContainerNames
{
    Container container;
    QLatin1StringView suffix;
    QLatin1StringView resource;
};
constexpr std::array kinds = {
    ContainerNames{ Container::Vault, ".vault.localhost"_L1, "https://vault.localhost"_L1 },
    ContainerNames{ Container::Pool, ".managedhsm.localhost"_L1, "https://managedhsm.localhost"_L1 },
};

const ContainerNames& namesOf(Container container) { return kinds[container == Container::Pool ? 1 : 0]; }

QByteArrayView withoutPort(QByteArrayView host)
{
    if (host.startsWith('[')) {
        const qsizetype end = host.indexOf(']');
        return end < 0 ? host : host.first(end + 1);
    }
    const qsizetype colon = host.lastIndexOf(':');
    return colon < 0 ? host : host.first(colon);
}

/// Of a host without port; the end of `kinds` for one of neither.
const ContainerNames* kindOf(QByteArrayView name)
{
    return std::find_if(kinds.begin(), kinds.end(), [name](const ContainerNames& kind) {
        return name.endsWith(QByteArrayView(kind.suffix));
    });
}

QString trimmedSlashes(QString resource)
{
    while (resource.endsWith(u'/'))
        resource.chop(1);
    return resource;
}

} // namespace

EndpointNames::EndpointNames(int port, QString tenantId)
    : m_port(port)
    , m_tenantId(std::move(tenantId))
{
}

QString EndpointNames::authority() const
{
    return "https://"_L1 + loginHost + u':' + QString::number(m_port);
}

QString EndpointNames::issuer() const { return authority() + u'/' + m_tenantId + "/v2.0"_L1; }

QString EndpointNames::urlOf(const ContainerHost& host) const
{
    return "https://"_L1 + host.name + namesOf(host.container).suffix + u':' + QString::number(m_port);
}

QStringList EndpointNames::audiences(Container container) const
{
    const QString resource = namesOf(container).resource;
    return { resource, resource + u':' + QString::number(m_port) };
}

bool EndpointNames::isKnownResource(const QString& resource) const
{
    static constexpr std::array known = { kinds[0].resource, kinds[1].resource, "https://vault.azure.net"_L1,
                                          "https://managedhsm.azure.net"_L1 };
    QString name = trimmedSlashes(resource);
    const QString port = u':' + QString::number(m_port);
    if (name.endsWith(port))
        name.chop(port.size());
    return std::any_of(known.begin(), known.end(), [&](QLatin1StringView one) { return name == one; });
}

std::optional<QString> EndpointNames::resourceOfScope(const QString& scope) const
{
    static constexpr auto suffix = "/.default"_L1;
    for (const QString& one : scope.split(u' ', Qt::SkipEmptyParts)) {
        if (!one.endsWith(suffix))
            continue;
        if (auto resource = resourceNamed(one.chopped(suffix.size())))
            return resource;
    }
    return std::nullopt;
}

std::optional<QString> EndpointNames::resourceNamed(const QString& resource) const
{
    return isKnownResource(resource) ? std::optional(trimmedSlashes(resource)) : std::nullopt;
}

QByteArray EndpointNames::challenge(Container container, QStringView userAgent) const
{
    // Clients check the resource against the request: most by host alone, these two families with the port.
    const bool comparesPorts = userAgent.contains("azsdk-python"_L1) || userAgent.contains("azsdk-go"_L1);
    const QStringList resources = audiences(container);
    const QString& resource = comparesPorts ? resources.last() : resources.first();
    return u"Bearer authorization=\"%1/%2\", resource=\"%3\""_s.arg(authority(), m_tenantId, resource)
        .toLatin1();
}

bool EndpointNames::isHost(QByteArrayView host) { return kindOf(withoutPort(host)) != kinds.end(); }

std::optional<ContainerHost> EndpointNames::containerOfHost(QByteArrayView host)
{
    const QByteArrayView name = withoutPort(host);
    const auto* const kind = kindOf(name);
    if (kind == kinds.end())
        return std::nullopt;
    return ContainerHost{ kind->container, QString::fromLatin1(name.chopped(kind->suffix.size())) };
}

QString EndpointNames::authorityOfHost(QByteArrayView host) const
{
    return "https://"_L1 + QString::fromLatin1(withoutPort(host).toByteArray()) + u':'
        + QString::number(m_port);
}

} // namespace strongroom::serve
