// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/jws.h"

#include <cstdlib>

using namespace strongroom;
using namespace strongroom::crypto;

/// A key set, a new line, a compact token. Nothing is believed: no token here was signed, so one that
/// verifies has fooled us, unless its author holds a key of the set that the input brought along. What is
/// understood of the keys is written and read again.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const QByteArrayView input(data, static_cast<qsizetype>(size));
    const qsizetype line = input.indexOf('\n');
    const QByteArrayView set = line < 0 ? input : input.first(line);
    const auto keys = readJwkSet(set);
    if (keys) {
        for (const PublicJwk& key : *keys) {
            const auto json = writePublicJwk(key.key, key.keyId);
            const auto back = json ? readPublicJwk(*json) : json.error();
            if (!back || back->key != key.key || !jwkThumbprint(key.key))
                std::abort();
        }
    }
    const auto jws = Jws::parse(line < 0 ? input : input.sliced(line + 1));
    if (!jws)
        return 0;
    static const SoftwareKey ours = SoftwareKey::generateEc(Curve::P256).value();
    const QStringList all{ QStringLiteral("RS256"), QStringLiteral("PS256"), QStringLiteral("ES256"),
                           QStringLiteral("none"), QStringLiteral("HS256") };
    if (verify(*jws, ours.publicKey(), all))
        std::abort();
    if (keys)
        (void)verifyWithSet(*jws, *keys, all).has_value();
    return 0;
}
