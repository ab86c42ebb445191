// SPDX-License-Identifier: Apache-2.0

// The program that tst_memory looks through from outside: it works with a store full of canaries as the
// window and the command line do, says where it is, and waits for a line on standard input each time.
//   memory_probe idle            hardened, nothing else
//   memory_probe soft            not hardened
//   memory_probe FOLDER SEED     the whole journey; FOLDER.rsa and FOLDER.ec hold private keys, and where
//   FOLDER.token
//                                is, there is a token of SoftHSM2 too

#include "app/hardening.h"
#include "app/store_door_local.h"
#include "memory_canaries.h"
#include "model/crypto/software_key.h"
#include "model/ops/operations.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QFile>
#include <QTextStream>

#include <cstdio>
#include <unistd.h>

using namespace strongroom;
using namespace Qt::StringLiterals;

namespace {

void sayAndWait(const QByteArray& word)
{
    const QByteArray line = word + '\n';
    if (write(STDOUT_FILENO, line.constData(), static_cast<std::size_t>(line.size())) < 0)
        _exit(3);
    char answer = 0;
    while (read(STDIN_FILENO, &answer, 1) == 1 && answer != '\n') { }
}

template <typename T> T await(QFuture<T> future)
{
    while (!future.isFinished())
        QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
    if constexpr (!std::is_void_v<T>)
        return future.takeResult();
}

template <typename T> T must(base::Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().message));
    if constexpr (!std::is_void_v<T>)
        return std::move(result).value();
}

vault::ObjectName nameOf(int number) { return *vault::ObjectName::create(u"canary-%1"_s.arg(number)); }

void workWithValues(ops::Operations& operations, const QByteArray& seed)
{
    const auto owner = vault::Caller::owner();
    const auto vault
        = must(await(operations.run(
                   owner, vault::CreateVault{ .vaultName = *vault::VaultName::create(u"memory"_s) })))
              .id;
    for (int i = 0; i < canaries::count; ++i)
        must(await(operations.run(
            owner, vault, vault::SetSecret{ nameOf(i), canaries::make(seed, i), u"text/plain"_s, {}, {} })));
    // Shown, as a person does it: each value once.
    for (int i = 0; i < canaries::count; ++i) {
        const auto secret = must(await(operations.run(owner, vault, vault::GetSecret{ nameOf(i), {} })));
        QString shown = QString::fromUtf8(secret.value.view());
        const auto typedAgain = base::SecureBytes::fromText(shown);
        base::wipe(shown);
        if (!(typedAgain == canaries::make(seed, i)))
            qFatal("a value was lost");
    }
    // Edited, compared, promoted, searched, backed up, deleted, recovered.
    for (int i = 0; i < 50; ++i) {
        must(await(operations.run(
            owner, vault,
            vault::SetSecret{ nameOf(i), canaries::make(seed, i), u"application/json"_s, {}, {} })));
        must(await(operations.run(owner, vault, vault::BackupSecret{ nameOf(i) })));
        must(await(operations.run(owner, vault, vault::DeleteSecret{ nameOf(i) })));
        must(await(operations.run(owner, vault, vault::RecoverDeletedSecret{ nameOf(i) })));
    }
    must(await(operations.run(owner, vault::SearchStore{ u"canary"_s })));
    must(await(operations.run(owner, vault, vault::ListSecrets{})));
}

base::SecureBytes contentOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QFile::ReadOnly | QFile::Unbuffered))
        qFatal("%s is missing", qPrintable(path));
    base::SecureBytes content(static_cast<std::size_t>(file.size()));
    if (file.read(reinterpret_cast<char*>(content.data()), file.size()) != file.size())
        qFatal("%s cannot be read", qPrintable(path));
    return content;
}

vault::ObjectName keyNamed(const char* name) { return *vault::ObjectName::create(QString::fromLatin1(name)); }

vault::CreateVault keyVault(const QString& folder, const QByteArray& seed)
{
    vault::CreateVault create{ .vaultName = *vault::VaultName::create(u"keys"_s) };
    create.sku = vault::Sku::Premium;
    if (QFile::exists(folder + u".token"_s))
        create.token = vault::TokenChoice{ { u"/usr/lib/softhsm/libsofthsm2.so"_s,
                                             QString::fromLatin1(canaries::tokenLabel) },
                                           canaries::make(seed, canaries::pinNumber),
                                           vault::PinKeeping::Store };
    return create;
}

/// Everything private keys are for, in software and, where there is one, in the token.
void useKeys(ops::Operations& operations, const vault::VaultId& vault, bool hasToken)
{
    const auto owner = vault::Caller::owner();
    const QByteArray digest(32, 'd');
    for (int i = 0; i < 20; ++i) {
        must(await(
            operations.run(owner, vault, vault::SignWithKey{ keyNamed("rsa"), {}, u"PS256"_s, digest })));
        must(await(
            operations.run(owner, vault, vault::SignWithKey{ keyNamed("ec"), {}, u"ES256"_s, digest })));
    }
    vault::EncryptWithKey encrypt{ keyNamed("rsa"), {}, u"RSA-OAEP-256"_s, {} };
    encrypt.input.plaintext = base::SecureBytes(32);
    auto sealed = must(await(operations.run(owner, vault, std::move(encrypt))));
    vault::DecryptWithKey decrypt{ keyNamed("rsa"), {}, u"RSA-OAEP-256"_s, {} };
    decrypt.input.ciphertext = std::move(sealed.value.ciphertext);
    must(await(operations.run(owner, vault, std::move(decrypt))));
    must(await(operations.run(owner, vault, vault::BackupKey{ keyNamed("rsa") })));
    must(await(operations.run(owner, vault, vault::RotateKey{ keyNamed("turned") })));
    if (hasToken)
        must(await(operations.run(owner, vault,
                                  vault::SignWithKey{ keyNamed("in-token"), {}, u"ES256"_s, digest })));
}

