// SPDX-License-Identifier: Apache-2.0
#include "crypto_key_contract.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace strongroom;

class TestSoftwareCryptoKeys final : public contracts::CryptoKeyContract
{
    Q_OBJECT

protected:
    KeyResult makeKey(const QString& kind) override
    {
        auto key = kind.startsWith(u"RSA"_s)
            ? crypto::SoftwareKey::generateRsa(contracts::bitsOf(kind), 65537)
            : kind.startsWith(u"oct"_s) ? crypto::SoftwareKey::generateOct(contracts::bitsOf(kind))
                                        : crypto::SoftwareKey::generateEc(*crypto::curveFromText(kind));
        return owned(std::move(key));
    }
    KeyResult importKey(const crypto::SoftwareKey& key) override
    {
        return owned(crypto::SoftwareKey::fromStored(key.publicKey().type, key.toStored().value().clone()));
    }

private:
    static KeyResult owned(base::Result<crypto::SoftwareKey> key)
    {
        if (!key)
            return key.error();
        return std::unique_ptr<crypto::CryptoKey>(std::make_unique<crypto::SoftwareKey>(std::move(*key)));
    }
};

QTEST_GUILESS_MAIN(TestSoftwareCryptoKeys)
#include "tst_software_crypto_keys.moc"
