// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/software_key.h"

#include <QByteArray>

#include <memory>

namespace strongroom::benchmarks {

/// The reference for an operation that `openssl speed` does not have: OpenSSL's own calls on contexts that
/// were made before, with everything the operation needs and nothing else. One that it has is here, too, so
/// that these loops can be held against it.
class BareRsa final
{
public:
    explicit BareRsa(const crypto::SoftwareKey& key);
    ~BareRsa();

    /// As `openssl speed` does it: PKCS#1 v1.5 of 36 bytes that are no digest.
    bool verify();
    /// RSA-OAEP with SHA-256 of 32 bytes.
    bool wrap();

private:
    struct Contexts;
    std::unique_ptr<Contexts> m_contexts;
};

} // namespace strongroom::benchmarks