vault::VaultId workWithKeys(ops::Operations& operations, const QString& folder, const QByteArray& seed)
{
    const auto owner = vault::Caller::owner();
    const bool hasToken = QFile::exists(folder + u".token"_s);
    auto vault = must(await(operations.run(owner, keyVault(folder, seed)))).id;
    for (const char* const name : { "rsa", "ec" }) {
        vault::ImportKey import{ keyNamed(name) };
        import.key.bytes = contentOf(folder + u'.' + QString::fromLatin1(name));
        must(await(operations.run(owner, vault, std::move(import))));
    }
    must(await(operations.run(owner, vault, vault::CreateKey{ keyNamed("turned"), crypto::KeyType::Ec })));
    if (hasToken) {
        must(await(operations.run(
            owner, vault,
            vault::CreateKey{ keyNamed("in-token"), crypto::KeyType::Ec, vault::KeyProtection::Hsm })));
        vault::ImportKey import{ keyNamed("rsa-in-token") };
        import.key.bytes = contentOf(folder + u".rsa"_s);
        import.protection = vault::KeyProtection::Hsm;
        must(await(operations.run(owner, vault, std::move(import))));
    }
    useKeys(operations, vault, hasToken);
    return vault;
}

/// A key that has encrypted and decrypted with everything it can, and stays ready for more.
crypto::SoftwareKey usedKey(crypto::SoftwareKey key, const QByteArray& seed)
{
    const auto canary = canaries::make(seed, canaries::plaintextNumber);
    const auto text = base::SecureBytes::copyOf(canary.span().first(32)); // whole blocks, for CBC
    for (const crypto::KeyAlgorithm& used : crypto::keyAlgorithms()) {
        if (used.canSign() || !crypto::checkFits(used, key.publicKey()))
            continue;
        const bool isCbc = used.scheme == crypto::Scheme::AesCbc || used.scheme == crypto::Scheme::AesCbcPad;
        const auto sealed
            = must(key.encrypt(used, { text.clone(), isCbc ? QByteArray(16, 'i') : QByteArray(), {} }));
        const auto back = must(key.decrypt(used, { sealed.ciphertext, sealed.nonce, sealed.tag, {} }));
        if (!(back == text))
            qFatal("%s does not decrypt", used.name);
    }
    return key;
}

void setEnabled(ops::Operations& operations, const vault::VaultId& vault, bool isEnabled)
{
    vault::UpdateKey update{ keyNamed("ec"), {} };
    update.attributes.isEnabled = isEnabled;
    must(await(operations.run(vault::Caller::owner(), vault, std::move(update))));
}

void journey(const QString& folder, const QByteArray& seed)
{
    base::SystemClock clock;
    app::StoreDoorLocal door(clock, { keep::HolderKind::Window, keep::leastCost() });
    must(await(door.create(folder, canaries::make(seed, canaries::passphraseNumber))));
    workWithValues(*door.operations(), seed);
    const auto keys = workWithKeys(*door.operations(), folder, seed);
    const auto rsa = usedKey(must(crypto::SoftwareKey::generateRsa(2048, 65537)), seed);
    const auto oct = usedKey(must(crypto::SoftwareKey::generateOct(256)), seed);
    sayAndWait("unlocked");
    must(await(door.operations()->run(vault::Caller::owner(), keys, vault::DeleteKey{ keyNamed("rsa") })));
    setEnabled(*door.operations(), keys, false);
    sayAndWait("forgotten");
    await(door.lock());
    sayAndWait("locked");
    // Again, with a wrong passphrase and a failed backup on the way.
    std::ignore = await(door.unlock(canaries::make(seed, canaries::count)));
    must(await(door.unlock(canaries::make(seed, canaries::passphraseNumber))));
    must(await(door.changePassphrase(canaries::make(seed, canaries::passphraseNumber),
                                     canaries::make(seed, canaries::passphraseNumber))));
    must(await(
        door.operations()->run(vault::Caller::owner(), keys, vault::RecoverDeletedKey{ keyNamed("rsa") })));
    setEnabled(*door.operations(), keys, true);
    useKeys(*door.operations(), keys, QFile::exists(folder + u".token"_s));
    must(await(door.backupTo(folder + u".backup"_s)));
    std::ignore = await(door.backupTo(folder + u".backup"_s));
    must(await(door.check()));
    await(door.lock());
    sayAndWait("locked again");
}

} // namespace

int main(int argc, char** argv)
{
    const QByteArray mode = argc > 1 ? argv[1] : "";
    if (mode != "soft")
        app::hardenProcess();
    QCoreApplication application(argc, argv);
    const base::SecureBytes inArena(32);
    sayAndWait("started " + QByteArray::number(reinterpret_cast<quintptr>(inArena.data()), 16));
    if (argc > 2)
        journey(QString::fromLocal8Bit(argv[1]), argv[2]);
    return 0;
}
