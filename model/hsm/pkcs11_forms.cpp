// SPDX-License-Identifier: Apache-2.0
// How PKCS#11 writes curves, numbers and digests.
#include "model/hsm/token_private.h"

#include <array>

namespace strongroom::hsm {

namespace {

/// DER of the object identifiers of RFC 5480, 2.1.1.1, and of SEC 2 for secp256k1.
struct NamedCurve
{
    crypto::Curve curve;
    const char* hex;
};
constexpr std::array namedCurves = {
    NamedCurve{ crypto::Curve::P256, "06082a8648ce3d030107" },
    NamedCurve{ crypto::Curve::P384, "06052b81040022" },
    NamedCurve{ crypto::Curve::P521, "06052b81040023" },
    NamedCurve{ crypto::Curve::P256K, "06052b8104000a" },
};

} // namespace

bool isInputRefused(CK_RV value)
{
    switch (value) {
    case CKR_ENCRYPTED_DATA_INVALID:
    case CKR_ENCRYPTED_DATA_LEN_RANGE:
    case CKR_WRAPPED_KEY_INVALID:
    case CKR_WRAPPED_KEY_LEN_RANGE:
    case CKR_DATA_INVALID:
    case CKR_DATA_LEN_RANGE:
    case CKR_FUNCTION_FAILED:
    case CKR_GENERAL_ERROR:
        return true;
    default:
        return false;
    }
}

QByteArray curveParameters(crypto::Curve curve)
{
    for (const NamedCurve& known : namedCurves) {
        if (known.curve == curve)
            return QByteArray::fromHex(known.hex);
    }
    return {};
}

std::optional<crypto::Curve> curveOf(const QByteArray& parameters)
{
    for (const NamedCurve& known : namedCurves) {
        if (parameters == QByteArray::fromHex(known.hex))
            return known.curve;
    }
    return std::nullopt;
}

QByteArray withoutLeadingZeros(QByteArray number)
{
    while (number.size() > 1 && number.front() == '\0')
        number.remove(0, 1);
    return number;
}

CK_RSA_PKCS_OAEP_PARAMS oaepParameters(int digestBytes)
{
    CK_RSA_PKCS_OAEP_PARAMS parameters{ CKM_SHA_1, CKG_MGF1_SHA1, CKZ_DATA_SPECIFIED, nullptr, 0 };
    if (digestBytes == 32) {
        parameters.hashAlg = CKM_SHA256;
        parameters.mgf = CKG_MGF1_SHA256;
    } else if (digestBytes == 48) {
        parameters.hashAlg = CKM_SHA384;
        parameters.mgf = CKG_MGF1_SHA384;
    }
    return parameters;
}

QByteArray digestInfo(int digestBytes)
{
    switch (digestBytes) {
    case 48:
        return QByteArray::fromHex("3041300d060960864801650304020205000430");
    case 64:
        return QByteArray::fromHex("3051300d060960864801650304020305000440");
    default:
        return QByteArray::fromHex("3031300d060960864801650304020105000420");
    }
}

} // namespace strongroom::hsm
