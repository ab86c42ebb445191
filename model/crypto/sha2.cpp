// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/sha2.h"

#include "model/crypto/openssl_handles.h"

namespace strongroom::crypto {

QByteArray sha2(QByteArrayView bytes, int digestBytes)
{
    const EVP_MD* const algorithm = digestBytes == 64 ? EVP_sha512()
        : digestBytes == 48                           ? EVP_sha384()
                                                      : EVP_sha256();
    QByteArray digest(EVP_MD_get_size(algorithm), '\0');
    require(EVP_Digest(bytes.data(), static_cast<std::size_t>(bytes.size()), bytesOf(digest), nullptr,
                       algorithm, nullptr)
                == 1,
            "the digest cannot be computed");
    return digest;
}

} // namespace strongroom::crypto
