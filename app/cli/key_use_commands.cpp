// SPDX-License-Identifier: Apache-2.0

// Sign, verify, encrypt, decrypt, wrap and unwrap. What is no secret (digests, signatures, ciphertexts,
// nonces) may stand on the command line, in base64url as on the wire; what is one comes from files or
// standard input and goes to them, byte for byte. Files that are signed are hashed here and never leave.

#include "app/cli/object_commands.h"

#include "model/base/encodings.h"
#include "model/base/secret_encodings.h"

#include <QCryptographicHash>
#include <QFile>

#include <array>

namespace strongroom::cli {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::SecureBytes;
using crypto::KeyAlgorithm;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestInput = 1024 * 1024;
constexpr qsizetype longestMessage = 32 * 1024 * 1024; // from standard input; files may have any size

/// Which key is used, and how.
struct Use final
{
    Subject subject;
    std::optional<vault::VersionId> version;
    const KeyAlgorithm& algorithm;

    QString name() const { return QString::fromLatin1(algorithm.name); }
};

using Ability = bool (KeyAlgorithm::*)() const;

Error unknownAlgorithm(Ability can)
{
    QStringList names;
    for (const KeyAlgorithm& algorithm : crypto::keyAlgorithms()) {
        if ((algorithm.*can)())
            names += QString::fromLatin1(algorithm.name);
    }
    return { ErrorCode::BadParameter, u"--algorithm is one of %1."_s.arg(names.join(u", ")), u"alg"_s };
}

Result<Use> useFrom(CommandContext& context, Ability can)
{
    const KeyAlgorithm* const algorithm
        = crypto::findKeyAlgorithm(context.arguments().value("--algorithm"_L1));
    if (!algorithm || !(algorithm->*can)())
        return unknownAlgorithm(can);
    auto version = versionFrom(context);
    if (!version)
        return version.error();
    auto subject = subjectOf(context);
    if (!subject)
        return subject.error();
    return Use{ std::move(*subject), std::move(*version), *algorithm };
}

/// An option in base64url; empty when it is not given.
Result<QByteArray> bytesFrom(const CommandContext& context, QLatin1String option)
{
    auto bytes = base::fromBase64Url(context.arguments().value(option).toLatin1());
    if (!bytes)
        return Error{ ErrorCode::BadParameter, u"%1 is written in base64url."_s.arg(option), {} };
    return bytes;
}

/// What either an option or the file of another says; exactly one of the two is needed.
Result<QByteArray> bytesOrFile(CommandContext& context, QLatin1String option, QLatin1String fileOption)
{
    const Arguments& arguments = context.arguments();
    if (arguments.has(option) == arguments.has(fileOption))
        return Error{ ErrorCode::BadParameter, u"One of %1 and %2 is needed."_s.arg(option, fileOption), {} };
    if (arguments.has(option))
        return bytesFrom(context, option);
    const auto content = contentOf(context, arguments.value(fileOption), longestInput);
    return content ? Result<QByteArray>(content->view().toByteArray()) : content.error();
}

QCryptographicHash::Algorithm hashOf(const KeyAlgorithm& algorithm)
{
    return algorithm.digestBytes == 64 ? QCryptographicHash::Sha512
        : algorithm.digestBytes == 48  ? QCryptographicHash::Sha384
                                       : QCryptographicHash::Sha256;
}

Result<QByteArray> hashed(CommandContext& context, const QString& file, const KeyAlgorithm& algorithm)
{
    QCryptographicHash hash(hashOf(algorithm));
    if (file == "-"_L1) {
        const auto message = context.io().takeRest(longestMessage);
        if (!message)
            return message.error();
        hash.addData(message->view());
        return hash.result();
    }
    QFile source(context.pathOf(file));
    if (!source.exists())
        return Error{ ErrorCode::StoreMissing, u"There is no file %1."_s.arg(file), u"file"_s };
    if (!source.open(QIODevice::ReadOnly) || !hash.addData(&source))
        return Error{ ErrorCode::Unavailable, u"%1 cannot be read."_s.arg(file), u"file"_s };
    return hash.result();
}

/// --digest in hexadecimal, as other programs print digests, or in base64url: they differ in length.
Result<QByteArray> digestText(const CommandContext& context, const KeyAlgorithm& algorithm)
{
    const QByteArray text = context.arguments().value("--digest"_L1).toLatin1();
    if (algorithm.digestBytes > 0 && text.size() == 2 * algorithm.digestBytes)
        return base::fromHex(text);
    return bytesFrom(context, "--digest"_L1);
}

Result<QByteArray> digestFrom(CommandContext& context, const KeyAlgorithm& algorithm)
{
    const Arguments& arguments = context.arguments();
    if (arguments.has("--digest"_L1) == arguments.has("--file"_L1))
        return Error{ ErrorCode::BadParameter, u"One of --file and --digest is needed."_s, {} };
    if (arguments.has("--digest"_L1))
        return digestText(context, algorithm);
    if (algorithm.digestBytes == 0)
        return Error{ ErrorCode::BadParameter,
                      u"%1 signs bytes as they are: give them with --digest."_s.arg(
                          QLatin1StringView(algorithm.name)),
                      {} };
    return hashed(context, arguments.value("--file"_L1), algorithm);
}

void beginUse(JsonWriter& json, const Use& use, const vault::VersionId& version)
{
    json.beginObject().member(u"name", use.subject.name.text()).member(u"version", version.text());
    json.member(u"algorithm", use.name());
}

QString base64Url(const QByteArray& bytes) { return QString::fromLatin1(base::toBase64Url(bytes)); }

/// A signature or ciphertext: to the file of --output as it is, else as text. `further` are members.
ExitCode printBytes(CommandContext& context, const Use& use, const vault::VersionId& version,
                    const QByteArray& value, const QMap<QString, QByteArray>& further = {})
{
    const bool isToFile = context.arguments().has("--output"_L1);
    if (isToFile) {
        if (auto written = writeOutput(context, value); !written)
            return context.fail(written.error());
    }
    if (context.wantsJson()) {
        JsonWriter json;
        beginUse(json, use, version);
        if (!isToFile)
            json.member(u"value", base64Url(value));
        for (auto member = further.begin(); member != further.end(); ++member)
            json.member(member.key(), base64Url(member.value()));
        json.endObject();
        context.print(json);
        return ExitCode::Done;
    }
    QString text = isToFile ? QString() : QString(base64Url(value) + u'\n');
    for (auto member = further.begin(); member != further.end(); ++member)
        text += member.key() + u": "_s + base64Url(member.value()) + u'\n';
    context.print(text);
    return ExitCode::Done;
}

ExitCode sign(CommandContext& context)
{
    const auto use = useFrom(context, &KeyAlgorithm::canSign);
    if (!use)
        return context.fail(use.error());
    auto digest = digestFrom(context, use->algorithm);
    if (!digest)
        return context.fail(digest.error());
    const auto made
        = context.run(use->subject.vault.id,
                      vault::SignWithKey{ use->subject.name, use->version, use->name(), std::move(*digest) });
    if (!made)
        return context.fail(made.error());
    return printBytes(context, *use, made->version, made->value);
}

ExitCode printVerdict(CommandContext& context, const Use& use, const vault::KeyResult<bool>& verdict)
{
    if (context.wantsJson()) {
        JsonWriter json;
        beginUse(json, use, verdict.version);
        json.truthMember(u"valid", verdict.value).endObject();
        context.print(json);
    } else {
        context.print(verdict.value ? u"The signature is good.\n"_s : u"The signature does not fit.\n"_s);
    }
    return verdict.value ? ExitCode::Done : ExitCode::CheckFailed;
}

ExitCode verify(CommandContext& context)
{
    const auto use = useFrom(context, &KeyAlgorithm::canSign);
    if (!use)
        return context.fail(use.error());
    auto signature = bytesOrFile(context, "--signature"_L1, "--signature-file"_L1);
    if (!signature)
        return context.fail(signature.error());
    auto digest = digestFrom(context, use->algorithm);
    if (!digest)
        return context.fail(digest.error());
    const auto verdict = context.run(use->subject.vault.id,
                                     vault::VerifyWithKey{ use->subject.name, use->version, use->name(),
                                                           std::move(*digest), std::move(*signature) });
    return verdict ? printVerdict(context, *use, *verdict) : context.fail(verdict.error());
}

template <typename Op> ExitCode encryptWith(CommandContext& context, Ability can)
{
    const auto use = useFrom(context, can);
    if (!use)
        return context.fail(use.error());
    const auto file = required(context, "--file"_L1);
    auto nonce = bytesFrom(context, "--iv"_L1);
    auto associated = bytesFrom(context, "--aad"_L1);
    if (!file || !nonce || !associated)
        return context.fail(!file ? file.error() : !nonce ? nonce.error() : associated.error());
    auto plaintext = contentOf(context, *file, longestInput);
    if (!plaintext)
        return context.fail(plaintext.error());
    const auto made = context.run(use->subject.vault.id,
                                  Op{ use->subject.name,
                                      use->version,
                                      use->name(),
                                      { std::move(*plaintext), std::move(*nonce), std::move(*associated) } });
    if (!made)
        return context.fail(made.error());
    QMap<QString, QByteArray> further;
    if (!made->value.nonce.isEmpty())
        further.insert(u"iv"_s, made->value.nonce);
    if (!made->value.tag.isEmpty())
        further.insert(u"tag"_s, made->value.tag);
    return printBytes(context, *use, made->version, made->value.ciphertext, further);
}

ExitCode printPlaintext(CommandContext& context, const Use& use, const vault::KeyResult<SecureBytes>& opened)
{
    const bool isToFile = context.arguments().has("--output"_L1);
    if (isToFile) {
        if (auto written = writeOutput(context, opened.value.view()); !written)
            return context.fail(written.error());
    }
    if (context.wantsJson()) {
        JsonWriter json;
        beginUse(json, use, opened.version);
        if (!isToFile)
            json.key(u"value").text(base::secretToBase64Url(opened.value.view()));
        json.endObject();
        context.print(json);
    } else if (!isToFile) {
        context.io().writeOut(opened.value.view());
        if (context.io().isOutputATerminal())
            context.io().writeOut("\n");
    }
    return ExitCode::Done;
}

template <typename Op> ExitCode decryptWith(CommandContext& context, Ability can)
{
    const auto use = useFrom(context, can);
    if (!use)
        return context.fail(use.error());
    crypto::DecryptInput input;
    for (const auto& [option, member] : { std::pair{ "--iv"_L1, &crypto::DecryptInput::nonce },
                                          std::pair{ "--tag"_L1, &crypto::DecryptInput::tag },
                                          std::pair{ "--aad"_L1, &crypto::DecryptInput::associatedData } }) {
        auto bytes = bytesFrom(context, option);
        if (!bytes)
            return context.fail(bytes.error());
        input.*member = std::move(*bytes);
    }
    auto ciphertext = bytesOrFile(context, "--value"_L1, "--file"_L1);
    if (!ciphertext)
        return context.fail(ciphertext.error());
    input.ciphertext = std::move(*ciphertext);
    const auto opened = context.run(use->subject.vault.id,
                                    Op{ use->subject.name, use->version, use->name(), std::move(input) });
    return opened ? printPlaintext(context, *use, *opened) : context.fail(opened.error());
}

ExitCode encrypt(CommandContext& context)
{
    return encryptWith<vault::EncryptWithKey>(context, &KeyAlgorithm::canEncrypt);
}
ExitCode decrypt(CommandContext& context)
{
    return decryptWith<vault::DecryptWithKey>(context, &KeyAlgorithm::canEncrypt);
}
ExitCode wrap(CommandContext& context)
{
    return encryptWith<vault::WrapWithKey>(context, &KeyAlgorithm::canWrap);
}
ExitCode unwrap(CommandContext& context)
{
    return decryptWith<vault::UnwrapWithKey>(context, &KeyAlgorithm::canWrap);
}

constexpr OptionRow algorithmOption{ "--algorithm"_L1, "NAME"_L1,
                                     "as in the service: RS256, ES256, RSA-OAEP-256, A256KW, ..."_L1 };
constexpr OptionRow messageOption{ "--file"_L1, "FILE"_L1,
                                   "what is signed; hashed here. - is standard input"_L1 };
constexpr OptionRow digestOption{ "--digest"_L1, "TEXT"_L1,
                                  "or its digest, hexadecimal or base64url; not hashed again"_L1 };
constexpr OptionRow outputOption{ "--output"_L1, "FILE"_L1,
                                  "write the bytes there, not as text; - is standard output"_L1 };
constexpr OptionRow nonceOption{ "--iv"_L1, "TEXT"_L1, "symmetric keys: base64url"_L1 };
constexpr OptionRow associatedOption{ "--aad"_L1, "TEXT"_L1, "additional data of GCM: base64url"_L1 };

constexpr std::array signOptions{ vaultOption,   poolOption,   versionOption, algorithmOption,
                                  messageOption, digestOption, outputOption };
constexpr std::array verifyOptions{
    vaultOption,
    poolOption,
    versionOption,
    algorithmOption,
    messageOption,
    digestOption,
    OptionRow{ "--signature"_L1, "TEXT"_L1, "the signature, base64url"_L1 },
    OptionRow{ "--signature-file"_L1, "FILE"_L1, "or its bytes in a file"_L1 },
};
constexpr std::array encryptOptions{
    vaultOption,
    poolOption,
    versionOption,
    algorithmOption,
    OptionRow{ "--file"_L1, "FILE"_L1, "what is encrypted, byte for byte; - is standard input"_L1 },
    nonceOption,
    associatedOption,
    outputOption,
};
constexpr std::array decryptOptions{
    vaultOption,
    poolOption,
    versionOption,
    algorithmOption,
    OptionRow{ "--value"_L1, "TEXT"_L1, "what is decrypted, base64url"_L1 },
    OptionRow{ "--file"_L1, "FILE"_L1, "or its bytes in a file; - is standard input"_L1 },
    nonceOption,
    OptionRow{ "--tag"_L1, "TEXT"_L1, "the tag of GCM: base64url"_L1 },
    associatedOption,
    OptionRow{ "--output"_L1, "FILE"_L1, "write it there, readable by you only; - is standard output"_L1 },
};

constexpr std::array commands{
    Command{ "key sign"_L1, "NAME"_L1, "Signs a file or a digest"_L1, signOptions, Command::Store::Open,
             sign },
    Command{ "key verify"_L1, "NAME"_L1, "Checks a signature; exit code 10 when it does not fit"_L1,
             verifyOptions, Command::Store::Open, verify },
    Command{ "key encrypt"_L1, "NAME"_L1, "Encrypts a file"_L1, encryptOptions, Command::Store::Open,
             encrypt },
    Command{ "key decrypt"_L1, "NAME"_L1, "Prints what was encrypted"_L1, decryptOptions,
             Command::Store::Open, decrypt },
    Command{ "key wrap"_L1, "NAME"_L1, "Encrypts another key, given as a file"_L1, encryptOptions,
             Command::Store::Open, wrap },
    Command{ "key unwrap"_L1, "NAME"_L1, "Prints a key that was wrapped"_L1, decryptOptions,
             Command::Store::Open, unwrap },
};

} // namespace

std::span<const Command> keyUseCommands() { return commands; }

} // namespace strongroom::cli
