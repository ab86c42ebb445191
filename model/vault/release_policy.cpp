// SPDX-License-Identifier: Apache-2.0
#include "model/vault/release_policy.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::vault {

using base::Result;

namespace {

constexpr int deepest = 8;
constexpr qsizetype longestPolicy = 32 * 1024;

base::Error badPolicy(const QString& why)
{
    return { base::ErrorCode::BadParameter, u"The release policy is not valid: %1"_s.arg(why),
             u"release_policy"_s };
}

bool isValue(const QJsonValue& value) { return value.isString() || value.isDouble() || value.isBool(); }

bool hasOnly(const QJsonObject& object, const QStringList& names)
{
    const QStringList keys = object.keys();
    return std::ranges::all_of(keys, [&](const QString& key) { return names.contains(key); });
}

Result<QJsonArray> conditions(const QJsonValue& list, int depth);

/// {"claim", "equals"}, or a nested "anyOf" or "allOf".
Result<QJsonObject> condition(const QJsonValue& value, int depth)
{
    const QJsonObject object = value.toObject();
    for (const QString& word : { u"anyOf"_s, u"allOf"_s }) {
        if (object.size() != 1 || !object.contains(word))
            continue;
        auto nested = conditions(object[word], depth + 1);
        if (!nested)
            return nested.error();
        return QJsonObject{ { word, *nested } };
    }
    const QString claim = object["claim"_L1].toString();
    if (claim.isEmpty() || claim.split(u'.').contains(QString()))
        return badPolicy(u"a condition names a claim, or holds anyOf or allOf."_s);
    if (object.contains("condition"_L1) || !hasOnly(object, { u"claim"_s, u"equals"_s }))
        return badPolicy(u"\"equals\" is the only operator."_s);
    if (!isValue(object["equals"_L1]))
        return badPolicy(u"a claim equals a text, a number or true or false."_s);
    return QJsonObject{ { u"claim"_s, claim }, { u"equals"_s, object["equals"_L1] } };
}

Result<QJsonArray> conditions(const QJsonValue& list, int depth)
{
    const QJsonArray array = list.toArray();
    if (array.isEmpty() || depth > deepest)
        return badPolicy(u"anyOf and allOf hold conditions, nested not too deeply."_s);
    QJsonArray checked;
    for (const auto& value : array) {
        auto one = condition(value, depth);
        if (!one)
            return one.error();
        checked.append(*one);
    }
    return checked;
}

Result<QJsonObject> authority(const QJsonValue& value)
{
    const QJsonObject object = value.toObject();
    const QString issuer = object["authority"_L1].toString();
    const bool hasAll = object.contains("allOf"_L1);
    if (!issuer.startsWith("https://"_L1))
        return badPolicy(u"an authority is an https address."_s);
    if (hasAll == object.contains("anyOf"_L1) || object.size() != 2)
        return badPolicy(u"an authority has either allOf or anyOf."_s);
    const QString word = hasAll ? u"allOf"_s : u"anyOf"_s;
    auto checked = conditions(object[word], 1);
    if (!checked)
        return checked.error();
    return QJsonObject{ { u"authority"_s, issuer }, { word, *checked } };
}

/// QJsonObject sorts its members; the service writes the version first and an authority before its
/// conditions.
QByteArray textOf(const QJsonValue& value)
{
    if (value.isArray())
        return QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact);
    return QJsonDocument(QJsonArray{ value }).toJson(QJsonDocument::Compact).chopped(1).sliced(1);
}

QByteArray writtenAuthority(const QJsonObject& object)
{
    const QString word = object.contains("allOf"_L1) ? u"allOf"_s : u"anyOf"_s;
    return "{\"authority\":" + textOf(object["authority"_L1]) + ",\"" + word.toLatin1()
        + "\":" + textOf(object[word]) + '}';
}

QJsonValue claimAt(const QJsonObject& claims, const QString& path)
{
    // A claim's own name may hold dots ("x-ms-runtime.keys" may be one member or two).
    if (claims.contains(path))
        return claims[path];
    QJsonValue value = claims;
    for (const QString& part : path.split(u'.'))
        value = value.toObject()[part];
    return value;
}

bool isMet(const QJsonObject& condition, const QJsonObject& claims)
{
    const auto one = [&](const QJsonValue& nested) { return isMet(nested.toObject(), claims); };
    if (condition.contains("anyOf"_L1)) {
        const QJsonArray nested = condition["anyOf"_L1].toArray();
        return std::any_of(nested.begin(), nested.end(), one);
    }
    if (condition.contains("allOf"_L1)) {
        const QJsonArray nested = condition["allOf"_L1].toArray();
        return std::all_of(nested.begin(), nested.end(), one);
    }
    const QJsonValue found = claimAt(claims, condition["claim"_L1].toString());
    return isValue(found) && found == condition["equals"_L1];
}

QJsonArray authoritiesIn(const QByteArray& policy)
{
    return QJsonDocument::fromJson(policy).object()["anyOf"_L1].toArray();
}

} // namespace

Result<QByteArray> normalizedReleasePolicy(const QByteArray& json)
{
    if (json.size() > longestPolicy)
        return badPolicy(u"it is too long."_s);
    const QJsonDocument document = QJsonDocument::fromJson(json);
    const QJsonObject policy = document.object();
    const QString version = policy["version"_L1].toString();
    if (!document.isObject() || !hasOnly(policy, { u"version"_s, u"anyOf"_s }))
        return badPolicy(u"it is an object with version and anyOf."_s);
    if (version != "1.0.0"_L1 && version != "1.0"_L1)
        return badPolicy(u"its version is \"1.0.0\"."_s);
    const QJsonArray given = policy["anyOf"_L1].toArray();
    if (given.isEmpty())
        return badPolicy(u"anyOf names at least one authority."_s);
    QByteArrayList authorities;
    for (const auto& value : given) {
        const auto checked = authority(value);
        if (!checked)
            return checked.error();
        authorities << writtenAuthority(*checked);
    }
    return QByteArray(R"({"version":"1.0.0","anyOf":[)" + authorities.join(',') + "]}");
}

QStringList authoritiesOf(const QByteArray& normalizedPolicy)
{
    QStringList issuers;
    const QJsonArray authorities = authoritiesIn(normalizedPolicy);
    for (const auto& value : authorities)
        issuers << value.toObject()["authority"_L1].toString();
    issuers.removeDuplicates();
    return issuers;
}

bool meetsReleasePolicy(const QByteArray& normalizedPolicy, const QString& issuer, const QByteArray& claims)
{
    const QJsonObject attested = QJsonDocument::fromJson(claims).object();
    const QJsonArray authorities = authoritiesIn(normalizedPolicy);
    return std::any_of(authorities.begin(), authorities.end(), [&](const QJsonValue& value) {
        QJsonObject wanted = value.toObject();
        if (wanted["authority"_L1].toString() != issuer)
            return false;
        wanted.remove("authority"_L1);
        return isMet(wanted, attested);
    });
}

} // namespace strongroom::vault
