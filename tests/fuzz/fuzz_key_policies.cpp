// SPDX-License-Identifier: Apache-2.0
#include "model/vault/release_policy.h"
#include "model/wire/rotation_policy_body.h"

#include <cstdlib>

using namespace strongroom;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

void rotationPolicy(QByteArrayView body)
{
    const auto policy = wire::readRotationPolicy(body);
    if (!policy)
        return require(!policy.error().message.isEmpty());
    const wire::AnswerFrame frame{ QStringLiteral("https://v.vault.localhost:8443"),
                                   wire::ApiVersion::newest() };
    vault::RotationPolicy stored = *policy;
    stored.created = 1;
    const auto again = wire::readRotationPolicy(
        wire::writeRotationPolicy(*vault::ObjectName::create(QStringLiteral("k")), stored, frame).view());
    require(again && *again == stored);
    for (const auto scope : { vault::PolicyScope::Vault, vault::PolicyScope::ManagedHsm }) {
        if (!vault::checkRotationPolicy(*policy, scope))
            continue;
        vault::Attributes version;
        version.created = 1'700'000'000;
        version.expires = 1'800'000'000;
        require(vault::nextEvents(*policy, version, 12).size() <= 12);
    }
}

void releasePolicy(const QByteArray& json, const QByteArray& claims)
{
    const auto policy = vault::normalizedReleasePolicy(json);
    if (!policy)
        return require(policy.error().code == base::ErrorCode::BadParameter);
    // Once in the service's form it stays as it is.
    const auto again = vault::normalizedReleasePolicy(*policy);
    require(again && *again == *policy);
    for (const QString& issuer : vault::authoritiesOf(*policy)) {
        require(issuer.startsWith(QLatin1StringView("https://")));
        (void)vault::meetsReleasePolicy(*policy, issuer, claims);
        require(!vault::meetsReleasePolicy(*policy, issuer, {}));
    }
    require(!vault::meetsReleasePolicy(*policy, QStringLiteral("https://stranger.example"), claims)
            || vault::authoritiesOf(*policy).contains(QStringLiteral("https://stranger.example")));
}

} // namespace

/// Rotation policies, and release policies with the claims that are held against them, which stand behind a
/// zero byte. The first byte chooses which.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const QByteArrayView text(data + 1, static_cast<qsizetype>(size) - 1);
    if (data[0] % 2 == 0) {
        rotationPolicy(text);
        return 0;
    }
    const qsizetype end = text.indexOf('\0');
    releasePolicy(text.first(end < 0 ? text.size() : end).toByteArray(),
                  end < 0 ? QByteArray() : text.sliced(end + 1).toByteArray());
    return 0;
}
