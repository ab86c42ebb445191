// SPDX-License-Identifier: Apache-2.0
#include "model/vault/vault_properties.h"

#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::vault {

namespace {

/// Index of `text` in `words`, as the enumerator with that position.
template <typename Enum, std::size_t N>
std::optional<Enum> enumeratorOf(QStringView text, const std::array<QLatin1StringView, N>& words)
{
    for (std::size_t i = 0; i < N; ++i) {
        if (text.compare(words[i], Qt::CaseInsensitive) == 0)
            return static_cast<Enum>(i);
    }
    return std::nullopt;
}

constexpr std::array skuWords = { "standard"_L1, "premium"_L1, "managedhsm"_L1 };
constexpr std::array modelWords = { "accessPolicies"_L1, "rbac"_L1 };
constexpr std::array environmentWords = { "local"_L1, "test"_L1, "staging"_L1, "production"_L1 };

} // namespace

QString recoveryLevelOf(const VaultProperties& vault)
{
    const QString base
        = vault.retentionDays < limits::retentionDaysMaximum ? u"CustomizedRecoverable"_s : u"Recoverable"_s;
    return vault.hasPurgeProtection ? base : base + "+Purgeable"_L1;
}

QString toText(Sku sku) { return skuWords[static_cast<std::size_t>(sku)]; }

QString toText(PermissionModel model) { return modelWords[static_cast<std::size_t>(model)]; }

QString toText(Environment environment) { return environmentWords[static_cast<std::size_t>(environment)]; }

std::optional<Sku> skuFromText(QStringView text) { return enumeratorOf<Sku>(text, skuWords); }

std::optional<PermissionModel> permissionModelFromText(QStringView text)
{
    return enumeratorOf<PermissionModel>(text, modelWords);
}

std::optional<Environment> environmentFromText(QStringView text)
{
    return enumeratorOf<Environment>(text, environmentWords);
}

} // namespace strongroom::vault
