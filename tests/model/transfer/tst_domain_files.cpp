// SPDX-License-Identifier: Apache-2.0
#include "model/transfer/domain_files.h"

#include "model/crypto/public_key_text.h"

#include <QTest>

using namespace strongroom;
using namespace Qt::StringLiterals;

namespace {

// By openssl: req -x509 -newkey rsa:2048 -nodes -subj "/CN=first holder"
constexpr char certificate[] = R"(-----BEGIN CERTIFICATE-----
MIIDETCCAfmgAwIBAgIUbjo8EG6P5UC01CABhoWeE2WmGEkwDQYJKoZIhvcNAQEL
BQAwFzEVMBMGA1UEAwwMZmlyc3QgaG9sZGVyMCAXDTI2MTEyNjExNTA0OFoYDzIx
MjYxMTAyMTE1MDQ4WjAXMRUwEwYDVQQDDAxmaXJzdCBob2xkZXIwggEiMA0GCSqG
SIb3DQEBAQUAA4IBDwAwggEKAoIBAQDkOE8ujZTp3gVB98V6uN5kDAczm2rox9Jr
XHKErEAupCxZONKvhWMMS7IVPSNVV0y3GYNiRFAuVqRt2GVbQHZv6WP0MlziQ5ER
FL3g8h3Suq6ZhCogmdaMZymc8aU3bt8qkC9vdol8Kk1DbXL5RBMZXJPCE+0afQW5
dnTxzZllSUM6SgoMAHrZsS9p4xklOdZkGtA8yVgaNXAWwfAyY3dckeRYxFms/HW2
seczV69Um5pKqry59v/aPSaUJySRcEacdb9/v0HjCV+3hl8PaIu/VBHxLKmiHw+t
ffWIVKOy2L4EvE+6uWwUxv6fkULhaDLSRNZLyBFmbLW2fJd29iP7AgMBAAGjUzBR
MB0GA1UdDgQWBBSscOS7o8ujMFBnIoxnWpJWFpTHOTAfBgNVHSMEGDAWgBSscOS7
o8ujMFBnIoxnWpJWFpTHOTAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUA
A4IBAQDXYMmKAmS+5l0A9BG6hqx3YI6dvPeB0CyAoh2aDJmDnTBN+HpeNa0ZF9Zw
ubdtqtlCkUCIimP0SDID7f3Lb/y9ok6QTuI1nhQWf/oqxCJI/LYvOrybgUKcKFTn
zfSIydCW0HtaJXq5R3IXNjqFzepWOEGk3SXSH5hruqYIcFU9lh43z/JVBKVoD6g2
3dWqTQJfnaC4eXv+0jxEAbxkcPE6O/QDfRCmvKtAvuO00wr8puWupzVAl7XZQeAB
PFIcXTb21h75RPqdwsGHNLeN7AKudP54pkEq3mDjCYy22uY2nFdpI0VwB34yx2aQ
dGaN1rxIvTVNI+hkkqQGEewIxs+D
-----END CERTIFICATE-----
)";

base::Result<crypto::SoftwareKey> rsaKey() { return crypto::SoftwareKey::generateRsa(2048, 65537); }

} // namespace

class TestDomainFiles final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCertificateSaysWhoseItIs();
    void aPublicKeyIsEnough();
    void whatIsNoHolder_data();
    void whatIsNoHolder();
    void aHolderOpensTheirShareOnly();
};

void TestDomainFiles::aCertificateSaysWhoseItIs()
{
    const auto holder = transfer::readDomainHolder(certificate);
    QVERIFY(holder.has_value());
    QCOMPARE(holder->name, u"first holder"_s);
    QCOMPARE(holder->key.bits, 2048);
    QCOMPARE(holder->thumbprint.size(), 43);
}

void TestDomainFiles::aPublicKeyIsEnough()
{
    const auto key = rsaKey();
    const auto holder = transfer::readDomainHolder(*crypto::publicKeyPem(key->publicKey()));
    QVERIFY(holder.has_value());
    QCOMPARE(holder->key, key->publicKey());
    QCOMPARE(holder->name, QString());
}

void TestDomainFiles::whatIsNoHolder_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("words") << QByteArray("a holder");
    QTest::newRow("elliptic") << *crypto::publicKeyPem(
        crypto::SoftwareKey::generateEc(crypto::Curve::P256)->publicKey());
}

void TestDomainFiles::whatIsNoHolder()
{
    QFETCH(QByteArray, content);
    const auto holder = transfer::readDomainHolder(content);
    QVERIFY(!holder);
    QCOMPARE(holder.error().code, base::ErrorCode::BadParameter);
}

void TestDomainFiles::aHolderOpensTheirShareOnly()
{
    std::vector<crypto::SoftwareKey> keys;
    std::vector<crypto::PublicKey> holders;
    for (int i = 0; i < 3; ++i) {
        keys.push_back(std::move(*rsaKey()));
        holders.push_back(keys.back().publicKey());
    }
    const auto domain = vault::splitDomain(u"pool"_s, base::SecureBytes(32), holders, 2);
    QVERIFY(domain.has_value());
    const auto shares = transfer::openDomainShares(*domain, *keys[1].toStored(), {});
    QVERIFY(shares.has_value());
    QCOMPARE(shares->size(), std::size_t(1));
    QCOMPARE(int(shares->front().index), 2);
    const auto stranger = transfer::openDomainShares(*domain, *rsaKey()->toStored(), {});
    QVERIFY(!stranger);
    QCOMPARE(stranger.error().code, base::ErrorCode::BadParameter);
}

QTEST_GUILESS_MAIN(TestDomainFiles)
#include "tst_domain_files.moc"
