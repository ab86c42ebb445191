// SPDX-License-Identifier: Apache-2.0
#include "model/base/encodings.h"
#include "model/crypto/jwk.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::crypto;
using namespace Qt::StringLiterals;

namespace {

// RFC 7517, A.2; its thumbprint is RFC 7638, 3.1.
const QByteArray rsaModulus
    = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZC"
      "iFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZg"
      "nYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_"
      "xBniIqb"
      "w0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
const QByteArray rsaThumbprint = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";

/// JSON with the quotation marks that C++ lets one write.
QByteArray quoted(QByteArray json) { return json.replace('\'', '"'); }

QByteArray rsaJson()
{
    return quoted(
        "{'kty':'RSA','n':'" + rsaModulus
        + "','e':'AQAB','d':'X4cTteJY_gn4FYPsXB8rdXix5vwsg1FLN5E3EaG6RJoVH-"
          "HLLKD9M7dx5oo7GURknchnrRweUkC7hT5fJLM0WbFAKNLWY2vv7B6NqXSzUvxT0_YSfqijwp3RTzlBaCxWp4doFk5N2o8Gy_"
          "nHNKroADIkJ46pRUohsXywbReAdYaMwFs9tv8d_"
          "cPVY3i07a3t8MN6TNwm0dSawm9v47UiCl3Sk5ZiG7xojPLu4sbg1U2jx4IBTNBznbJSzFHK66jT8bgkuqsk0GjskDJk19Z4qwj"
          "wbsnn4j2WBii3RL-Us2lGVkY8fkFzme1z0HbIkfz0Y6mqnOYtqc0X4jfcKoAC8Q','p':'83i-"
          "7IvMGXoMXCskv73TKr8637FiO7Z27zv8oj6pbWUQyLPQBQxtPVnwD20R-"
          "60eTDmD2ujnMt5PoqMrm8RfmNhVWDtjjMmCMjOpSXicFHj7XOuVIYQyqVWlWEh6dN36GVZYk93N8Bc9vY41xy8B9RzzOGVQzXv"
          "NEvn7O0nVbfs','q':'3dfOR9cuYq-0S-"
          "mkFLzgItgMEfFzB2q3hWehMuG0oCuqnb3vobLyumqjVZQO1dIrdwgTnCdpYzBcOfW5r370AFXjiWft_"
          "NGEiovonizhKpo9VVS78TzFgxkIdrecRezsZ-1kYd_s1qDbxtkDEgfAITAG9LUnADun4vIcb6yelxk','dp':'"
          "G4sPXkc6Ya9y8oJW9_ILj4xuppu0lzi_"
          "H7VTkS8xj5SdX3coE0oimYwxIi2emTAue0UOa5dpgFGyBJ4c8tQ2VF402XRugKDTP8akYhFo5tAA77Qe_"
          "NmtuYZc3C3m3I24G2GvR5sSDxUyAN2zq8Lfn9EUms6rY3Ob8YeiKkTiBj0','dq':'s9lAH9fggBsoFR8Oac2R_"
          "E2gw282rT2kGOAhvIllETE1efrA6huUUvMfBcMpn8lqeW6vzznYY5SSQF7pMdC_agI3nG8Ibp1BUb0JUiraRNqUfLhcQb_"
          "d9GF4Dh7e74WbRsobRonujTYN1xCaP6TO61jvWrX-L18txXw494Q_cgk','qi':'GyM_p6JrXySiz1toFgKbWV-"
          "JdI3jQ4ypu9rbMWx3rQJBfmt0FoYzgUIZEVFEcOqwemRN81zoDAaa-Bk0KWNGDjJHZDdDmFhW3AN7lI-puxk_"
          "mHZGJ11rxyR8O55XLSe3SPmRfKwZI6yU24ZxvQKFYItdldUKGzO6Ia6zTKhAVRU','alg':'RS256','kid':'2011-04-29'"
          "}");
}

const QByteArray ecJson = quoted("{'kty':'EC','crv':'P-256','x':'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4'"
                                 ",'y':'4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM','d':'"
                                 "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE','use':'enc','kid':'1'}");

QByteArray rsaPublic(const QByteArray& modulus, const QByteArray& exponent = "AQAB")
{
    return quoted("{'kty':'RSA','e':'" + exponent + "','n':'" + modulus + "'}");
}

base::Result<SoftwareKey> privateFrom(const QByteArray& json)
{
    return readPrivateJwk(base::SecureBytes::copyOf(quoted(json)));
}

} // namespace

class JwkTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsPrivateKeys()
    {
        const auto rsa = privateFrom(rsaJson());
        QVERIFY2(rsa.has_value(), rsa ? "" : qPrintable(rsa.error().message));
        QCOMPARE(rsa->publicKey().bits, 2048);
        QCOMPARE(base::toBase64Url(rsa->publicKey().n), rsaModulus);
        const auto ec = privateFrom(ecJson);
        QVERIFY2(ec.has_value(), ec ? "" : qPrintable(ec.error().message));
        QCOMPARE(*ec->publicKey().curve, Curve::P256);
        const auto oct = privateFrom("{'kty':'oct','k':'GawgguFyGrWKav7AX4VKUg'}");
        QCOMPARE(oct->publicKey().bits, 128);
        const KeyAlgorithm& algorithm = *findKeyAlgorithm(u"RS256"_s);
        const auto signature = rsa->sign(algorithm, QByteArray(32, 'd'));
        QVERIFY(*SoftwareKey::fromPublicKey(rsa->publicKey())
                     ->verify(algorithm, QByteArray(32, 'd'), *signature));
    }

    void refusesPrivateKeys_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("why");
        QTest::newRow("not JSON") << QByteArray("key") << u"not a JSON Web Key"_s;
        QTest::newRow("empty") << QByteArray() << u"not a JSON Web Key"_s;
        QTest::newRow("a list") << QByteArray("[]") << u"not a JSON Web Key"_s;
        QTest::newRow("no type") << QByteArray("{}") << u"type"_s;
        QTest::newRow("another type")
            << QByteArray("{'kty':'OKP','crv':'Ed25519','x':'','d':''}") << u"type"_s;
        QTest::newRow("public RSA") << QByteArray("{'kty':'RSA','n':'" + rsaModulus + "','e':'AQAB'}")
                                    << u"only the public part"_s;
        QTest::newRow("RSA without primes")
            << QByteArray("{'kty':'RSA','n':'" + rsaModulus + "','e':'AQAB','d':'X4cT'}") << u"members"_s;
        QTest::newRow("RSA that does not belong together")
            << rsaJson().replace("\"83i-7", "\"93i-7") << u"belong together"_s;
        QTest::newRow("RSA of 1024 bits") << QByteArray("{'kty':'RSA','n':'" + QByteArray(171, 'q')
                                                        + "','e':'AQAB','d':'AQAB','p':'AQAB','q':'AQAB'}")
                                          << u"2048"_s;
        QTest::newRow("three primes")
            << rsaJson().replace("\"alg\":", "\"oth\":[],\"alg\":") << u"two primes"_s;
        QTest::newRow("unknown curve") << QByteArray(ecJson).replace("P-256", "P-224") << u"curve"_s;
        QTest::newRow("wrong curve") << QByteArray(ecJson).replace("P-256", "P-256K") << u"belong together"_s;
        QTest::newRow("short coordinate")
            << QByteArray(ecJson).replace("MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "MKBC")
            << u"32 bytes"_s;
        QTest::newRow("not base64url") << QByteArray(ecJson).replace("MKBC", "MK+C") << u"base64url"_s;
        QTest::newRow("a member twice")
            << QByteArray(ecJson).replace("\"use\":\"enc\"", "\"d\":\"AQAB\"") << u"twice"_s;
        QTest::newRow("short symmetric key") << QByteArray("{'kty':'oct','k':'AQAB'}") << u"16 to 64"_s;
        QTest::newRow("something behind") << ecJson + "x" << u"not a JSON Web Key"_s;
    }
    void refusesPrivateKeys()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, why);
        const auto key = privateFrom(json);
        QVERIFY(!key);
        QCOMPARE(key.error().code, base::ErrorCode::BadParameter);
        QCOMPARE(key.error().field, u"key"_s);
        QVERIFY2(key.error().message.contains(why), qPrintable(key.error().message));
    }

    void thumbprints()
    {
        const auto rsa = readPublicJwk(rsaPublic(rsaModulus));
        QCOMPARE(base::toBase64Url(*jwkThumbprint(rsa->key)), rsaThumbprint);
        const auto oct = SoftwareKey::generateOct(128);
        QVERIFY(!jwkThumbprint(oct->publicKey()));
    }

    void writesWhatItReads_data()
    {
        QTest::addColumn<QString>("curve");
        for (const char* curve : { "P-256", "P-384", "P-521", "P-256K" })
            QTest::newRow(curve) << QString::fromLatin1(curve);
    }
    void writesWhatItReads()
    {
        QFETCH(QString, curve);
        const auto key = SoftwareKey::generateEc(*curveFromText(curve));
        const auto json = writePublicJwk(key->publicKey(), u"its name"_s);
        const auto back = readPublicJwk(*json);
        QVERIFY2(back.has_value(), back ? "" : qPrintable(back.error().message));
        QCOMPARE(back->key, key->publicKey());
        QCOMPARE(back->keyId, u"its name"_s);
        QVERIFY(!json->contains("\"d\""));
    }

    void keepsOffInvalidPoints()
    {
        const QByteArray off = "{'kty':'EC','crv':'P-256','x':'" + base::toBase64Url(QByteArray(32, '\x01'))
            + "','y':'" + base::toBase64Url(QByteArray(32, '\x01')) + "'}";
        QVERIFY(readPublicJwk(quoted(off)).error().message.contains(u"curve"_s));
        const auto small = readPublicJwk(rsaPublic(base::toBase64Url(QByteArray(128, '\xff'))));
        QVERIFY(!small);
        const auto huge = readPublicJwk(rsaPublic(base::toBase64Url(QByteArray(4096, '\xff'))));
        QVERIFY(!huge);
        for (const char* const without : { "{'kty':'RSA','e':'AQAB'}", "{'kty':'RSA','n':'','e':'AQAB'}" })
            QVERIFY(readPublicJwk(quoted(without)).error().message.contains(u"modulus"_s));
        const auto even = readPublicJwk(rsaPublic(rsaModulus, "Ag"));
        QVERIFY(!even);
        const auto one = readPublicJwk(rsaPublic(rsaModulus, "AQ"));
        QVERIFY(!one);
    }

    void readsSets()
    {
        const QByteArray rsa = "{'kty':'RSA','kid':'a','use':'sig','e':'AQAB','n':'" + rsaModulus + "'}";
        const QByteArray set = "{'more':{},'keys':[{'kty':'OKP','crv':'Ed25519'}," + rsa + ',' + ecJson
            + ",{'kty':'EC','crv':'P-224'}]}";
        const auto keys = readJwkSet(quoted(set));
        QVERIFY(keys.has_value());
        QCOMPARE(keys->size(), std::size_t(2));
        QCOMPARE(keys->front().keyId, u"a"_s);
        QCOMPARE(keys->back().use, u"enc"_s);
        QVERIFY(readJwkSet("{}")->empty());
        QVERIFY(!readJwkSet(quoted("{'keys':[")));
        QVERIFY(!readJwkSet(quoted("{'keys':{}}")));
    }
};

QTEST_GUILESS_MAIN(JwkTest)
#include "tst_jwk.moc"
