// SPDX-License-Identifier: Apache-2.0
#include "model/base/encodings.h"
#include "model/crypto/jws.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::crypto;
using namespace Qt::StringLiterals;
using base::ErrorCode;

namespace {

const QStringList asymmetric = { u"RS256"_s, u"RS384"_s, u"RS512"_s, u"PS256"_s, u"PS384"_s,
                                 u"PS512"_s, u"ES256"_s, u"ES384"_s, u"ES512"_s, u"ES256K"_s };

/// The payload of RFC 7515, appendix A.
const QByteArray rfcPayload
    = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

const SoftwareKey& keyFor(const KeyAlgorithm& algorithm)
{
    static const SoftwareKey rsa = SoftwareKey::generateRsa(2048, 65537).value();
    static std::map<Curve, SoftwareKey> ec;
    if (algorithm.keyType == KeyType::Rsa)
        return rsa;
    const auto known = ec.find(*algorithm.curve);
    return known == ec.end()
        ? ec.emplace(*algorithm.curve, SoftwareKey::generateEc(*algorithm.curve).value()).first->second
        : known->second;
}

QByteArray withHeader(const QByteArray& header, const QByteArray& rest)
{
    return base::toBase64Url(header) + '.' + rest;
}

} // namespace

class JwsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void verifiesPublishedTokens_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("signature");
        QTest::addColumn<QByteArray>("key");
        QTest::newRow("RFC 7515 A.2, RS256")
            << QByteArray("eyJhbGciOiJSUzI1NiJ9")
            << QByteArray("cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_"
                          "lF5YKt_O8W2Fp"
                          "5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_"
                          "nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMH"
                          "lb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-"
                          "eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w"
                          "9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw")
            << QByteArray(
                   R"({"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"})");
        QTest::newRow("RFC 7515 A.3, ES256")
            << QByteArray("eyJhbGciOiJFUzI1NiJ9")
            << QByteArray(
                   "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q")
            << QByteArray(
                   R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})");
    }
    void verifiesPublishedTokens()
    {
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, signature);
        QFETCH(QByteArray, key);
        const auto jws = Jws::parse(QByteArray(header + '.' + rfcPayload + '.' + signature));
        QVERIFY(jws.has_value());
        QVERIFY(jws->payload.startsWith("{\"iss\":\"joe\""));
        const auto jwk = readPublicJwk(key);
        QVERIFY2(jwk.has_value(), jwk ? "" : qPrintable(jwk.error().message));
        QVERIFY(verify(*jws, jwk->key, asymmetric).has_value());
        QVERIFY(verifyWithSet(*jws, { *jwk }, asymmetric).has_value());
    }

    void signsAndVerifies_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString& name : asymmetric)
            QTest::newRow(qPrintable(name)) << name;
    }
    void signsAndVerifies()
    {
        QFETCH(QString, name);
        const KeyAlgorithm& algorithm = *findKeyAlgorithm(name);
        const SoftwareKey& key = keyFor(algorithm);
        const auto text
            = signJws(key, algorithm, { u"the key"_s, u"JWT"_s, { "certificate" } }, R"({"a":1})");
        QVERIFY(text.has_value());
        const auto jws = Jws::parse(*text);
        QVERIFY(jws.has_value());
        QCOMPARE(jws->algorithm, name);
        QCOMPARE(jws->keyId, u"the key"_s);
        QCOMPARE(jws->type, u"JWT"_s);
        QCOMPARE(jws->certificates, std::vector<QByteArray>{ "certificate" });
        QCOMPARE(jws->payload, QByteArray(R"({"a":1})"));
        QVERIFY(verify(*jws, key.publicKey(), asymmetric).has_value());
        QVERIFY(!verify(*jws, key.publicKey(), {}));
        Jws changed = *jws;
        changed.signedPart.back() = static_cast<char>(changed.signedPart.back() ^ 1);
        QCOMPARE(verify(changed, key.publicKey(), asymmetric).error().code, ErrorCode::Unauthenticated);
        changed = *jws;
        changed.signature.chop(1);
        QVERIFY(!verify(changed, key.publicKey(), asymmetric));
    }

    void doesNotLetTheTokenChoose()
    {
        const KeyAlgorithm& rs256 = *findKeyAlgorithm(u"RS256"_s);
        const SoftwareKey& key = keyFor(rs256);
        const QByteArray text = *signJws(key, rs256, {}, "{}");
        const QByteArray rest = text.mid(text.indexOf('.') + 1);
        const QStringList careless = asymmetric + QStringList{ u"none"_s, u"HS256"_s, u"RSNULL"_s, u""_s };
        for (const char* header : { R"({"alg":"none"})", R"({"alg":"None"})", R"({"alg":"HS256"})",
                                    R"({"alg":"RSNULL"})", R"({"alg":"ES256"})", R"({"alg":""})", R"({})",
                                    R"({"alg":"rs256"})", R"({"alg":"RSA1_5"})" }) {
            const auto jws = Jws::parse(withHeader(header, rest));
            QVERIFY2(jws.has_value(), header);
            QVERIFY2(!verify(*jws, key.publicKey(), careless), header);
        }
        // HMAC keyed with the public key, as the oldest of confusions goes.
        const auto unsigned_ = Jws::parse(withHeader(R"({"alg":"none"})", "e30."));
        QVERIFY(unsigned_.has_value());
        QVERIFY(!verify(*unsigned_, key.publicKey(), careless));
        QVERIFY(verify(*Jws::parse(text), key.publicKey(), careless).has_value());
    }

    void refusesMalformedTokens_data()
    {
        QTest::addColumn<QByteArray>("text");
        const QByteArray header = base::toBase64Url(R"({"alg":"RS256"})");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("one part") << header;
        QTest::newRow("two parts") << header + ".e30";
        QTest::newRow("four parts") << header + ".e30.AA.AA";
        QTest::newRow("five parts, as of JWE") << header + ".AA.AA.AA.AA";
        QTest::newRow("padded") << header + ".e30=.AA";
        QTest::newRow("not base64url") << header + ".e3+.AA";
        QTest::newRow("white space") << header + ".e30.AA\n";
        QTest::newRow("header is not JSON") << base::toBase64Url("alg") + ".e30.AA";
        QTest::newRow("header is a list") << base::toBase64Url("[]") + ".e30.AA";
        QTest::newRow("crit") << base::toBase64Url(R"({"alg":"RS256","crit":["exp"],"exp":1})") + ".e30.AA";
        QTest::newRow("algorithm twice") << base::toBase64Url(R"({"alg":"RS256","alg":"none"})") + ".e30.AA";
        QTest::newRow("long header") << base::toBase64Url(QByteArray("{\"alg\":\"RS256\",\"kid\":\""
                                                                     + QByteArray(20000, 'x') + "\"}"))
                + ".e30.AA";
        QTest::newRow("algorithm is a list") << base::toBase64Url(R"({"alg":["RS256"]})") + ".e30.AA";
        QTest::newRow("certificates are a number")
            << base::toBase64Url(R"({"alg":"RS256","x5c":1})") + ".e30.AA";
        QTest::newRow("certificates are no base64")
            << base::toBase64Url(R"({"alg":"RS256","x5c":["_"]})") + ".e30.AA";
    }
    void refusesMalformedTokens()
    {
        QFETCH(QByteArray, text);
        const auto jws = Jws::parse(text);
        QVERIFY(!jws);
        QCOMPARE(jws.error().code, ErrorCode::BadParameter);
    }

    void takesOneCertificateWithoutItsList()
    {
        const auto jws
            = Jws::parse(QByteArray(base::toBase64Url(R"({"alg":"RS256","x5c":"AAAA"})") + ".e30.AA"));
        QVERIFY(jws.has_value());
        QCOMPARE(jws->certificates, std::vector<QByteArray>{ QByteArray(3, '\0') });
    }

    void choosesFromASet()
    {
        const KeyAlgorithm& es256 = *findKeyAlgorithm(u"ES256"_s);
        const SoftwareKey& key = keyFor(es256);
        const auto other = SoftwareKey::generateEc(Curve::P256);
        const auto jws = Jws::parse(*signJws(key, es256, { u"right"_s, {}, {} }, "{}"));
        const PublicJwk right{ u"right"_s, {}, {}, {}, key.publicKey() };
        const PublicJwk wrong{ u"wrong"_s, {}, {}, {}, other->publicKey() };
        const auto believes = [&](const std::vector<PublicJwk>& keys) {
            return verifyWithSet(*jws, keys, asymmetric).has_value();
        };
        QVERIFY(believes({ wrong, right }));
        QVERIFY(!believes({ wrong }));
        QVERIFY(!believes({}));
        PublicJwk renamed = right;
        renamed.keyId = u"another"_s;
        QVERIFY(!believes({ renamed }));
        PublicJwk encrypts = right;
        encrypts.use = u"enc"_s;
        QVERIFY(!believes({ encrypts }));
        PublicJwk wraps = right;
        wraps.operations = { u"wrapKey"_s };
        QVERIFY(!believes({ wraps }));
        PublicJwk bound = right;
        bound.algorithm = u"ES384"_s;
        QVERIFY(!believes({ bound }));
        const auto nameless = Jws::parse(*signJws(key, es256, {}, "{}"));
        QVERIFY(verifyWithSet(*nameless, { wrong, renamed }, asymmetric).has_value());
    }
};

QTEST_GUILESS_MAIN(JwsTest)
#include "tst_jws.moc"
