// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/key_file.h"
#include "model/crypto/public_key_text.h"

#include <cstdlib>

using namespace strongroom;
using namespace strongroom::crypto;

/// A key file from outside: PEM, DER, PKCS#8 under a password, PFX, JWK. What is taken for a key can be
/// stored, read back and shown, and is the same key then; what is not, is one kind of error.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const auto file = base::SecureBytes::copyOf(std::span<const unsigned char>(data, size));
    for (const char* password : { "", "password" }) {
        const auto key = readKeyFile(file, base::SecureBytes::copyOf(QByteArrayView(password)));
        if (!key) {
            if (key.error().code != base::ErrorCode::BadParameter || key.error().message.isEmpty())
                std::abort();
            continue;
        }
        auto stored = key->toStored();
        if (!stored)
            std::abort();
        const auto back = SoftwareKey::fromStored(key->publicKey().type, std::move(*stored));
        if (!back || back->publicKey() != key->publicKey())
            std::abort();
        if (key->publicKey().type != KeyType::Oct && !publicKeyPem(key->publicKey()))
            std::abort();
    }
    return 0;
}
