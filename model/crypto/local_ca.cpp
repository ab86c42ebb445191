// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/local_ca.h"

#include "model/crypto/openssl_handles.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <array>

namespace strongroom::crypto {

using base::Error;
using base::ErrorCode;
using base::SecureBytes;

namespace {

constexpr base::UnixSeconds day = 24 * 60 * 60;
constexpr base::UnixSeconds caDays = 3652;
constexpr base::UnixSeconds leafDays = 396;

struct Extension final
{
    int id;
    const char* value;
};

// The constraint "localhost" covers every name below it (RFC 5280 section 4.2.1.10), so the vault,
// managed HSM and login names need no entries of their own.
constexpr std::array caExtensions{
    Extension{ NID_basic_constraints, "critical,CA:TRUE,pathlen:0" },
    Extension{ NID_key_usage, "critical,keyCertSign,cRLSign" },
    Extension{ NID_subject_key_identifier, "hash" },
    Extension{ NID_authority_key_identifier, "keyid:always" },
    Extension{ NID_name_constraints,
               "critical,permitted;DNS:localhost,permitted;IP:127.0.0.0/255.0.0.0,"
               "permitted;IP:::1/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
};
constexpr std::array leafExtensions{
    Extension{ NID_basic_constraints, "critical,CA:FALSE" },
    Extension{ NID_key_usage, "critical,digitalSignature" },
    Extension{ NID_ext_key_usage, "serverAuth" },
    Extension{ NID_subject_key_identifier, "hash" },
    Extension{ NID_authority_key_identifier, "keyid:always" },
    Extension{ NID_subject_alt_name,
               "DNS:localhost,DNS:vault.localhost,DNS:*.vault.localhost,DNS:login.vault.localhost,"
               "DNS:managedhsm.localhost,DNS:*.managedhsm.localhost,IP:127.0.0.1,IP:::1" },
};

Error cannotMake() { return { ErrorCode::Internal, QStringLiteral("a certificate cannot be made"), {} }; }

/// 127 random bits, positive (RFC 5280 section 4.1.2.2).
bool setSerial(X509* certificate)
{
    std::array<unsigned char, 16> bytes{};
    require(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1, "no random numbers");
    bytes[0] = static_cast<unsigned char>((bytes[0] & 0x7f) | 0x40);
    using Number = std::unique_ptr<BIGNUM, FreeWith<BN_free>>;
    const Number number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
    return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate));
}

bool setName(X509* certificate, const QString& commonName)
{
    X509_NAME* const name = X509_get_subject_name(certificate);
    const QByteArray organisation = "Strongroom";
    const QByteArray common = commonName.toUtf8();
    return X509_NAME_add_entry_by_NID(name, NID_organizationName, MBSTRING_UTF8,
                                      bytesOf(QByteArrayView(organisation)), -1, -1, 0)
        == 1
        && X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8, bytesOf(QByteArrayView(common)),
                                      static_cast<int>(common.size()), -1, 0)
        == 1;
}

template <std::size_t N>
bool addExtensions(X509* certificate, X509* issuer, const std::array<Extension, N>& extensions)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    using ExtensionPtr = std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>>;
    for (const Extension& extension : extensions) {
        const ExtensionPtr made(X509V3_EXT_conf_nid(nullptr, &context, extension.id, extension.value));
        if (!made || X509_add_ext(certificate, made.get(), -1) != 1)
            return false;
    }
    return true;
}

/// A version 3 certificate for `key`, complete but for issuer, extensions and signature. It starts an
/// hour early for clocks that are a little behind.
X509Ptr begin(EVP_PKEY* key, const QString& commonName, base::UnixSeconds now, base::UnixSeconds days)
{
    X509Ptr certificate(X509_new());
    if (!certificate || X509_set_version(certificate.get(), X509_VERSION_3) != 1
        || !setSerial(certificate.get())
        || !ASN1_TIME_set(X509_getm_notBefore(certificate.get()), now - 60 * 60)
        || !ASN1_TIME_set(X509_getm_notAfter(certificate.get()), now + days * day)
        || X509_set_pubkey(certificate.get(), key) != 1 || !setName(certificate.get(), commonName))
        return {};
    return certificate;
}

base::Result<CertificateWithKey> inPem(const X509Ptr& certificate, const Key& key)
{
    const Bio certificateBio(BIO_new(BIO_s_mem()));
    const Bio keyBio(BIO_new(BIO_s_secmem()));
    if (!certificateBio || !keyBio || PEM_write_bio_X509(certificateBio.get(), certificate.get()) != 1
        || PEM_write_bio_PKCS8PrivateKey(keyBio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return cannotMake();
    return CertificateWithKey{ contentOf(certificateBio).toByteArray(),
                               SecureBytes::copyOf(contentOf(keyBio)) };
}

} // namespace

base::Result<CertificateWithKey> makeLocalCa(base::UnixSeconds now, const QString& name)
{
    const Key key(EVP_EC_gen("P-256"));
    const X509Ptr certificate = key ? begin(key.get(), name, now, caDays) : X509Ptr();
    const bool isDone = certificate
        && X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get())) == 1
        && addExtensions(certificate.get(), certificate.get(), caExtensions)
        && X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0;
    ERR_clear_error();
    if (!isDone)
        return cannotMake();
    return inPem(certificate, key);
}

base::Result<CertificateWithKey> makeServerCertificate(const CertificateWithKey& ca, base::UnixSeconds now)
{
    const Bio certificateBio = readingFrom(ca.certificatePem);
    const Bio keyBio = readingFrom(ca.keyPem.view());
    const X509Ptr issuer(certificateBio ? PEM_read_bio_X509(certificateBio.get(), nullptr, nullptr, nullptr)
                                        : nullptr);
    const Key issuerKey(keyBio ? PEM_read_bio_PrivateKey(keyBio.get(), nullptr, nullptr, nullptr) : nullptr);
    if (!issuer || !issuerKey || X509_check_private_key(issuer.get(), issuerKey.get()) != 1) {
        ERR_clear_error();
        return Error{ ErrorCode::BadParameter,
                      QStringLiteral("not a certificate authority with its key"),
                      {} };
    }
    const Key key(EVP_EC_gen("P-256"));
    const X509Ptr certificate
        = key ? begin(key.get(), QStringLiteral("localhost"), now, leafDays) : X509Ptr();
    const bool isDone = certificate
        && X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer.get())) == 1
        && addExtensions(certificate.get(), issuer.get(), leafExtensions)
        && X509_sign(certificate.get(), issuerKey.get(), EVP_sha256()) > 0;
    ERR_clear_error();
    if (!isDone)
        return cannotMake();
    return inPem(certificate, key);
}

} // namespace strongroom::crypto
