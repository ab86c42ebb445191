// SPDX-License-Identifier: Apache-2.0
#include "model/wire/role_bodies.h"

#include "model/wire/json_reader.h"
#include "model/wire/json_writer.h"
#include "model/wire/object_members.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace strongroom::wire {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using vault::RoleAssignment;
using vault::RoleDefinition;
using vault::RolePermission;

constexpr auto actionPrefix = "Microsoft.KeyVault/managedHsm/"_L1;
constexpr auto definitionPath = "Microsoft.KeyVault/providers/Microsoft.Authorization/roleDefinitions/"_L1;
constexpr auto assignmentPath = "/providers/Microsoft.Authorization/roleAssignments/"_L1;

QStringList takeTexts(JsonReader& reader, const QString& field)
{
    QStringList texts;
    if (reader.takeNull())
        return texts;
    reader.enterArray();
    while (reader.nextElement())
        texts << reader.takeText(field);
    return texts;
}

/// Data actions without what they all begin with.
QStringList takeActions(JsonReader& reader, const QString& field)
{
    QStringList actions = takeTexts(reader, field);
    for (QString& action : actions) {
        if (!action.startsWith(actionPrefix, Qt::CaseInsensitive))
            reader.fail(u"A data action of a pool begins with \"Microsoft.KeyVault/managedHsm/\"."_s, field);
        else
            action.remove(0, actionPrefix.size());
    }
    return actions;
}

RolePermission takePermission(JsonReader& reader)
{
    RolePermission permission;
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "dataActions"_L1)
            permission.dataActions = takeActions(reader, *name);
        else if (*name == "notDataActions"_L1)
            permission.notDataActions = takeActions(reader, *name);
        else if (*name == "actions"_L1 && !takeTexts(reader, *name).isEmpty())
            reader.fail(u"Roles of a pool give data actions only."_s, *name);
        else if (*name != "actions"_L1)
            reader.skip();
    }
    return permission;
}

void takeScopes(JsonReader& reader, const QString& field)
{
    for (const QString& scope : takeTexts(reader, field)) {
        if (!scope.isEmpty() && scope != "/"_L1)
            reader.fail(u"A role of a pool can be assigned at every scope: \"/\"."_s, field);
    }
}

void takeRoleProperties(JsonReader& reader, RoleDefinition& role)
{
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "roleName"_L1) {
            role.name = takeTextOrNull(reader, *name);
        } else if (*name == "description"_L1) {
            role.description = takeTextOrNull(reader, *name);
        } else if (*name == "permissions"_L1 && !reader.takeNull()) {
            reader.enterArray();
            while (reader.nextElement())
                role.permissions.push_back(takePermission(reader));
        } else if (*name == "assignableScopes"_L1) {
            takeScopes(reader, *name);
        } else if (*name != "permissions"_L1) {
            reader.skip();
        }
    }
}

void writeActions(JsonWriter& json, QByteArrayView name, const QStringList& actions)
{
    json.member(name).beginArray();
    for (const QString& action : actions)
        json.text(QString(actionPrefix + action));
    json.endArray();
}

void write(JsonWriter& json, const RoleDefinition& role)
{
    json.beginObject().member("id").text(QString(definitionPath + role.id)).member("name").text(role.id);
    json.member("type").text(u"Microsoft.Authorization/roleDefinitions");
    json.member("properties").beginObject();
    json.member("roleName").text(role.name).member("description").text(role.description);
    json.member("type").text(role.isBuiltIn ? QStringView(u"AKVBuiltInRole") : QStringView(u"CustomRole"));
    json.member("assignableScopes").beginArray().text(u"/").endArray();
    json.member("permissions").beginArray();
    for (const RolePermission& permission : role.permissions) {
        json.beginObject().member("actions").beginArray().endArray();
        json.member("notActions").beginArray().endArray();
        writeActions(json, "dataActions", permission.dataActions);
        writeActions(json, "notDataActions", permission.notDataActions);
        json.endObject();
    }
    json.endArray().endObject().endObject();
}

