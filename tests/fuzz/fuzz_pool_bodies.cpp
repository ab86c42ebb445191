// SPDX-License-Identifier: Apache-2.0
#include "model/vault/security_domain.h"
#include "model/wire/pool_bodies.h"
#include "model/wire/role_bodies.h"

#include <cstdlib>

using namespace strongroom;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

void role(QByteArrayView body)
{
    const auto role = wire::readRoleDefinition(body);
    if (!role)
        return require(!role.error().message.isEmpty());
    const auto again = wire::readRoleDefinition(wire::writeRoleDefinition(*role).view());
    require(again && again->name == role->name && again->description == role->description
            && again->permissions == role->permissions);
}

void assignment(QByteArrayView body)
{
    const auto content = wire::readRoleAssignment(body);
    if (!content)
        return require(!content.error().message.isEmpty());
    require(!content->roleId.contains(QLatin1Char('/')));
    const vault::RoleAssignment stored{ {}, content->roleId, content->principalId, QStringLiteral("/"), 0 };
    const auto again = wire::readRoleAssignment(wire::writeRoleAssignment(stored).view());
    require(again && again->roleId == content->roleId && again->principalId == content->principalId);
}

void domain(QByteArrayView body)
{
    // As it is uploaded, and what people keep as a file.
    const auto uploaded = wire::readSecurityDomain(body);
    if (uploaded)
        require(*wire::readSecurityDomain(wire::writeSecurityDomain(*uploaded).view()) == *uploaded);
    const auto document = vault::SecurityDomain::read(uploaded ? QByteArrayView(*uploaded) : body);
    if (!document)
        return require(document.error().code == base::ErrorCode::BadParameter);
    require(!document->shares.empty() && std::ssize(document->shares) <= document->holders);
    const auto again = vault::SecurityDomain::read(document->write());
    require(again && *again == *document);
}

void holders(QByteArrayView body)
{
    const auto content = wire::readDomainHolders(body);
    if (!content)
        return require(!content.error().message.isEmpty());
    for (const crypto::PublicKey& holder : content->holders)
        require(holder.bits >= 2048);
    const auto split = vault::splitDomain({}, base::SecureBytes(32), content->holders, content->required);
    require(split || !split.error().message.isEmpty());
}

void backups(QByteArrayView body)
{
    if (const auto target = wire::readBackupTarget(body); !target)
        require(!target.error().message.isEmpty());
    if (const auto restore = wire::readRestore(body); !restore)
        require(!restore.error().message.isEmpty());
    if (const auto value = wire::readSettingValue(body); !value)
        require(!value.error().message.isEmpty());
}

void filter(QByteArrayView query)
{
    const auto parameters = wire::parseForm(query);
    if (!parameters)
        return;
    const auto filter = wire::readRoleFilter(*parameters);
    if (filter)
        require(!filter->onlyAtScope || filter->principalId.isEmpty());
    else
        require(filter.error().code == base::ErrorCode::BadParameter);
}

} // namespace

/// Every document about the administration of a pool. The first byte chooses which; what was understood can
/// be written, and is understood the same again.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const QByteArrayView body(data + 1, static_cast<qsizetype>(size) - 1);
    switch (data[0] % 6) {
    case 0:
        role(body);
        break;
    case 1:
        assignment(body);
        break;
    case 2:
        domain(body);
        break;
    case 3:
        holders(body);
        break;
    case 4:
        backups(body);
        break;
    default:
        filter(body);
    }
    return 0;
}
