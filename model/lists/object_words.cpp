// SPDX-License-Identifier: Apache-2.0
#include "model/lists/object_words.h"

#include "model/lists/relative_time.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

namespace strongroom::lists {

using namespace Qt::StringLiterals;

namespace {

struct Words final
{
    Q_DECLARE_TR_FUNCTIONS(ObjectWords)
};

} // namespace

QString stateWord(vault::ObjectState state)
{
    switch (state) {
    case vault::ObjectState::Enabled:
        return Words::tr("Enabled");
    case vault::ObjectState::Expiring:
        return Words::tr("Expiring");
    case vault::ObjectState::Expired:
        return Words::tr("Expired");
    case vault::ObjectState::NotYetValid:
        return Words::tr("Not yet valid");
    case vault::ObjectState::Disabled:
        return Words::tr("Disabled");
    }
    return {};
}

QString stateSentence(vault::ObjectKind kind, const vault::Attributes& attributes, base::UnixSeconds now)
{
    const bool isKey = kind == vault::ObjectKind::Key;
    switch (vault::stateOf(attributes, now)) {
    case vault::ObjectState::Enabled:
        return attributes.expires ? Words::tr("Enabled, expires %1.").arg(dateTimeText(*attributes.expires))
                                  : Words::tr("Enabled, never expires.");
    case vault::ObjectState::Expiring:
        return Words::tr("Expires %1.").arg(dateTimeText(*attributes.expires));
    case vault::ObjectState::Expired:
        return (isKey ? Words::tr("Expired %1. It still decrypts, unwraps and verifies.")
                      : Words::tr("Expired %1. It can still be read."))
            .arg(dateTimeText(*attributes.expires));
    case vault::ObjectState::NotYetValid:
        return (isKey ? Words::tr("Not valid before %1. Until then it does not sign, encrypt or wrap.")
                      : Words::tr("Not valid before %1. It can already be read."))
            .arg(dateTimeText(*attributes.notBefore));
    case vault::ObjectState::Disabled:
        return isKey ? Words::tr("Disabled. Nobody can use it.")
                     : Words::tr("Disabled. Nobody can read its value.");
    }
    return {};
}

QStringList tagWords(const vault::Tags& tags)
{
    QStringList words;
    for (auto tag = tags.cbegin(); tag != tags.cend(); ++tag)
        words += tag.value().isEmpty() ? tag.key() : QString(tag.key() + u'=' + tag.value());
    return words;
}

QString shortVersion(const vault::VersionId& version)
{
    return version.text().first(4) + u'\u2026' + version.text().last(4);
}

QString kindWord(vault::ObjectKind kind)
{
    switch (kind) {
    case vault::ObjectKind::Secret:
        return Words::tr("Secret");
    case vault::ObjectKind::Key:
        return Words::tr("Key");
    case vault::ObjectKind::Certificate:
        return Words::tr("Certificate");
    }
    return {};
}

QString collectionOf(vault::ObjectKind kind)
{
    switch (kind) {
    case vault::ObjectKind::Secret:
        return u"secrets"_s;
    case vault::ObjectKind::Key:
        return u"keys"_s;
    case vault::ObjectKind::Certificate:
        return u"certificates"_s;
    }
    return {};
}

QString objectUri(const QString& vaultUrl, vault::ObjectKind kind, const vault::ObjectName& name)
{
    return vaultUrl + u'/' + collectionOf(kind) + u'/' + name.text();
}

QString objectUri(const QString& vaultUrl, vault::ObjectKind kind, const vault::ObjectName& name,
                  const vault::VersionId& version)
{
    return objectUri(vaultUrl, kind, name) + u'/' + version.text();
}

QJsonObject attributesJson(const vault::Attributes& attributes)
{
    QJsonObject json{ { u"enabled"_s, attributes.isEnabled } };
    if (attributes.notBefore)
        json.insert(u"nbf"_s, *attributes.notBefore);
    if (attributes.expires)
        json.insert(u"exp"_s, *attributes.expires);
    json.insert(u"created"_s, attributes.created);
    json.insert(u"updated"_s, attributes.updated);
    json.insert(u"recoveryLevel"_s, attributes.recoveryLevel);
    json.insert(u"recoverableDays"_s, attributes.recoverableDays);
    return json;
}

QJsonObject tagsJson(const vault::Tags& tags)
{
    QJsonObject json;
    for (auto tag = tags.cbegin(); tag != tags.cend(); ++tag)
        json.insert(tag.key(), tag.value());
    return json;
}

QString secretReference(const QString& vaultUrl, const vault::ObjectName& name)
{
    return "@Microsoft.KeyVault(SecretUri="_L1 + objectUri(vaultUrl, vault::ObjectKind::Secret, name) + u')';
}

QString secretJson(const QString& vaultUrl, const vault::SecretProperties& secret)
{
    QJsonObject json{ { u"id"_s,
                        objectUri(vaultUrl, vault::ObjectKind::Secret, secret.name, secret.version) },
                      { u"attributes"_s, attributesJson(secret.attributes) } };
    if (!secret.contentType.isEmpty())
        json.insert(u"contentType"_s, secret.contentType);
    if (secret.isManaged)
        json.insert(u"managed"_s, true);
    if (secret.previousVersion)
        json.insert(u"previousVersion"_s, secret.previousVersion->text());
    json.insert(u"tags"_s, tagsJson(secret.tags));
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Indented)).trimmed();
}

QString secretRow(const vault::SecretProperties& secret)
{
    const auto time = [](const std::optional<vault::UnixSeconds>& when) {
        return when ? dateTimeText(*when) : QString();
    };
    return QStringList{ secret.name.text(),
                        secret.attributes.isEnabled ? Words::tr("enabled") : Words::tr("disabled"),
                        secret.contentType,
                        time(secret.attributes.expires),
                        time(secret.attributes.updated),
                        tagWords(secret.tags).join(", "_L1),
                        secret.version.text() }
        .join(u'\t');
}

QString shellQuoted(QString argument) { return u'\'' + argument.replace(u'\'', "'\\''"_L1) + u'\''; }

QString commandLine(const QString& words, const vault::VaultProperties& vault, const QString& store)
{
    const auto option = vault::isPool(vault.sku) ? "--pool "_L1 : "--vault "_L1;
    const QString place = store.isEmpty() ? QString() : " \\\n  --store "_L1 + shellQuoted(store);
    return "strongroom "_L1 + words + place + " \\\n  "_L1 + option + vault.name.text()
        + " \\\n  --passphrase-file FILE"_L1;
}

std::vector<CommandText> secretCommands(const QString& vaultUrl, const vault::VaultProperties& vault,
                                        const vault::SecretProperties& secret, const QString& store)
{
    return {
        { Words::tr("REST"),
          "curl -H \"Authorization: Bearer $TOKEN\" \\\n  \""_L1
              + objectUri(vaultUrl, vault::ObjectKind::Secret, secret.name) + "?api-version=7.4\""_L1 },
        { Words::tr("Azure command line"),
          "az keyvault secret show \\\n  --id "_L1
              + objectUri(vaultUrl, vault::ObjectKind::Secret, secret.name) },
        { Words::tr("Strongroom command line"),
          commandLine("secret get "_L1 + secret.name.text(), vault, store) },
        { Words::tr("App setting reference"), secretReference(vaultUrl, secret.name) },
    };
}

} // namespace strongroom::lists
