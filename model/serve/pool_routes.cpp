// SPDX-License-Identifier: Apache-2.0
#include "model/ops/pool_jobs.h"
#include "model/serve/route_parts.h"
#include "model/wire/pool_bodies.h"
#include "model/wire/role_bodies.h"

#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::serve {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using namespace vault;

/// What stands before "/providers/Microsoft.Authorization" in a path.
enum class Scope { Pool, Keys, Key };

template <Scope scope> Result<QString> scopeOf(const RouteCall& call)
{
    if constexpr (scope == Scope::Pool)
        return u"/"_s;
    if constexpr (scope == Scope::Keys)
        return u"/keys"_s;
    const auto name = ObjectName::create(call.name);
    if (!name)
        return name.error();
    return QString("/keys/"_L1 + name->text());
}

/// Roles belong to the pool, whatever scope they are asked for at.
Result<void> checkWholePool(const QString& scope)
{
    if (scope == "/"_L1)
        return {};
    return Error{ ErrorCode::BadParameter, u"Role definitions are made and deleted at the scope \"/\"."_s,
                  u"scope"_s };
}

template <Scope scope> Result<ListRoleDefinitions> decodeRoles(const RouteCall& call)
{
    auto where = scopeOf<scope>(call);
    if (!where)
        return where.error();
    // Every definition can be assigned at every scope, so the filter takes nothing away.
    if (auto filter = wire::readRoleFilter(call.query); !filter)
        return filter.error();
    return ListRoleDefinitions{ std::move(*where) };
}

template <Scope scope> Result<GetRoleDefinition> decodeRole(const RouteCall& call)
{
    auto where = scopeOf<scope>(call);
    if (!where)
        return where.error();
    return GetRoleDefinition{ call.id, std::move(*where) };
}

template <Scope scope> Result<PutRoleDefinition> decodePutRole(const RouteCall& call)
{
    const auto where = scopeOf<scope>(call);
    if (!where)
        return where.error();
    if (auto whole = checkWholePool(*where); !whole)
        return whole.error();
    auto role = wire::readRoleDefinition(call.body.view());
    if (!role)
        return role.error();
    role->id = call.id;
    return PutRoleDefinition{ std::move(*role) };
}

template <Scope scope> Result<DeleteRoleDefinition> decodeDeleteRole(const RouteCall& call)
{
    const auto where = scopeOf<scope>(call);
    if (!where)
        return where.error();
    if (auto whole = checkWholePool(*where); !whole)
        return whole.error();
    return DeleteRoleDefinition{ call.id };
}

template <Scope scope> Result<ListRoleAssignments> decodeAssignments(const RouteCall& call)
{
    auto where = scopeOf<scope>(call);
    if (!where)
        return where.error();
    auto filter = wire::readRoleFilter(call.query);
    if (!filter)
        return filter.error();
    return ListRoleAssignments{ std::move(*where), filter->onlyAtScope, std::move(filter->principalId) };
}

template <Scope scope> Result<GetRoleAssignment> decodeAssignment(const RouteCall& call)
{
    auto where = scopeOf<scope>(call);
    if (!where)
        return where.error();
    return GetRoleAssignment{ call.id, std::move(*where) };
}

template <Scope scope> Result<AssignRole> decodeAssign(const RouteCall& call)
{
    auto where = scopeOf<scope>(call);
    if (!where)
        return where.error();
    auto content = wire::readRoleAssignment(call.body.view());
    if (!content)
        return content.error();
    return AssignRole{ std::move(content->roleId), std::move(content->principalId), std::move(*where),
                       call.id };
}

template <Scope scope> Result<RemoveRoleAssignment> decodeUnassign(const RouteCall& call)
{
    auto where = scopeOf<scope>(call);
    if (!where)
        return where.error();
    return RemoveRoleAssignment{ call.id, std::move(*where) };
}

template <typename Op> Result<Op> decodeNothing(const RouteCall&) { return Op{}; }

Result<GetSetting> decodeSetting(const RouteCall& call) { return GetSetting{ call.name }; }

Result<UpdateSetting> decodeUpdateSetting(const RouteCall& call)
{
    auto value = wire::readSettingValue(call.body.view());
    if (!value)
        return value.error();
    return UpdateSetting{ call.name, std::move(*value) };
}

Result<DownloadSecurityDomain> decodeDownload(const RouteCall& call)
{
    auto content = wire::readDomainHolders(call.body.view());
    if (!content)
        return content.error();
    return DownloadSecurityDomain{ std::move(content->holders), content->required };
}

Result<UploadSecurityDomain> decodeUpload(const RouteCall& call)
{
    auto document = wire::readSecurityDomain(call.body.view());
    if (!document)
        return document.error();
    return UploadSecurityDomain{ std::move(*document) };
}

template <typename Op> Result<Op> decodeJob(const RouteCall& call) { return Op{ call.id }; }

