// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/key_file.h"

#include "model/crypto/jwk.h"
#include "model/crypto/openssl_keys.h"
#include "model/crypto/pfx.h"
#include "model/crypto/protected_key.h"

#include <openssl/pem.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::crypto {

namespace {

/// Keys of the largest size with their chain of certificates stay far below.
constexpr std::size_t largestFile = 1024 * 1024;

base::Error noKey() { return badKey(u"The file holds no key."_s); }

QByteArrayView withoutSpace(QByteArrayView text)
{
    constexpr QByteArrayView byteOrderMark("\xef\xbb\xbf");
    return (text.startsWith(byteOrderMark) ? text.sliced(byteOrderMark.size()) : text).trimmed();
}

/// A block of a PEM file. Its content may be a secret and is wiped.
struct Block final
{
    QByteArray name;
    QByteArray header; ///< of the old form of OpenSSL: how it is encrypted
    base::SecureBytes content;

    bool isPrivate() const { return name.endsWith("PRIVATE KEY"); }
};

std::vector<Block> blocksOf(QByteArrayView pem)
{
    std::vector<Block> blocks;
    const Bio bio = readingFrom(pem);
    char* name = nullptr;
    char* header = nullptr;
    unsigned char* data = nullptr;
    long size = 0;
    while (bio && PEM_read_bio_ex(bio.get(), &name, &header, &data, &size, PEM_FLAG_SECURE) == 1) {
        const auto length = static_cast<std::size_t>(size);
        blocks.push_back(
            { name, header, base::SecureBytes::copyOf(std::span<const unsigned char>(data, length)) });
        OPENSSL_secure_free(name);
        OPENSSL_secure_free(header);
        OPENSSL_secure_clear_free(data, length);
    }
    return blocks;
}

/// Takes off the encryption of "Proc-Type: 4,ENCRYPTED" (RFC 1421 as OpenSSL used it).
base::Result<base::SecureBytes> withoutOldEncryption(Block block, const base::SecureBytes& password)
{
    EVP_CIPHER_INFO cipher{};
    if (PEM_get_EVP_CIPHER_INFO(block.header.data(), &cipher) != 1)
        return badKey(u"The encryption of the file is not supported."_s);
    if (!cipher.cipher)
        return std::move(block.content);
    if (password.isEmpty())
        return passwordNeeded();
    pem_password_cb* const ask = [](char* buffer, int size, int, void* given) {
        const auto* const known = static_cast<const base::SecureBytes*>(given);
        const auto length = static_cast<int>(known->size());
        if (length > size)
            return -1;
        std::copy_n(known->data(), length, buffer);
        return length;
    };
    long size = static_cast<long>(block.content.size());
    auto* const given = const_cast<base::SecureBytes*>(&password); // only read
    if (PEM_do_header(&cipher, block.content.data(), &size, ask, given) != 1)
        return passwordWrong();
    return base::SecureBytes::copyOf(block.content.span().first(static_cast<std::size_t>(size)));
}

base::Result<SoftwareKey> keyOf(Block block, const base::SecureBytes& password)
{
    if (block.name == "OPENSSH PRIVATE KEY")
        return badKey(
            u"Keys in OpenSSH's own form are not read; convert it to PKCS#8 (ssh-keygen -p -m PKCS8)."_s);
    if (block.name == "ENCRYPTED PRIVATE KEY")
        return openProtectedKey(block.content, password);
    const bool isOldEncryption = block.header.contains("ENCRYPTED");
    auto der = withoutOldEncryption(std::move(block), password);
    if (!der)
        return der.error();
    auto key = SoftwareKey::fromPrivateDer(*der);
    // A wrong password of the old form shows itself only in what comes out.
    const bool isGarbled = !key && isOldEncryption && !isDerKey(*der);
    return isGarbled ? passwordWrong() : std::move(key);
}

base::Result<SoftwareKey> readPem(const base::SecureBytes& content, const base::SecureBytes& password)
{
    std::vector<Block> blocks = blocksOf(content.view());
    if (blocks.empty())
        return badKey(u"The file is damaged: no complete block of PEM is in it."_s);
    const bool hasPublic = std::any_of(blocks.begin(), blocks.end(), [](const Block& block) {
        return block.name.endsWith("PUBLIC KEY") || block.name.endsWith("CERTIFICATE");
    });
    std::erase_if(blocks, [](const Block& block) { return !block.isPrivate(); });
    if (blocks.size() > 1)
        return badKey(u"The file holds %1 private keys; import them one by one."_s.arg(blocks.size()));
    if (blocks.empty())
        return hasPublic ? badKey(u"The file holds a public key or certificate, but no private key."_s)
                         : noKey();
    return keyOf(std::move(blocks.front()), password);
}

} // namespace

KeyFileForm keyFileForm(const base::SecureBytes& content)
{
    const QByteArrayView text = withoutSpace(content.view());
    if (text.startsWith('{'))
        return KeyFileForm::Jwk;
    if (text.contains("-----BEGIN ")) {
        const bool isEncrypted
            = text.contains("-----BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED");
        return isEncrypted ? KeyFileForm::EncryptedPem : KeyFileForm::Pem;
    }
    if (isPfx(content))
        return KeyFileForm::Pfx;
    if (isProtectedKey(content))
        return KeyFileForm::EncryptedDer;
    return isDerKey(content) ? KeyFileForm::Der : KeyFileForm::Unknown;
}

base::Result<SoftwareKey> readKeyFile(const base::SecureBytes& content, const base::SecureBytes& password)
{
    if (content.size() > largestFile)
        return badKey(u"The file is too large to be a key."_s);
    switch (keyFileForm(content)) {
    case KeyFileForm::Pem:
    case KeyFileForm::EncryptedPem:
        return readPem(content, password);
    case KeyFileForm::Der:
        return SoftwareKey::fromPrivateDer(content);
    case KeyFileForm::EncryptedDer:
        return openProtectedKey(content, password);
    case KeyFileForm::Pfx:
        return firstKeyOfPfx(content, password);
    case KeyFileForm::Jwk:
        return readPrivateJwk(content);
    case KeyFileForm::Unknown:
        break;
    }
    return badKey(u"This is not a key file: PEM, DER, PKCS#12 or JWK."_s);
}

} // namespace strongroom::crypto
