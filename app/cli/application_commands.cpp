// SPDX-License-Identifier: Apache-2.0
#include "app/cli/object_commands.h"

#include "model/crypto/certificate.h"
#include "model/vault/built_in_roles.h"

#include <algorithm>
#include <array>

namespace strongroom::cli {

using base::Error;
using base::ErrorCode;
using namespace Qt::StringLiterals;

namespace {

ExitCode createApplication(CommandContext& context)
{
    const auto made = context.run(vault::RegisterApplication{ context.arguments().positionals[0] });
    if (!made)
        return context.fail(made.error());
    const auto ca = context.run(vault::GetEndpointCa{});
    if (!ca)
        return context.fail(ca.error());
    const vault::Application& application = made->application;
    if (context.wantsJson()) {
        JsonWriter json;
        json.beginObject().member(u"name", application.name).member(u"tenantId", ca->tenantId);
        json.member(u"clientId", application.clientId).member(u"objectId", application.objectId);
        json.key(u"clientSecret").text(made->clientSecret).endObject();
        context.print(json);
        return ExitCode::Done;
    }
    context.print(
        u"Tenant id:     %1\nClient id:     %2\nClient secret: "_s.arg(ca->tenantId, application.clientId));
    context.io().writeOut(made->clientSecret.view());
    context.print(u"\n"_s);
    context.note(u"The client secret is shown this once."_s);
    return ExitCode::Done;
}

ExitCode listApplications(CommandContext& context)
{
    const auto applications = context.run(vault::ListApplications{});
    if (!applications)
        return context.fail(applications.error());
    JsonWriter json;
    json.beginArray();
    std::vector<QStringList> rows;
    for (const vault::Application& application : *applications) {
        json.beginObject().member(u"name", application.name).member(u"clientId", application.clientId);
        json.member(u"objectId", application.objectId).timeMember(u"created", application.created);
        json.member(u"credentials", static_cast<qint64>(application.credentials.size())).endObject();
        rows.push_back({ application.name, application.clientId, timeText(application.created) });
    }
    json.endArray();
    if (context.wantsJson())
        context.print(json);
    else
        context.print(tableText({ u"NAME"_s, u"CLIENT ID"_s, u"CREATED"_s }, rows));
    return ExitCode::Done;
}

ExitCode deleteApplication(CommandContext& context)
{
    const auto application = context.applicationNamed(context.arguments().positionals[0]);
    if (!application)
        return context.fail(application.error());
    const auto deleted = context.run(vault::DeleteApplication{ application->clientId });
    if (!deleted)
        return context.fail(deleted.error());
    return context.done(u"deleted", application->name, u"%1 can no longer sign in."_s.arg(application->name));
}

/// Larger than any certificate.
constexpr qsizetype certificateBytes = 64 * 1024;

ExitCode addCertificate(CommandContext& context)
{
    const auto application = context.applicationNamed(context.arguments().positionals[0]);
    if (!application)
        return context.fail(application.error());
    const auto file = required(context, "--file"_L1);
    if (!file)
        return context.fail(file.error());
    const auto content = contentOf(context, *file, certificateBytes);
    if (!content)
        return context.fail(content.error());
    const auto certificate = crypto::parseCertificate(content->view());
    if (!certificate)
        return context.fail({ ErrorCode::BadParameter, u"%1 holds no certificate."_s.arg(*file), u"file"_s });
    const auto added = context.run(
        vault::AddApplicationCertificate{ application->clientId, certificate->der, certificate->notAfter });
    if (!added)
        return context.fail(added.error());
    if (context.wantsJson()) {
        JsonWriter json;
        json.beginObject().member(u"id", added->id).member(u"thumbprint", added->hint);
        json.timeMember(u"expires", added->expires).endObject();
        context.print(json);
        return ExitCode::Done;
    }
    context.note(u"%1 can sign in with the key of this certificate."_s.arg(application->name));
    return ExitCode::Done;
}

/// "secrets=get,list" into the list of its kind.
base::Result<void> addPermissions(const QString& text, vault::AccessPolicy& policy)
{
    const QString kind = text.section(u'=', 0, 0).toLower();
    QStringList* const list = kind == "secrets"_L1 ? &policy.secrets
        : kind == "keys"_L1                        ? &policy.keys
        : kind == "certificates"_L1                ? &policy.certificates
                                                   : nullptr;
    if (!list || !text.contains(u'='))
        return Error{ ErrorCode::BadParameter,
                      u"Permissions are written secrets=get,list or keys=... or certificates=..."_s,
                      {} };
    const QStringList given = text.section(u'=', 1).toLower().split(u',', Qt::SkipEmptyParts);
    if (given.isEmpty())
        return Error{ ErrorCode::BadParameter,
                      u"\"%1\" names no permission; --revoke takes the policy away."_s.arg(text),
                      {} };
    *list += given;
    return {};
}

ExitCode setPolicy(CommandContext& context, const vault::VaultProperties& vault, const QString& principal)
{
    vault::AccessPolicy policy{ principal, {}, {}, {}, {} };
    const bool isRevoked = context.arguments().has("--revoke"_L1);
    if (isRevoked) {
        const auto rules = context.run(vault.id, vault::GetAccessRules{});
        if (!rules)
            return context.fail(rules.error());
        const auto& policies = rules->policies;
        if (std::ranges::find(policies, principal, &vault::AccessPolicy::principalId) == policies.end())
            return context.fail({ ErrorCode::RoleNotFound, u"The application has no policy here."_s, {} });
    } else {
        for (const QString& text :
             context.arguments().values("--permissions"_L1) + context.arguments().positionals) {
            if (auto added = addPermissions(text, policy); !added)
                return context.fail(added.error());
        }
    }
    const auto done = context.run(vault.id, vault::SetAccessPolicy{ policy });
    if (!done)
        return context.fail(done.error());
    if (vault.permissionModel != vault::PermissionModel::AccessPolicies)
        context.note(u"The vault decides by roles, so the policy has no effect yet."_s);
    return isRevoked ? context.done(u"revoked", principal, u"The policy is taken away."_s)
                     : context.done(u"principalId", principal, u"The policy is set."_s);
}

QString scopeFrom(const CommandContext& context)
{
    const QString given = context.arguments().value("--scope"_L1);
    return given.isEmpty() ? u"/"_s : given;
}

ExitCode removeRole(CommandContext& context, const vault::VaultProperties& vault, const QString& principal,
                    const vault::BuiltInRole& role)
{
    const auto rules = context.run(vault.id, vault::GetAccessRules{});
    if (!rules)
        return context.fail(rules.error());
    const QString scope = scopeFrom(context);
    for (const vault::RoleAssignment& assignment : rules->assignments) {
        if (assignment.scope.compare(scope, Qt::CaseInsensitive) != 0 || assignment.principalId != principal
            || assignment.roleId.compare(
                   QLatin1StringView(role.id.data(), static_cast<qsizetype>(role.id.size())),
                   Qt::CaseInsensitive)
                != 0)
            continue;
        const auto removed = context.run(vault.id, vault::RemoveRoleAssignment{ assignment.id });
        if (!removed)
            return context.fail(removed.error());
        return context.done(u"revoked", assignment.id, u"The role is taken away."_s);
    }
    return context.fail({ ErrorCode::RoleNotFound, u"The application does not have this role."_s, {} });
}

QString namesOf(std::span<const vault::BuiltInRole> roles)
{
    QStringList names;
    for (const vault::BuiltInRole& role : roles)
        names += QString::fromUtf8(role.name.data(), qsizetype(role.name.size()));
    return names.join(u", "_s);
}

ExitCode assignRole(CommandContext& context, const vault::VaultProperties& vault, const QString& principal)
{
    const QString name = context.arguments().value("--role"_L1);
    const vault::BuiltInRole* role = vault::builtInRoleByName(name);
    if (!role)
        role = vault::builtInRole(name);
    if (!role)
        return context.fail(
            { ErrorCode::RoleNotFound,
              u"There is no built-in role \"%1\". There are: %2."_s.arg(
                  name, namesOf(vault::isPool(vault.sku) ? vault::poolRoles() : vault::builtInRoles())),
              {} });
    if (context.arguments().has("--revoke"_L1))
        return removeRole(context, vault, principal, *role);
    const auto assigned = context.run(
        vault.id,
        vault::AssignRole{ QString::fromLatin1(role->id.data(), static_cast<qsizetype>(role->id.size())),
                           principal, scopeFrom(context) });
    if (!assigned)
        return context.fail(assigned.error());
    if (vault.permissionModel != vault::PermissionModel::Rbac)
        context.note(u"The vault decides by access policies, so the role has no effect yet."_s);
    if (context.wantsJson()) {
        JsonWriter json;
        json.beginObject().member(u"id", assigned->id).member(u"roleId", assigned->roleId);
        json.member(u"principalId", assigned->principalId).member(u"scope", assigned->scope).endObject();
        context.print(json);
        return ExitCode::Done;
    }
    return context.done(u"id", assigned->id, u"The role is given."_s);
}

ExitCode grant(CommandContext& context)
{
    const auto applicationName = required(context, "--app"_L1);
    if (!applicationName)
        return context.fail(applicationName.error());
    const bool byRole = context.arguments().has("--role"_L1);
    // Without a role it is the whole policy that is taken away.
    const bool isRevoked = context.arguments().has("--revoke"_L1);
    const bool byPolicy = context.arguments().has("--permissions"_L1) || (isRevoked && !byRole);
    if (byRole == byPolicy)
        return context.fail({ ErrorCode::BadParameter, u"One of --role and --permissions is needed."_s, {} });
    if (byPolicy && context.arguments().has("--scope"_L1))
        return context.fail({ ErrorCode::BadParameter,
                              u"An access policy holds for the whole vault; --scope goes with --role."_s,
                              {} });
    if (byRole && !context.arguments().positionals.isEmpty())
        return context.fail({ ErrorCode::BadParameter,
                              u"\"%1\" is too much here."_s.arg(context.arguments().positionals[0]),
                              {} });
    const auto vault = containerOf(context);
    if (!vault)
        return context.fail(vault.error());
    const auto application = context.applicationNamed(*applicationName);
    if (!application)
        return context.fail(application.error());
    return byRole ? assignRole(context, *vault, application->objectId)
                  : setPolicy(context, *vault, application->objectId);
}

constexpr std::array grantOptions{
    OptionRow{ "--vault"_L1, "VAULT"_L1, "on which vault"_L1 },
    OptionRow{ "--pool"_L1, "POOL"_L1, "or on which Managed HSM pool"_L1 },
    OptionRow{ "--app"_L1, "APP"_L1, "to which application, by name or client id"_L1 },
    OptionRow{ "--role"_L1, "ROLE"_L1,
               "a built-in role, by name: \"Key Vault Crypto User\", \"Managed HSM Crypto User\""_L1 },
    OptionRow{ "--scope"_L1, "SCOPE"_L1,
               "where the role holds: / (without it), /keys/NAME, /secrets/NAME; in a pool also /keys"_L1 },
    OptionRow{ "--permissions"_L1, "KIND=LIST"_L1,
               "an access policy: secrets=get,list keys=get,sign; replaces the one that is there"_L1,
               OptionRow::Times::Many },
    OptionRow{ "--revoke"_L1, {}, "take the role away; without --role, the whole access policy"_L1 },
};

constexpr std::array certificateOptions{
    OptionRow{ "--file"_L1, "FILE"_L1, "the certificate, PEM or DER; - is standard input"_L1 },
};

constexpr std::array commands{
    Command{ "app create"_L1,
             "NAME"_L1,
             "Registers a program and prints its client secret, once"_L1,
             {},
             Command::Store::Open,
             createApplication },
    Command{
        "app list"_L1, {}, "Lists the registered programs"_L1, {}, Command::Store::Open, listApplications },
    Command{ "app add-certificate"_L1, "APP"_L1, "Lets a program sign in with the key of a certificate"_L1,
             certificateOptions, Command::Store::Open, addCertificate },
    Command{ "app delete"_L1,
             "APP"_L1,
             "Removes a program, by name or client id"_L1,
             {},
             Command::Store::Open,
             deleteApplication },
    Command{ "grant"_L1, "[KIND=LIST...]"_L1, "Gives a program a role or permissions on a vault"_L1,
             grantOptions, Command::Store::Open, grant },
};

} // namespace

std::span<const Command> applicationCommands() { return commands; }

} // namespace strongroom::cli