void write(JsonWriter& json, const RoleAssignment& assignment)
{
    const QString scope = assignment.scope == "/"_L1 ? QString() : assignment.scope;
    json.beginObject().member("id").text(QString(scope + assignmentPath + assignment.id));
    json.member("name").text(assignment.id);
    json.member("type").text(u"Microsoft.Authorization/roleAssignments");
    json.member("properties").beginObject().member("scope").text(assignment.scope);
    json.member("roleDefinitionId").text(QString(definitionPath + assignment.roleId));
    json.member("principalId").text(assignment.principalId).endObject().endObject();
}

template <typename Item> base::SecureBytes writeOne(const Item& item)
{
    JsonWriter json;
    write(json, item);
    return json.finish();
}

template <typename Item> base::SecureBytes writeAll(const std::vector<Item>& items)
{
    JsonWriter json;
    json.beginObject().member("value").beginArray();
    for (const Item& item : items)
        write(json, item);
    json.endArray().endObject();
    return json.finish();
}

/// Calls `take` for the value of "properties".
template <typename Take> Result<void> readProperties(QByteArrayView body, Take take)
{
    bool areThere = false;
    JsonReader reader(body);
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "properties"_L1) {
            areThere = true;
            take(reader);
        } else {
            reader.skip();
        }
    }
    if (auto done = reader.finish(); !done)
        return done;
    if (!areThere)
        return Error{ ErrorCode::BadParameter, u"The property 'properties' is required."_s, u"properties"_s };
    return {};
}

} // namespace

Result<RoleDefinition> readRoleDefinition(QByteArrayView body)
{
    RoleDefinition role;
    if (auto done = readProperties(body, [&](JsonReader& reader) { takeRoleProperties(reader, role); });
        !done)
        return done.error();
    return role;
}

base::SecureBytes writeRoleDefinition(const RoleDefinition& role) { return writeOne(role); }

base::SecureBytes writeRoleDefinitions(const std::vector<RoleDefinition>& roles) { return writeAll(roles); }

Result<RoleAssignmentContent> readRoleAssignment(QByteArrayView body)
{
    RoleAssignmentContent content;
    const auto take = [&](JsonReader& reader) {
        reader.enterObject();
        while (const auto name = reader.nextMember()) {
            if (*name == "roleDefinitionId"_L1)
                content.roleId = reader.takeText(*name).section(u'/', -1);
            else if (*name == "principalId"_L1)
                content.principalId = reader.takeText(*name);
            else
                reader.skip();
        }
    };
    if (auto done = readProperties(body, take); !done)
        return done.error();
    return content;
}

base::SecureBytes writeRoleAssignment(const RoleAssignment& assignment) { return writeOne(assignment); }

base::SecureBytes writeRoleAssignments(const std::vector<RoleAssignment>& assignments)
{
    return writeAll(assignments);
}

Result<RoleFilter> readRoleFilter(const Parameters& query)
{
    static const QRegularExpression ofPrincipal(u"^principalId\\s+eq\\s+['{]?([0-9A-Fa-f-]{1,64})['}]?$"_s,
                                                QRegularExpression::CaseInsensitiveOption);
    RoleFilter filter;
    const QString text = parameter(query, u"$filter").value_or(QString()).trimmed();
    if (text.isEmpty())
        return filter;
    if (text.compare("atScope()"_L1, Qt::CaseInsensitive) == 0) {
        filter.onlyAtScope = true;
        return filter;
    }
    const auto match = ofPrincipal.match(text);
    if (!match.hasMatch())
        return Error{ ErrorCode::BadParameter,
                      u"A filter is \"atScope()\" or \"principalId eq {objectId}\"."_s, u"$filter"_s };
    filter.principalId = match.captured(1);
    return filter;
}

} // namespace strongroom::wire
