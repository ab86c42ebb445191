// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/public_key_text.h"

#include "model/crypto/openssl_keys.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <QtEndian>

using namespace Qt::StringLiterals;

namespace strongroom::crypto {

namespace {

/// A text or bytes of SSH: length, then content (RFC 4251, 5).
QByteArray sshString(const QByteArray& content)
{
    QByteArray length(4, '\0');
    qToBigEndian(static_cast<quint32>(content.size()), length.data());
    return length + content;
}

/// A positive number of SSH: its first bit is the sign.
QByteArray sshNumber(const QByteArray& number)
{
    const bool looksNegative = !number.isEmpty() && (static_cast<unsigned char>(number.front()) & 0x80) != 0;
    return sshString(looksNegative ? QByteArray(1, '\0') + number : number);
}

/// RFC 5656 section 10.1; nothing for a curve SSH does not have.
QByteArray sshCurve(Curve curve)
{
    switch (curve) {
    case Curve::P256:
        return "nistp256";
    case Curve::P384:
        return "nistp384";
    case Curve::P521:
        return "nistp521";
    case Curve::P256K:
        break;
    }
    return {};
}

base::Result<QByteArray> pemOf(const PublicKey& key)
{
    const Key parsed = publicKeyFrom(key);
    const Bio bio(BIO_new(BIO_s_mem()));
    if (!parsed || !bio || PEM_write_bio_PUBKEY(bio.get(), parsed.get()) != 1)
        return badKey(u"This is not a public key."_s);
    return contentOf(bio).toByteArray();
}

} // namespace

base::Result<QByteArray> publicKeyPem(const PublicKey& key)
{
    if (key.type == KeyType::Oct)
        return badKey(u"A symmetric key has no public part."_s);
    return pemOf(key);
}

base::Result<QByteArray> openSshLine(const PublicKey& key, const QString& comment)
{
    if (key.type == KeyType::Oct)
        return badKey(u"A symmetric key has no public part."_s);
    QByteArray type = "ssh-rsa";
    QByteArray content;
    if (key.type == KeyType::Rsa) {
        content = sshNumber(key.e) + sshNumber(key.n);
    } else {
        const QByteArray curve = sshCurve(*key.curve);
        if (curve.isEmpty())
            return base::Error{ base::ErrorCode::NotSupported,
                                u"SSH has no keys on the curve %1."_s.arg(toText(*key.curve)),
                                {} };
        type = "ecdsa-sha2-" + curve;
        content = sshString(curve) + sshString(QByteArray(1, '\x04') + key.x + key.y);
    }
    const QByteArray blob = sshString(type) + content;
    const QByteArray line = type + ' ' + blob.toBase64();
    const QByteArray words = comment.simplified().toUtf8(); // a line stays one
    return words.isEmpty() ? line : QByteArray(line + ' ' + words);
}

base::Result<PublicKey> readPublicKeyPem(QByteArrayView pem)
{
    const auto open = [pem] { return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))); };
    const Bio text = open();
    Key key(text ? PEM_read_bio_PUBKEY(text.get(), nullptr, nullptr, nullptr) : nullptr);
    if (!key) {
        const Bio again = open();
        const X509Ptr certificate(again ? PEM_read_bio_X509(again.get(), nullptr, nullptr, nullptr)
                                        : nullptr);
        key.reset(certificate ? X509_get_pubkey(certificate.get()) : nullptr);
    }
    ERR_clear_error();
    if (!key)
        return badKey(u"There is no public key and no certificate in PEM here."_s);
    return publicPartOf(key.get());
}

} // namespace strongroom::crypto