RouteAnswer encodeRoles(const RouteCall&, const std::vector<RoleDefinition>& roles)
{
    return { 200, wire::writeRoleDefinitions(roles) };
}

template <int status> RouteAnswer encodeRole(const RouteCall&, const RoleDefinition& role)
{
    return { status, wire::writeRoleDefinition(role) };
}

RouteAnswer encodeAssignments(const RouteCall&, const std::vector<RoleAssignment>& assignments)
{
    return { 200, wire::writeRoleAssignments(assignments) };
}

template <int status> RouteAnswer encodeAssignment(const RouteCall&, const RoleAssignment& assignment)
{
    return { status, wire::writeRoleAssignment(assignment) };
}

RouteAnswer encodeSettings(const RouteCall&, const std::vector<PoolSetting>& settings)
{
    return { 200, wire::writeSettings(settings) };
}

RouteAnswer encodeSetting(const RouteCall&, const PoolSetting& setting)
{
    return { 200, wire::writeSetting(setting) };
}

/// Where a client asks how it goes, and when. Clients go there with the address as it is.
net::HttpHeaders pollingHeaders(const RouteCall& call, const QString& path)
{
    const QString url = call.frame.vaultUrl + path + "?api-version="_L1 + call.frame.version.text();
    return { { "Azure-AsyncOperation", url.toLatin1() }, { "Retry-After", "1" } };
}

RouteAnswer encodeDownload(const RouteCall& call, const QByteArray& document)
{
    return { 202, wire::writeSecurityDomain(document),
             pollingHeaders(call, u"/securitydomain/download/pending"_s) };
}

// Download and upload are done when they are answered: none of them is ever under way.
RouteAnswer encodeDownloadState(const RouteCall&, const SecurityDomainState& domain)
{
    return { 200,
             wire::writeDomainStatus(domain.downloaded == 0 ? u"No security domain has been downloaded."_s
                                                            : QString()) };
}

RouteAnswer encodeUploadState(const RouteCall&, const SecurityDomainState& domain)
{
    return { 200,
             wire::writeDomainStatus(domain.uploaded == 0 ? u"No security domain has been uploaded."_s
                                                          : QString()) };
}

RouteAnswer encodeUpload(const RouteCall& call, const SecurityDomainState&)
{
    return { 202, wire::writeDomainStatus({}), pollingHeaders(call, u"/securitydomain/upload/pending"_s) };
}

RouteAnswer encodeTransferKey(const RouteCall&, const crypto::PublicKey& key)
{
    return { 200, wire::writeTransferKey(key) };
}

RouteAnswer encodeJob(const RouteCall&, const PoolJob& job) { return { 200, wire::writePoolJob(job) }; }

/// Answers as soon as the job stands in the store.
ops::PoolJobAnswers answersTo(RouteCall call, RouteDone done, const QString& kind)
{
    return { [call = std::move(call), done = std::move(done), kind](Result<PoolJob> begun) mutable {
                if (!begun) {
                    done(begun.error());
                    return;
                }
                const QString path = u'/' + kind + u'/' + begun->id + "/pending"_L1;
                done(RouteAnswer{ 202, wire::writePoolJob(*begun), pollingHeaders(call, path) });
            },
             {} };
}

Result<void> startBackup(ops::Operations& operations, Caller caller, VaultId pool, RouteCall& call,
                         RouteDone done)
{
    auto place = wire::readBackupTarget(call.body.view());
    if (!place)
        return place.error();
    ops::backUpPool(operations, caller, pool, std::move(*place),
                    answersTo(std::move(call), std::move(done), u"backup"_s));
    return {};
}

Result<void> startRestore(ops::Operations& operations, Caller caller, VaultId pool, RouteCall& call,
                          RouteDone done)
{
    auto content = wire::readRestore(call.body.view());
    if (!content)
        return content.error();
    ops::PoolRestore restore{ std::move(content->place), std::move(content->folder) };
    if (!call.name.isEmpty()) {
        auto name = ObjectName::create(call.name);
        if (!name)
            return name.error();
        restore.keyName = std::move(*name);
    }
    ops::restorePool(operations, caller, pool, std::move(restore),
                     answersTo(std::move(call), std::move(done), u"restore"_s));
    return {};
}

constexpr std::size_t rowsOfScope = 8;

template <Scope scope>
constexpr std::array<Route, rowsOfScope> scopeRows(std::string_view roles, std::string_view role,
                                                   std::string_view assignments, std::string_view assignment)
{
    return { row<ListRoleDefinitions, decodeRoles<scope>, encodeRoles>("GET", roles),
             row<GetRoleDefinition, decodeRole<scope>, encodeRole<200>>("GET", role),
             row<PutRoleDefinition, decodePutRole<scope>, encodeRole<201>>("PUT", role),
             row<DeleteRoleDefinition, decodeDeleteRole<scope>, encodeRole<200>>("DELETE", role),
             row<ListRoleAssignments, decodeAssignments<scope>, encodeAssignments>("GET", assignments),
             row<GetRoleAssignment, decodeAssignment<scope>, encodeAssignment<200>>("GET", assignment),
             row<AssignRole, decodeAssign<scope>, encodeAssignment<201>>("PUT", assignment),
             row<RemoveRoleAssignment, decodeUnassign<scope>, encodeAssignment<200>>("DELETE", assignment) };
}

