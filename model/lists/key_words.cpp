// SPDX-License-Identifier: Apache-2.0
#include "model/lists/key_words.h"

#include "model/base/encodings.h"
#include "model/lists/relative_time.h"
#include "model/vault/key_checks.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace strongroom::lists {

using namespace Qt::StringLiterals;

namespace {

struct Words final
{
    Q_DECLARE_TR_FUNCTIONS(KeyWords)
};

QString base64Url(const QByteArray& bytes) { return QString::fromLatin1(base::toBase64Url(bytes)); }

/// "JWK" members of the public part (RFC 7518, 6.2 and 6.3).
QJsonObject publicMembers(const crypto::PublicKey& key)
{
    QJsonObject json;
    if (key.curve)
        json.insert(u"crv"_s, crypto::toText(*key.curve));
    const std::pair<const char*, const QByteArray&> members[]
        = { { "n", key.n }, { "e", key.e }, { "x", key.x }, { "y", key.y } };
    for (const auto& [name, bytes] : members) {
        if (!bytes.isEmpty())
            json.insert(QString::fromLatin1(name), base64Url(bytes));
    }
    return json;
}

/// One unit of a duration, as text and number.
struct Part final
{
    qint64 count;
    const char* shortText;
    const char* one;
    const char* many;
};

std::vector<Part> partsOf(const vault::Duration& duration)
{
    std::vector<Part> parts;
    const auto add = [&parts](qint64 count, const char* shortText, const char* one, const char* many) {
        if (count > 0)
            parts.push_back({ count, shortText, one, many });
    };
    add(duration.years, QT_TRANSLATE_NOOP("KeyWords", "%1 y"), QT_TRANSLATE_NOOP("KeyWords", "1 year"),
        QT_TRANSLATE_NOOP("KeyWords", "%1 years"));
    add(duration.months, QT_TRANSLATE_NOOP("KeyWords", "%1 mo"), QT_TRANSLATE_NOOP("KeyWords", "1 month"),
        QT_TRANSLATE_NOOP("KeyWords", "%1 months"));
    add(duration.days, QT_TRANSLATE_NOOP("KeyWords", "%1 d"), QT_TRANSLATE_NOOP("KeyWords", "1 day"),
        QT_TRANSLATE_NOOP("KeyWords", "%1 days"));
    add(duration.seconds / 3600, QT_TRANSLATE_NOOP("KeyWords", "%1 h"),
        QT_TRANSLATE_NOOP("KeyWords", "1 hour"), QT_TRANSLATE_NOOP("KeyWords", "%1 hours"));
    add(duration.seconds % 3600 / 60, QT_TRANSLATE_NOOP("KeyWords", "%1 min"),
        QT_TRANSLATE_NOOP("KeyWords", "1 minute"), QT_TRANSLATE_NOOP("KeyWords", "%1 minutes"));
    return parts;
}

QString jsSnippet(const QString& vaultUrl, const vault::KeyProperties& key)
{
    return "import { KeyClient } from \"@azure/keyvault-keys\";\n"
           "import { DefaultAzureCredential } from \"@azure/identity\";\n\n"
           "const client = new KeyClient(\""_L1
        + vaultUrl + "\", new DefaultAzureCredential());\nconst key = await client.getKey(\""_L1
        + key.name.text() + "\");"_L1;
}

/// One or none.
QStringList noticeSentences(const vault::RotationPolicy& policy)
{
    const vault::LifetimeAction* const notify = actionOf(policy, vault::LifetimeAction::Kind::Notify);
    if (!notify || !notify->timeBeforeExpiry)
        return {};
    return {
        Words::tr("A notice comes %1 before a version expires.").arg(durationText(*notify->timeBeforeExpiry))
    };
}

} // namespace

QString keyKindText(const vault::KeyProperties& key)
{
    return vault::keyKindText(key.publicKey, key.protection);
}

const QStringList& keyOperations()
{
    static const QStringList all{ u"encrypt"_s, u"decrypt"_s,   u"sign"_s,   u"verify"_s,
                                  u"wrapKey"_s, u"unwrapKey"_s, u"import"_s, u"export"_s };
    return all;
}

QString operationName(const QString& operation)
{
    static const QHash<QString, const char*> names{
        { u"encrypt"_s, QT_TRANSLATE_NOOP("KeyWords", "Encrypt") },
        { u"decrypt"_s, QT_TRANSLATE_NOOP("KeyWords", "Decrypt") },
        { u"sign"_s, QT_TRANSLATE_NOOP("KeyWords", "Sign") },
        { u"verify"_s, QT_TRANSLATE_NOOP("KeyWords", "Verify") },
        { u"wrapKey"_s, QT_TRANSLATE_NOOP("KeyWords", "Wrap keys") },
        { u"unwrapKey"_s, QT_TRANSLATE_NOOP("KeyWords", "Unwrap keys") },
        { u"import"_s, QT_TRANSLATE_NOOP("KeyWords", "Take in other keys") },
        { u"export"_s, QT_TRANSLATE_NOOP("KeyWords", "Release") },
    };
    const auto name = names.constFind(operation);
    return name == names.constEnd() ? operation : Words::tr(*name);
}

QString operationLetters(const QStringList& operations)
{
    // The exchange key for imports has that operation alone and needs no table of letters.
    if (operations == QStringList{ u"import"_s })
        return Words::tr("import");
    constexpr QStringView letters = u"EDSVWU";
    QString shown;
    for (qsizetype i = 0; i < letters.size(); ++i)
        shown += operations.contains(keyOperations()[i]) ? letters[i] : QChar(u'\u00b7');
    return shown;
}

