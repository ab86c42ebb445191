// SPDX-License-Identifier: Apache-2.0
#include "app/cli/object_commands.h"

#include "model/crypto/jwk.h"
#include "model/crypto/public_key_text.h"
#include "model/transfer/key_file.h"

#include <algorithm>
#include <array>

namespace strongroom::cli {

using base::Error;
using base::ErrorCode;
using base::SecureBytes;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestPolicy = 64 * 1024;
constexpr qsizetype longestBackup = 32 * 1024 * 1024;

QString sizeText(const crypto::PublicKey& key)
{
    return key.curve ? crypto::toText(*key.curve) : QString::number(key.bits);
}

void addKey(JsonWriter& json, const vault::KeyProperties& key)
{
    addObject(json, key);
    json.member(u"type", vault::keyTypeText(key.publicKey.type, key.protection));
    if (key.publicKey.curve)
        json.member(u"curve", crypto::toText(*key.publicKey.curve));
    else
        json.member(u"size", qint64{ key.publicKey.bits });
    json.key(u"operations").beginArray();
    for (const QString& operation : key.operations)
        json.text(operation);
    json.endArray();
    if (key.origin == vault::KeyOrigin::Imported)
        json.truthMember(u"imported", true);
    if (key.isExportable)
        json.truthMember(u"exportable", true);
    if (key.releasePolicy)
        json.member(u"releasePolicy", QString::fromUtf8(key.releasePolicy->data));
}

/// "RSA-HSM 2048", "EC P-256".
QString kindText(const vault::KeyProperties& key)
{
    return vault::keyTypeText(key.publicKey.type, key.protection) + u' ' + sizeText(key.publicKey);
}

ExitCode printKey(CommandContext& context, const base::Result<vault::KeyProperties>& key)
{
    if (!key || context.wantsJson())
        return printOutcome(context, key, addKey);
    context.print(u"%1 version %2, %3, %4\n"_s.arg(key->name.text(), key->version.text(), kindText(*key),
                                                   stateText(key->attributes)));
    return ExitCode::Done;
}

QStringList keyRow(const vault::KeyProperties& key)
{
    return { key.name.text(),
             key.version.text(),
             kindText(key),
             stateText(key.attributes),
             timeText(key.attributes.expires),
             timeText(key.attributes.updated) };
}

base::Result<std::optional<vault::ReleasePolicy>> releasePolicyFrom(CommandContext& context)
{
    if (!context.arguments().has("--release-policy"_L1))
        return std::optional<vault::ReleasePolicy>();
    const auto content = contentOf(context, context.arguments().value("--release-policy"_L1), longestPolicy);
    if (!content)
        return content.error();
    vault::ReleasePolicy policy;
    policy.isImmutable = context.arguments().has("--immutable"_L1);
    policy.data = content->view().toByteArray();
    return std::optional(std::move(policy));
}

base::Result<vault::KeyDraft> draftFrom(CommandContext& context)
{
    const Arguments& arguments = context.arguments();
    auto attributes = attributesFrom(context);
    if (!attributes)
        return attributes.error();
    auto tags = tagsFrom(context);
    if (!tags)
        return tags.error();
    auto policy = releasePolicyFrom(context);
    if (!policy)
        return policy.error();
    QStringList operations = arguments.value("--operations"_L1).split(u',', Qt::SkipEmptyParts);
    for (QString& operation : operations)
        operation = operation.trimmed();
    return vault::KeyDraft{ std::move(operations), *attributes, std::move(*tags),
                            arguments.has("--exportable"_L1), std::move(*policy) };
}

Error bad(const QString& message) { return { ErrorCode::BadParameter, message, {} }; }

base::Result<std::optional<vault::KeyTypeAndProtection>> kindFrom(const CommandContext& context)
{
    if (!context.arguments().has("--type"_L1))
        return std::optional<vault::KeyTypeAndProtection>();
    const auto kind = vault::keyTypeFromText(context.arguments().value("--type"_L1));
    if (!kind)
        return bad(u"--type is RSA, EC, RSA-HSM, EC-HSM or oct-HSM."_s);
    return kind;
}

base::Result<std::optional<crypto::Curve>> curveFrom(const CommandContext& context)
{
    if (!context.arguments().has("--curve"_L1))
        return std::optional<crypto::Curve>();
    const auto curve = crypto::curveFromText(context.arguments().value("--curve"_L1));
    if (!curve)
        return bad(u"--curve is P-256, P-384, P-521 or P-256K."_s);
    return curve;
}

/// What --type, --size and --curve say; without a type, an RSA key of the only kind that a pool has, or of
/// the cheaper one of a vault.
base::Result<void> takeKind(const CommandContext& context, vault::Sku sku, vault::CreateKey& create)
{
    const Arguments& arguments = context.arguments();
    if (vault::isPool(sku))
        create.protection = vault::KeyProtection::Hsm;
    const auto kind = kindFrom(context);
    if (!kind)
        return kind.error();
    if (*kind) {
        create.type = (*kind)->type;
        create.protection = (*kind)->protection;
    }
    if (arguments.has("--size"_L1)) {
        bool isNumber = false;
        create.bits = arguments.value("--size"_L1).toInt(&isNumber);
        if (!isNumber)
            return bad(u"--size is a number of bits: 2048, 3072, 4096; 128, 192, 256 for oct-HSM."_s);
    }
    const auto curve = curveFrom(context);
    if (!curve)
        return curve.error();
    create.curve = *curve;
    return {};
}

ExitCode createKey(CommandContext& context)
{
    auto subject = subjectOf(context);
    if (!subject)
        return context.fail(subject.error());
    auto draft = draftFrom(context);
    if (!draft)
        return context.fail(draft.error());
    vault::CreateKey create{ subject->name };
    if (auto kind = takeKind(context, subject->vault.sku, create); !kind)
        return context.fail(kind.error());
    create.draft = std::move(*draft);
    return printKey(context, context.run(subject->vault.id, std::move(create)));
}

/// Where --password-file names none, a person may type it; without a terminal it is tried without one.
SecureBytes typedPassword(CommandContext& context, const SecureBytes& keyFile)
{
    if (!transfer::isUnderPassword(keyFile))
        return {};
    auto typed = context.io().prompt(u"Password of the key file: "_s);
    return typed ? std::move(*typed) : SecureBytes();
}

base::Result<vault::ImportedKey> clearKeyFrom(CommandContext& context, const QString& file)
{
    if (context.arguments().has("--type"_L1) || context.arguments().has("--curve"_L1))
        return bad(u"--type and --curve are for --byok; other files say themselves what their key is."_s);
    SecureBytes password;
    const QString passwordFile = context.arguments().value("--password-file"_L1);
    if (!passwordFile.isEmpty()) { // before the key, when both come from standard input
        auto read = lineOf(context, passwordFile);
        if (!read)
            return read.error();
        password = std::move(*read);
    }
    const auto content = contentOf(context, file, transfer::keyFileBytes);
    if (!content)
        return content.error();
    if (passwordFile.isEmpty())
        password = typedPassword(context, *content);
    auto key = transfer::readKeyFile(*content, password);
    if (!key)
        return key.error();
    if (key->isWrapped())
        return bad(u"%1 is a .byok file: --byok and --type are needed."_s.arg(file));
    return std::move(key->key);
}

/// A .byok file does not say what its key is, and the token has to know before it opens it.
base::Result<vault::ImportedKey> wrappedKeyFrom(CommandContext& context, const QString& file)
{
    if (context.arguments().has("--password-file"_L1))
        return bad(u"A .byok file has no password; it is wrapped for a key of the vault."_s);
    const auto kind = kindFrom(context);
    if (!kind)
        return kind.error();
    if (!*kind)
        return bad(u"With --byok, --type is needed: RSA-HSM, EC-HSM or oct-HSM. The file does not say it."_s);
    const auto curve = curveFrom(context);
    if (!curve)
        return curve.error();
    if (*curve && (*kind)->type != crypto::KeyType::Ec)
        return bad(u"Only elliptic-curve keys have a curve."_s);
    auto content = contentOf(context, file, transfer::keyFileBytes);
    if (!content)
        return content.error();
    return vault::ImportedKey{ vault::ImportedKey::Form::Transfer, std::move(*content), (*kind)->type,
                               *curve };
}

base::Result<vault::ImportedKey> importedFrom(CommandContext& context)
{
    const auto file = required(context, "--file"_L1);
    if (!file)
        return file.error();
    return context.arguments().has("--byok"_L1) ? wrappedKeyFrom(context, *file)
                                                : clearKeyFrom(context, *file);
}

ExitCode importKey(CommandContext& context)
{
    auto subject = subjectOf(context);
    if (!subject)
        return context.fail(subject.error());
    auto draft = draftFrom(context);
    if (!draft)
        return context.fail(draft.error());
    auto imported = importedFrom(context);
    if (!imported)
        return context.fail(imported.error());
    const bool isInToken = context.arguments().has("--hsm"_L1) || vault::isPool(subject->vault.sku)
        || imported->form == vault::ImportedKey::Form::Transfer;
    return printKey(
        context,
        context.run(subject->vault.id,
                    vault::ImportKey{ subject->name, std::move(*imported),
                                      isInToken ? vault::KeyProtection::Hsm : vault::KeyProtection::Software,
                                      std::move(*draft) }));
}

ExitCode listKeys(CommandContext& context)
{
    const auto container = containerOf(context);
    if (!container)
        return context.fail(container.error());
    const Arguments& arguments = context.arguments();
    if (arguments.has("--deleted"_L1))
        return listDeletedObjects<vault::ListDeletedKeys>(context, container->id, addKey);
    const TableOf<vault::KeyProperties> table{
        { u"NAME"_s, u"VERSION"_s, u"TYPE"_s, u"STATE"_s, u"EXPIRES"_s, u"UPDATED"_s }, keyRow, addKey
    };
    if (!arguments.has("--versions"_L1))
        return printList(context, allPages(context, container->id, vault::ListKeys{}), table);
    auto name = vault::ObjectName::create(arguments.value("--versions"_L1));
    if (!name)
        return context.fail(name.error());
    const QString shown = name->text();
    return printVersions(context, shown, vault::ObjectKind::Key,
                         allPages(context, container->id, vault::ListKeyVersions{ std::move(*name), {} }),
                         table);
}

/// The public key as other programs read it: PEM, JWK, or a line for OpenSSH.
base::Result<QByteArray> publicKeyText(const vault::KeyProperties& key, const QString& form)
{
    const auto withLineEnd = [](const base::Result<QByteArray>& line) -> base::Result<QByteArray> {
        return line ? base::Result<QByteArray>(*line + '\n') : line;
    };
    if (form == "pem"_L1)
        return crypto::publicKeyPem(key.publicKey);
    if (form == "jwk"_L1)
        return withLineEnd(crypto::writePublicJwk(key.publicKey, key.version.text()));
    if (form == "ssh"_L1)
        return withLineEnd(crypto::openSshLine(key.publicKey, key.name.text()));
    return Error{ ErrorCode::BadParameter, u"--public is pem, jwk or ssh."_s, {} };
}

ExitCode printPublicKey(CommandContext& context, const vault::KeyProperties& key)
{
    const auto text = publicKeyText(key, context.arguments().value("--public"_L1));
    if (!text)
        return context.fail(text.error());
    if (context.arguments().has("--output"_L1)) {
        if (auto written = writeOutput(context, *text); !written)
            return context.fail(written.error());
        return context.wantsJson() ? printKey(context, key) : ExitCode::Done;
    }
    if (!context.wantsJson()) {
        context.io().writeOut(*text);
        return ExitCode::Done;
    }
    JsonWriter json;
    json.beginObject();
    addKey(json, key);
    json.member(u"publicKey", QString::fromUtf8(*text)).endObject();
    context.print(json);
    return ExitCode::Done;
}

ExitCode getKey(CommandContext& context)
{
    auto subject = subjectOf(context);
    if (!subject)
        return context.fail(subject.error());
    auto version = versionFrom(context);
    if (!version)
        return context.fail(version.error());
    const auto key = context.run(subject->vault.id, vault::GetKey{ subject->name, std::move(*version) });
    if (key && context.arguments().has("--public"_L1))
        return printPublicKey(context, *key);
    return printKey(context, key);
}

ExitCode rotateKey(CommandContext& context)
{
    return printKey(context, runOnSubject<vault::RotateKey>(context));
}

ExitCode deleteKey(CommandContext& context) { return deleteObject<vault::DeleteKey>(context, addKey); }

ExitCode recoverKey(CommandContext& context)
{
    return printKey(context, runOnSubject<vault::RecoverDeletedKey>(context));
}

/// Whether a version of the command's key is in a token. Asked only where keys of both kinds may be.
bool isAnyVersionInToken(CommandContext& context)
{
    auto subject = subjectOf(context);
    if (!subject || subject->vault.sku == vault::Sku::Standard)
        return false;
    if (vault::isPool(subject->vault.sku))
        return true;
    const auto versions
        = allPages(context, subject->vault.id, vault::ListKeyVersions{ std::move(subject->name), {} });
    return !versions || std::ranges::any_of(*versions, [](const vault::KeyProperties& version) {
        return version.protection == vault::KeyProtection::Hsm;
    });
}

ExitCode backUpKey(CommandContext& context)
{
    if (const auto file = required(context, "--output"_L1); !file)
        return context.fail(file.error());
    const auto blob = runOnSubject<vault::BackupKey>(context);
    if (!blob)
        return context.fail(blob.error());
    if (auto written = writeOutput(context, *blob); !written)
        return context.fail(written.error());
    const QString name = context.arguments().positionals[0];
    QString text = u"%1 is backed up with all its versions."_s.arg(name);
    if (!context.wantsJson() && isAnyVersionInToken(context))
        text += u" An HSM key comes back only while its token has it."_s;
    return context.done(u"backedUp", name, text);
}

ExitCode restoreKey(CommandContext& context)
{
    const auto file = required(context, "--file"_L1);
    if (!file)
        return context.fail(file.error());
    const auto container = containerOf(context);
    if (!container)
        return context.fail(container.error());
    const auto blob = contentOf(context, *file, longestBackup);
    if (!blob)
        return context.fail(blob.error());
    return printKey(context, context.run(container->id, vault::RestoreKey{ blob->view().toByteArray() }));
}

enum class Ability { Disabled, Enabled };

ExitCode setAbility(CommandContext& context, Ability ability)
{
    auto subject = subjectOf(context);
    if (!subject)
        return context.fail(subject.error());
    auto version = versionFrom(context);
    if (!version)
        return context.fail(version.error());
    vault::UpdateKey update{ subject->name, std::move(*version) };
    update.attributes.isEnabled = ability == Ability::Enabled;
    return printKey(context, context.run(subject->vault.id, std::move(update)));
}

ExitCode enableKey(CommandContext& context) { return setAbility(context, Ability::Enabled); }
ExitCode disableKey(CommandContext& context) { return setAbility(context, Ability::Disabled); }

constexpr OptionRow operationsOption{
    "--operations"_L1, "LIST"_L1, "sign,verify,encrypt,decrypt,wrapKey,unwrapKey; all that fit without it"_L1
};
constexpr OptionRow exportableOption{ "--exportable"_L1,
                                      {},
                                      "it may leave its token under a release policy"_L1 };
constexpr OptionRow releaseOption{ "--release-policy"_L1, "FILE"_L1, "the policy, JSON"_L1 };
constexpr OptionRow immutableOption{ "--immutable"_L1, {}, "the release policy can never be changed"_L1 };

constexpr std::array plainOptions{ vaultOption, poolOption };
constexpr std::array versionOptions{ vaultOption, poolOption, versionOption };
constexpr std::array createOptions{
    vaultOption,
    poolOption,
    OptionRow{ "--type"_L1, "TYPE"_L1,
               "RSA, EC, RSA-HSM, EC-HSM or oct-HSM; without it RSA, in a pool RSA-HSM"_L1 },
    OptionRow{ "--size"_L1, "BITS"_L1, "2048 (without it), 3072, 4096; 128, 192, 256 for oct-HSM"_L1 },
    OptionRow{ "--curve"_L1, "CURVE"_L1, "P-256 (without it), P-384, P-521 or P-256K"_L1 },
    operationsOption,
    tagOption,
    expiresOption,
    notBeforeOption,
    disabledOption,
    exportableOption,
    releaseOption,
    immutableOption,
};
constexpr std::array importOptions{
    vaultOption,
    poolOption,
    OptionRow{ "--file"_L1, "FILE"_L1, "PEM, DER, PKCS#8, PFX or JWK; - is standard input"_L1 },
    OptionRow{ "--password-file"_L1, "FILE"_L1,
               "its first line is the file's password; asked for without it"_L1 },
    OptionRow{ "--byok"_L1, {}, "the file is a .byok file, wrapped for a key of this vault; with --type"_L1 },
    OptionRow{ "--type"_L1, "TYPE"_L1, "of the key in a .byok file: RSA-HSM, EC-HSM or oct-HSM"_L1 },
    OptionRow{ "--curve"_L1, "CURVE"_L1, "the only curve that a .byok file's key may have"_L1 },
    OptionRow{ "--hsm"_L1, {}, "keep it in the vault's token; always so in a pool"_L1 },
    operationsOption,
    tagOption,
    expiresOption,
    notBeforeOption,
    disabledOption,
    exportableOption,
    releaseOption,
    immutableOption,
};
constexpr std::array getOptions{
    vaultOption,
    poolOption,
    versionOption,
    OptionRow{ "--public"_L1, "FORM"_L1, "print the public key: pem, jwk or ssh"_L1 },
    OptionRow{ "--output"_L1, "FILE"_L1, "write the public key there; - is standard output"_L1 },
};
constexpr std::array listOptions{
    vaultOption,
    poolOption,
    OptionRow{ "--versions"_L1, "NAME"_L1, "the versions of one key"_L1 },
    OptionRow{ "--deleted"_L1, {}, "the deleted keys that can be recovered"_L1 },
};
constexpr std::array backupOptions{
    vaultOption,
    poolOption,
    OptionRow{ "--output"_L1, "FILE"_L1, "where to, readable by you only; - is standard output"_L1 },
};
constexpr std::array restoreOptions{
    vaultOption,
    poolOption,
    OptionRow{ "--file"_L1, "FILE"_L1, "what key backup has written; - is standard input"_L1 },
};

constexpr std::array commands{
    Command{ "key create"_L1, "NAME"_L1, "Makes a key, or a new version of it"_L1, createOptions,
             Command::Store::Open, createKey },
    Command{ "key import"_L1, "NAME"_L1, "Brings a key in from a file"_L1, importOptions,
             Command::Store::Open, importKey },
    Command{ "key list"_L1, {}, "Lists keys"_L1, listOptions, Command::Store::Open, listKeys },
    Command{ "key get"_L1, "NAME"_L1, "Shows a key, or prints its public part"_L1, getOptions,
             Command::Store::Open, getKey },
    Command{ "key rotate"_L1, "NAME"_L1, "Makes a new version of a key, like the last one"_L1, plainOptions,
             Command::Store::Open, rotateKey },
    Command{ "key enable"_L1, "NAME"_L1, "Lets a key be used again"_L1, versionOptions, Command::Store::Open,
             enableKey },
    Command{ "key disable"_L1, "NAME"_L1, "Lets nobody use a key"_L1, versionOptions, Command::Store::Open,
             disableKey },
    Command{ "key delete"_L1, "NAME"_L1, "Deletes a key; it can be recovered"_L1, plainOptions,
             Command::Store::Open, deleteKey },
    Command{ "key recover"_L1, "NAME"_L1, "Brings a deleted key back"_L1, plainOptions, Command::Store::Open,
             recoverKey },
    Command{ "key purge"_L1, "NAME"_L1, "Destroys a deleted key for ever, in its token too"_L1, plainOptions,
             Command::Store::Open, purgeObject<vault::PurgeDeletedKey> },
    Command{ "key backup"_L1, "NAME"_L1, "Writes a key with all its versions to a file, encrypted"_L1,
             backupOptions, Command::Store::Open, backUpKey },
    Command{ "key restore"_L1,
             {},
             "Brings a key back from a backup file"_L1,
             restoreOptions,
             Command::Store::Open,
             restoreKey },
};

} // namespace

std::span<const Command> keyCommands() { return commands; }

} // namespace strongroom::cli