constexpr auto poolScope = scopeRows<Scope::Pool>("providers/Microsoft.Authorization/roleDefinitions",
                                                  "providers/Microsoft.Authorization/roleDefinitions/{id}",
                                                  "providers/Microsoft.Authorization/roleAssignments",
                                                  "providers/Microsoft.Authorization/roleAssignments/{id}");
constexpr auto keysScope
    = scopeRows<Scope::Keys>("keys/providers/Microsoft.Authorization/roleDefinitions",
                             "keys/providers/Microsoft.Authorization/roleDefinitions/{id}",
                             "keys/providers/Microsoft.Authorization/roleAssignments",
                             "keys/providers/Microsoft.Authorization/roleAssignments/{id}");
constexpr auto keyScope
    = scopeRows<Scope::Key>("keys/{name}/providers/Microsoft.Authorization/roleDefinitions",
                            "keys/{name}/providers/Microsoft.Authorization/roleDefinitions/{id}",
                            "keys/{name}/providers/Microsoft.Authorization/roleAssignments",
                            "keys/{name}/providers/Microsoft.Authorization/roleAssignments/{id}");

// Checks before the jobs themselves, and the connection to an external key manager.
constexpr char preBackup[] = "prebackup";
constexpr char preRestore[] = "prerestore";
constexpr char ekm[] = "ekm";
/// Where a pool's keys are kept is decided by those who may replace its security domain.
constexpr Permission ekmPermission = UpdateSetting::permission;

constexpr std::array others = {
    row<ListSettings, decodeNothing<ListSettings>, encodeSettings>("GET", "settings"),
    row<GetSetting, decodeSetting, encodeSetting>("GET", "settings/{name}"),
    row<UpdateSetting, decodeUpdateSetting, encodeSetting>("PATCH", "settings/{name}"),
    row<DownloadSecurityDomain, decodeDownload, encodeDownload>("POST", "securitydomain/download"),
    row<GetSecurityDomainDownload, decodeNothing<GetSecurityDomainDownload>, encodeDownloadState>(
        "GET", "securitydomain/download/pending"),
    row<GetTransferKey, decodeNothing<GetTransferKey>, encodeTransferKey>("GET", "securitydomain/upload"),
    row<UploadSecurityDomain, decodeUpload, encodeUpload>("POST", "securitydomain/upload"),
    row<GetSecurityDomainUpload, decodeNothing<GetSecurityDomainUpload>, encodeUploadState>(
        "GET", "securitydomain/upload/pending"),
    Route{ "POST", "backup", StartBackup::name, StartBackup::permission, &startBackup },
    row<GetBackup, decodeJob<GetBackup>, encodeJob>("GET", "backup/{id}/pending"),
    Route{ "PUT", "restore", StartRestore::name, StartRestore::permission, &startRestore },
    row<GetRestore, decodeJob<GetRestore>, encodeJob>("GET", "restore/{id}/pending"),
    notOffered<preBackup>("POST", "prebackup", "PreBackup", StartBackup::permission),
    notOffered<preRestore>("PUT", "prerestore", "PreRestore", StartRestore::permission),
    notOffered<ekm>("GET", "ekm", "EkmConnectionGet", ekmPermission),
    notOffered<ekm>("PATCH", "ekm", "EkmConnectionUpdate", ekmPermission),
    notOffered<ekm>("DELETE", "ekm", "EkmConnectionDelete", ekmPermission),
    notOffered<ekm>("POST", "ekm/create", "EkmConnectionCreate", ekmPermission),
    notOffered<ekm>("POST", "ekm/check", "EkmConnectionCheck", ekmPermission),
    notOffered<ekm>("GET", "ekm/certificate", "EkmCertificateGet", ekmPermission),
    Route{ "PUT", "keys/{name}/restore", StartRestore::name, StartRestore::permission, &startRestore },
};

constexpr auto table = [] {
    std::array<Route, 3 * rowsOfScope + others.size()> all{};
    auto next = std::copy(poolScope.begin(), poolScope.end(), all.begin());
    next = std::copy(keysScope.begin(), keysScope.end(), next);
    next = std::copy(keyScope.begin(), keyScope.end(), next);
    std::copy(others.begin(), others.end(), next);
    return all;
}();

} // namespace

std::span<const Route> poolRoutes() { return table; }

} // namespace strongroom::serve