QString operationsText(const QStringList& operations)
{
    QStringList words;
    for (const QString& operation : keyOperations()) {
        if (operations.contains(operation))
            words += operationName(operation);
    }
    if (words.isEmpty())
        return Words::tr("None");
    for (qsizetype i = 1; i < words.size(); ++i)
        words[i] = words[i].toLower();
    return words.join(", "_L1);
}

QString shortDuration(const vault::Duration& duration)
{
    QStringList words;
    for (const Part& part : partsOf(duration))
        words += Words::tr(part.shortText).arg(part.count);
    return words.join(u' ');
}

QString durationText(const vault::Duration& duration)
{
    QStringList words;
    for (const Part& part : partsOf(duration))
        words += part.count == 1 ? Words::tr(part.one) : Words::tr(part.many).arg(part.count);
    return words.join(", "_L1);
}

const vault::LifetimeAction* actionOf(const vault::RotationPolicy& policy, vault::LifetimeAction::Kind kind)
{
    const auto found = std::ranges::find(policy.actions, kind, &vault::LifetimeAction::kind);
    return found == policy.actions.end() ? nullptr : &*found;
}

QString rotationText(const vault::RotationPolicy& policy)
{
    const vault::LifetimeAction* const rotate = actionOf(policy, vault::LifetimeAction::Kind::Rotate);
    if (rotate && rotate->timeAfterCreate)
        return Words::tr("every %1").arg(shortDuration(*rotate->timeAfterCreate));
    if (rotate && rotate->timeBeforeExpiry)
        return Words::tr("%1 before end").arg(shortDuration(*rotate->timeBeforeExpiry));
    return Words::tr("off");
}

QString rotationSentence(const vault::RotationPolicy& policy)
{
    QStringList sentences;
    const vault::LifetimeAction* const rotate = actionOf(policy, vault::LifetimeAction::Kind::Rotate);
    if (rotate && rotate->timeAfterCreate)
        sentences += Words::tr("A new version is made %1 after the last one.")
                         .arg(durationText(*rotate->timeAfterCreate));
    else if (rotate && rotate->timeBeforeExpiry)
        sentences += Words::tr("A new version is made %1 before the current one expires.")
                         .arg(durationText(*rotate->timeBeforeExpiry));
    else
        sentences += Words::tr("It is not rotated by itself.");
    if (policy.expiryTime)
        sentences += Words::tr("New versions expire after %1.").arg(durationText(*policy.expiryTime));
    sentences += noticeSentences(policy);
    return sentences.join(u' ');
}

QString rotationText(const vault::KeyListing& key)
{
    return rotationText(vault::effectOf(key.policy, key.properties));
}

QString rotationSentence(const vault::KeyListing& key)
{
    if (vault::canRotate(key.properties))
        return rotationSentence(key.policy);
    const QStringList sentences{ Words::tr("It was imported into an HSM and cannot be rotated.") };
    return (sentences + noticeSentences(key.policy)).join(u' ');
}

QString keyJson(const QString& vaultUrl, const vault::KeyProperties& key)
{
    QJsonObject web = publicMembers(key.publicKey);
    web.insert(u"kid"_s, objectUri(vaultUrl, vault::ObjectKind::Key, key.name, key.version));
    web.insert(u"kty"_s, vault::keyTypeText(key.publicKey.type, key.protection));
    web.insert(u"key_ops"_s, QJsonArray::fromStringList(key.operations));
    QJsonObject attributes = attributesJson(key.attributes);
    attributes.insert(u"exportable"_s, key.isExportable);
    QJsonObject json{ { u"key"_s, web }, { u"attributes"_s, attributes }, { u"tags"_s, tagsJson(key.tags) } };
    if (key.isManaged)
        json.insert(u"managed"_s, true);
    if (key.releasePolicy)
        json.insert(u"release_policy"_s,
                    QJsonObject{ { u"contentType"_s, key.releasePolicy->contentType },
                                 { u"data"_s, base64Url(key.releasePolicy->data) },
                                 { u"immutable"_s, key.releasePolicy->isImmutable } });
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Indented)).trimmed();
}

QString keyRow(const vault::KeyListing& listing)
{
    const vault::KeyProperties& key = listing.properties;
    const auto time = [](const std::optional<vault::UnixSeconds>& when) {
        return when ? dateTimeText(*when) : QString();
    };
    return QStringList{ key.name.text(),
                        key.attributes.isEnabled ? Words::tr("enabled") : Words::tr("disabled"),
                        keyKindText(key),
                        operationsText(key.operations),
                        time(key.attributes.expires),
                        rotationText(listing.policy),
                        time(key.attributes.updated),
                        tagWords(key.tags).join(", "_L1),
                        key.version.text() }
        .join(u'\t');
}

std::vector<CommandText> keyCommands(const QString& vaultUrl, const vault::VaultProperties& vault,
                                     const vault::KeyProperties& key, const QString& store)
{
    const QString uri = objectUri(vaultUrl, vault::ObjectKind::Key, key.name);
    std::vector<CommandText> commands{
        { Words::tr("REST"),
          "curl -H \"Authorization: Bearer $TOKEN\" \\\n  \""_L1 + uri + "?api-version=7.4\""_L1 },
        { Words::tr("JavaScript"), jsSnippet(vaultUrl, key) },
        { Words::tr("Azure command line"), "az keyvault key show \\\n  --id "_L1 + uri },
        { Words::tr("Strongroom command line"), commandLine("key get "_L1 + key.name.text(), vault, store) },
    };
    if (vault::canRotate(key))
        commands.push_back({ Words::tr("Rotate from the command line"),
                             commandLine("key rotate "_L1 + key.name.text(), vault, store) });
    return commands;
}

} // namespace strongroom::lists
