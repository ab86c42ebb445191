// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/certificate.h"

#include "model/crypto/openssl_handles.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <optional>

namespace strongroom::crypto {

using base::Error;
using base::ErrorCode;

namespace {

Error notACertificate() { return { ErrorCode::BadParameter, QStringLiteral("not a certificate"), {} }; }

X509Ptr decode(QByteArrayView pemOrDer)
{
    if (pemOrDer.size() > 1024 * 1024)
        return {};
    const unsigned char* begin = bytesOf(pemOrDer);
    X509Ptr certificate;
    if (pemOrDer.contains("-----BEGIN")) {
        const Bio bio = readingFrom(pemOrDer);
        certificate.reset(bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr);
    } else {
        certificate.reset(d2i_X509(nullptr, &begin, static_cast<long>(pemOrDer.size())));
        if (certificate && begin != bytesOf(pemOrDer) + pemOrDer.size())
            certificate.reset();
    }
    ERR_clear_error();
    return certificate;
}

std::optional<base::UnixSeconds> secondsOf(const ASN1_TIME* time)
{
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1)
        return std::nullopt;
    return base::UnixSeconds{ timegm(&parts) };
}

QString commonNameOf(const X509_NAME* name)
{
    const int index = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (index < 0)
        return {};
    unsigned char* text = nullptr;
    const int size = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)));
    if (size < 0)
        return {};
    QString result = QString::fromUtf8(reinterpret_cast<const char*>(text), size);
    OPENSSL_free(text);
    return result;
}

QString addressOf(const ASN1_OCTET_STRING* bytes)
{
    const unsigned char* const data = ASN1_STRING_get0_data(bytes);
    const int size = ASN1_STRING_length(bytes);
    QByteArray numbers;
    if (size == 4) {
        for (int i = 0; i < size; ++i)
            numbers += (i ? "." : "") + QByteArray::number(data[i]);
    } else if (size == 16) {
        const QByteArray hex = QByteArrayView(data, size).toByteArray().toHex();
        for (int i = 0; i < 32; i += 4)
            numbers += (i ? ":" : "") + hex.mid(i, 4);
    }
    return QString::fromLatin1(numbers);
}

void readAlternativeNames(const X509* x509, Certificate& into)
{
    using Names = std::unique_ptr<GENERAL_NAMES, FreeWith<GENERAL_NAMES_free>>;
    const Names names(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(x509, NID_subject_alt_name, nullptr, nullptr)));
    const int count = names ? sk_GENERAL_NAME_num(names.get()) : 0;
    for (int i = 0; i < count; ++i) {
        int kind = 0;
        const auto* const value = static_cast<const ASN1_STRING*>(
            GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names.get(), i), &kind));
        if (kind == GEN_DNS)
            into.dnsNames += QString::fromLatin1(reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),
                                                 ASN1_STRING_length(value));
        else if (kind == GEN_IPADD)
            into.ipAddresses += addressOf(value);
    }
}

QByteArray thumbprint(const X509* x509, const EVP_MD* algorithm)
{
    QByteArray digest(EVP_MD_get_size(algorithm), Qt::Uninitialized);
    require(X509_digest(x509, algorithm, bytesOf(digest), nullptr) == 1, "a thumbprint failed");
    return digest;
}

QByteArray derOf(const X509* x509)
{
    unsigned char* begin = nullptr;
    const int size = i2d_X509(x509, &begin);
    require(size > 0, "a certificate cannot be written");
    QByteArray der(reinterpret_cast<const char*>(begin), size);
    OPENSSL_free(begin);
    return der;
}

} // namespace

base::Result<Certificate> parseCertificate(QByteArrayView pemOrDer)
{
    const X509Ptr x509 = decode(pemOrDer);
    if (!x509)
        return notACertificate();
    const auto notBefore = secondsOf(X509_get0_notBefore(x509.get()));
    const auto notAfter = secondsOf(X509_get0_notAfter(x509.get()));
    EVP_PKEY* const key = X509_get0_pubkey(x509.get());
    const Bio bio(BIO_new(BIO_s_mem()));
    require(bio != nullptr, "out of memory");
    if (!notBefore || !notAfter || !key || PEM_write_bio_PUBKEY(bio.get(), key) != 1) {
        ERR_clear_error();
        return notACertificate();
    }
    Certificate certificate;
    certificate.subjectCommonName = commonNameOf(X509_get_subject_name(x509.get()));
    readAlternativeNames(x509.get(), certificate);
    certificate.notBefore = *notBefore;
    certificate.notAfter = *notAfter;
    certificate.isAuthority = X509_check_ca(x509.get()) == 1;
    certificate.sha1Thumbprint = thumbprint(x509.get(), EVP_sha1());
    certificate.sha256Thumbprint = thumbprint(x509.get(), EVP_sha256());
    certificate.publicKeyPem = contentOf(bio).toByteArray();
    certificate.der = derOf(x509.get());
    ERR_clear_error();
    return certificate;
}

base::Result<QByteArray> certificatePemToDer(QByteArrayView pem)
{
    const X509Ptr x509 = pem.contains("-----BEGIN") ? decode(pem) : X509Ptr();
    if (!x509)
        return notACertificate();
    return derOf(x509.get());
}

base::Result<QByteArray> certificateDerToPem(QByteArrayView der)
{
    const X509Ptr x509 = decode(der);
    const Bio bio(BIO_new(BIO_s_mem()));
    if (!x509 || !bio || PEM_write_bio_X509(bio.get(), x509.get()) != 1)
        return notACertificate();
    return contentOf(bio).toByteArray();
}

} // namespace strongroom::crypto
