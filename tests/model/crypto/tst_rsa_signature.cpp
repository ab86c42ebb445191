// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/rsa_signature.h"

#include "model/base/encodings.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::crypto;
using base::SecureBytes;

class TestRsaSignature : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void keyIdOfRfc7638();
    void verifiesTheExampleOfRfc7515();
    void signsAndVerifies_data();
    void signsAndVerifies();
    void pssSignaturesDifferEachTime();
    void schemesAreNotInterchangeable();
    void publicKeyTravelsAsMembers();
    void refusesOtherKeys_data();
    void refusesOtherKeys();

private:
    std::optional<SigningKey> m_key;
};

void TestRsaSignature::initTestCase()
{
    auto key = SigningKey::fromPem(generateRsaKeyPem());
    QVERIFY(key);
    m_key.emplace(std::move(*key));
}

void TestRsaSignature::keyIdOfRfc7638()
{
    const RsaPublicMembers members{ *base::fromBase64Url(
                                        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1R"
                                        "K7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZC"
                                        "iFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-"
                                        "65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZg"
                                        "nYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-"
                                        "bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIq"
                                        "bw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"),
                                    *base::fromBase64Url("AQAB") };
    QCOMPARE(keyIdOf(members), QStringLiteral("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"));
}

void TestRsaSignature::verifiesTheExampleOfRfc7515()
{
    // Appendix A.2
    const auto key = VerifyingKey::fromMembers(
        { *base::fromBase64Url("ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-"
                               "4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yR"
                               "T-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-"
                               "bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXB"
                               "dQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_"
                               "I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9ia"
                               "GNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"),
          *base::fromBase64Url("AQAB") });
    QVERIFY(key);
    const QByteArray input
        = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
          "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    const QByteArray signature = *base::fromBase64Url(
        "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
        "O8W2Fp5jujGbds9uJdbF9CU"
        "Ar7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_"
        "eSN9383LcOLn6_d"
        "O--xi12jzDwusC-"
        "eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0ig"
        "cN_IoypGlUPQGe77Rw");
    QVERIFY(key->verifies(RsaScheme::Rs256, input, signature));
    QVERIFY(!key->verifies(RsaScheme::Rs256, QByteArray(input + "x"), signature));
}

void TestRsaSignature::signsAndVerifies_data()
{
    QTest::addColumn<int>("scheme");
    QTest::newRow("RS256") << static_cast<int>(RsaScheme::Rs256);
    QTest::newRow("PS256") << static_cast<int>(RsaScheme::Ps256);
}

void TestRsaSignature::signsAndVerifies()
{
    QFETCH(int, scheme);
    const auto rsaScheme = static_cast<RsaScheme>(scheme);
    auto signature = m_key->sign(rsaScheme, "data");
    QVERIFY(signature);
    QCOMPARE(signature->size(), 256);
    const VerifyingKey key = m_key->publicKey();
    QVERIFY(key.verifies(rsaScheme, "data", *signature));
    QVERIFY(!key.verifies(rsaScheme, "Data", *signature));
    QVERIFY(!key.verifies(rsaScheme, "data", QByteArrayView()));
    QVERIFY(!key.verifies(rsaScheme, "data", QByteArrayView(*signature).first(255)));
    (*signature)[100] = static_cast<char>((*signature)[100] ^ 1);
    QVERIFY(!key.verifies(rsaScheme, "data", *signature));
}

void TestRsaSignature::pssSignaturesDifferEachTime()
{
    QVERIFY(*m_key->sign(RsaScheme::Ps256, "data") != *m_key->sign(RsaScheme::Ps256, "data"));
    QCOMPARE(*m_key->sign(RsaScheme::Rs256, "data"), *m_key->sign(RsaScheme::Rs256, "data"));
}

void TestRsaSignature::schemesAreNotInterchangeable()
{
    const VerifyingKey key = m_key->publicKey();
    QVERIFY(!key.verifies(RsaScheme::Ps256, "data", *m_key->sign(RsaScheme::Rs256, "data")));
    QVERIFY(!key.verifies(RsaScheme::Rs256, "data", *m_key->sign(RsaScheme::Ps256, "data")));
}

void TestRsaSignature::publicKeyTravelsAsMembers()
{
    const RsaPublicMembers members = m_key->members();
    QCOMPARE(members.n.size(), 256);
    QCOMPARE(members.e, QByteArray::fromHex("010001"));
    const auto key = VerifyingKey::fromMembers(members);
    QVERIFY(key);
    QVERIFY(key->verifies(RsaScheme::Rs256, "data", *m_key->sign(RsaScheme::Rs256, "data")));
    QCOMPARE(m_key->keyId().size(), 43);
}

void TestRsaSignature::refusesOtherKeys_data()
{
    QTest::addColumn<QByteArray>("pem");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("not PEM") << QByteArray("hello");
    QTest::newRow("P-256") << QByteArray("-----BEGIN PUBLIC KEY-----\n"
                                         "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt\n"
                                         "6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==\n"
                                         "-----END PUBLIC KEY-----\n");
}

void TestRsaSignature::refusesOtherKeys()
{
    QFETCH(QByteArray, pem);
    QVERIFY(!VerifyingKey::fromPem(pem));
    QVERIFY(!SigningKey::fromPem(SecureBytes::copyOf(pem)));
    QVERIFY(!VerifyingKey::fromMembers({ pem, QByteArray() }));
    QVERIFY(!VerifyingKey::fromMembers({ QByteArray(128, '\xff'), QByteArray("\x01\x00\x01", 3) }));
}

QTEST_GUILESS_MAIN(TestRsaSignature)
#include "tst_rsa_signature.moc"
