// SPDX-License-Identifier: Apache-2.0
#include "model/serve/access_tokens.h"

#include <QString>

#include <algorithm>
#include <cstdlib>

using namespace strongroom;
using namespace Qt::StringLiterals;

namespace {

constexpr base::UnixSeconds now = 1'800'000'000;

serve::AccessTokens makeTokens()
{
    auto key = crypto::SigningKey::fromPem(crypto::generateRsaKeyPem());
    if (!key)
        std::abort();
    return serve::AccessTokens(std::move(*key),
                               { u"https://login.vault.localhost:8443/t/v2.0"_s,
                                 u"t"_s,
                                 { u"https://vault.localhost"_s },
                                 { u"https://managedhsm.localhost"_s } });
}

/// A token of ours, as a real beginning for the mutations: its signed part and its signature.
QByteArray issuedBy(const serve::AccessTokens& tokens)
{
    vault::Application application;
    application.clientId = u"client"_s;
    application.objectId = u"object"_s;
    const auto issued
        = tokens.issue(application, u"https://vault.localhost"_s, serve::SignInMethod::Secret, now);
    if (!issued)
        std::abort();
    return issued->text.view().toByteArray();
}

} // namespace

/// Any text as a token. The first bytes choose how it is mixed with a token that is good; nothing but that
/// very token is ever taken.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    static serve::AccessTokens tokens = makeTokens();
    static const QByteArray good = issuedBy(tokens);
    if (size < 3)
        return 0;
    const QByteArrayView rest(data + 3, static_cast<qsizetype>(size) - 3);
    QByteArray text;
    switch (data[0] % 4) {
    case 0:
        text = rest.toByteArray();
        break;
    case 1: { // somewhere something else
        text = good;
        const qsizetype at = (data[1] * 256 + data[2]) % good.size();
        text.replace(at, std::min(rest.size(), good.size() - at), rest.toByteArray());
        break;
    }
    case 2: // our signature under foreign words
        text = rest.toByteArray() + good.sliced(good.lastIndexOf('.'));
        break;
    default: // foreign signature
        text = good.first(good.lastIndexOf('.') + 1) + rest.toByteArray();
    }
    const auto verified = tokens.verify(text, serve::Container::Vault, now);
    if (verified) { // the same signature over the same words, whatever bits its last character leaves unused
        const auto expected = serve::Jwt::parse(good);
        const auto taken = serve::Jwt::parse(text);
        if (!taken || taken->signedPart != expected->signedPart || taken->signature != expected->signature)
            std::abort();
    }
    if (!verified && verified.error().code != base::ErrorCode::Unauthenticated)
        std::abort();
    return 0;
}
