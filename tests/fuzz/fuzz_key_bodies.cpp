// SPDX-License-Identifier: Apache-2.0
#include "model/vault/key_checks.h"
#include "model/wire/key_bodies.h"
#include "model/wire/key_import_body.h"
#include "model/wire/key_operation_bodies.h"

#include <cstdlib>

using namespace strongroom;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

bool isSame(const vault::KeyDraft& a, const vault::KeyDraft& b)
{
    return a.operations == b.operations && a.attributes == b.attributes && a.tags == b.tags
        && a.isExportable == b.isExportable && a.releasePolicy == b.releasePolicy;
}

void importKey(QByteArrayView body)
{
    const auto import = wire::readImportKey(body);
    if (!import) {
        require(!import.error().message.isEmpty());
        return;
    }
    const auto written = wire::writeImportKey(*import);
    require(written.has_value());
    const auto again = wire::readImportKey(written->view());
    require(again && again->key.form == import->key.form && again->key.bytes == import->key.bytes
            && again->key.type == import->key.type && again->protection == import->protection
            && isSame(again->draft, import->draft));
    // What a vault does with it next: a key whose parts belong together, or a refusal.
    if (const auto key = vault::clearKeyOf(import->key); !key)
        require(key.error().code == base::ErrorCode::BadParameter);
}

void createKey(QByteArrayView body)
{
    const auto create = wire::readCreateKey(body);
    if (!create)
        return;
    const auto again = wire::readCreateKey(wire::writeCreateKey(*create).view());
    require(again && again->kind.type == create->kind.type
            && again->kind.protection == create->kind.protection && again->bits == create->bits
            && again->curve == create->curve && again->publicExponent == create->publicExponent
            && isSame(again->draft, create->draft));
}

void encrypt(QByteArrayView body)
{
    const auto encrypt = wire::readEncrypt(body);
    if (!encrypt)
        return;
    const auto again = wire::readEncrypt(wire::writeEncrypt(*encrypt).view());
    require(again && again->algorithm == encrypt->algorithm
            && again->input.plaintext == encrypt->input.plaintext
            && again->input.nonce == encrypt->input.nonce
            && again->input.associatedData == encrypt->input.associatedData);
}

void decrypt(QByteArrayView body)
{
    const auto decrypt = wire::readDecrypt(body);
    if (!decrypt)
        return;
    const auto again = wire::readDecrypt(wire::writeDecrypt(*decrypt).view());
    require(again && again->algorithm == decrypt->algorithm
            && again->input.ciphertext == decrypt->input.ciphertext
            && again->input.nonce == decrypt->input.nonce && again->input.tag == decrypt->input.tag
            && again->input.associatedData == decrypt->input.associatedData);
}

/// Documents that are told apart by what is in them are read one after the other.
void furtherRequests(QByteArrayView body)
{
    if (const auto update = wire::readUpdateKey(body))
        require(*wire::readUpdateKey(wire::writeUpdateKey(*update).view()) == *update);
    if (const auto sign = wire::readSign(body))
        require(*wire::readSign(wire::writeSign(*sign).view()) == *sign);
    if (const auto verify = wire::readVerify(body))
        require(*wire::readVerify(wire::writeVerify(*verify).view()) == *verify);
    if (const auto release = wire::readRelease(body))
        require(*wire::readRelease(wire::writeRelease(*release).view()) == *release);
    if (const auto count = wire::readRandom(body))
        require(*wire::readRandom(wire::writeRandom(*count).view()) == *count);
}

void answers(QByteArrayView body)
{
    if (const auto bundle = wire::readKeyBundle(body); !bundle)
        require(!bundle.error().message.isEmpty());
    if (const auto page = wire::readKeyBundlePage(body); !page)
        require(!page.error().message.isEmpty());
    if (const auto result = wire::readKeyOperationResult(body); !result)
        require(!result.error().message.isEmpty());
    if (const auto bytes = wire::readRandomBytes(body))
        require(*wire::readRandomBytes(wire::writeRandomBytes(*bytes).view()) == *bytes);
}

} // namespace

/// Every document about keys that is read from the wire. The first byte chooses which; what was understood
/// can be written, and is understood the same again.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const QByteArrayView body(data + 1, static_cast<qsizetype>(size) - 1);
    switch (data[0] % 6) {
    case 0:
        importKey(body);
        break;
    case 1:
        createKey(body);
        break;
    case 2:
        encrypt(body);
        break;
    case 3:
        decrypt(body);
        break;
    case 4:
        furtherRequests(body);
        break;
    default:
        answers(body);
    }
    return 0;
}
