// SPDX-License-Identifier: Apache-2.0
#include "model/wire/api_version.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::wire {

namespace {

/// Oldest first (Key Vault REST, api-versions of keys, secrets, certificates and administration).
constexpr std::array versions = {
    "2015-06-01"_L1,
    "2016-10-01"_L1,
    "7.0-preview"_L1,
    "7.0"_L1,
    "7.1-preview"_L1,
    "7.1"_L1,
    "7.2-preview"_L1,
    "7.2"_L1,
    "7.3-preview"_L1,
    "7.3"_L1,
    "7.4-preview.1"_L1,
    "7.4"_L1,
    "7.5-preview.1"_L1,
    "7.5"_L1,
    "7.6-preview.1"_L1,
    "7.6-preview.2"_L1,
    "7.6"_L1,
    "2025-06-01-preview"_L1,
    "2025-07-01"_L1,
    "2026-01-01-preview"_L1,
    "2026-03-01-preview"_L1,
    "2026-04-01"_L1,
    "2026-05-01-preview"_L1,
    "2026-07-01-preview"_L1,
};
constexpr auto newestStable = "2026-04-01"_L1;
constexpr auto previousVersionSince = "2025-06-01-preview"_L1;
constexpr auto keySizeSince = "2026-01-01-preview"_L1;

constexpr qsizetype longestEcho = 64;

std::size_t rankOf(QAnyStringView text)
{
    const auto found = std::find_if(versions.begin(), versions.end(), [text](QLatin1StringView version) {
        return text.size() == version.size()
            && QAnyStringView::compare(text, version, Qt::CaseInsensitive) == 0;
    });
    return static_cast<std::size_t>(found - versions.begin());
}

} // namespace

ApiVersion::ApiVersion(QString text, std::size_t rank)
    : m_text(std::move(text))
    , m_rank(rank)
{
}

base::Result<ApiVersion> ApiVersion::fromQuery(const Parameters& query)
{
    const auto asked = parameter(query, u"api-version");
    if (!asked || asked->isEmpty())
        return base::Error{ base::ErrorCode::BadParameter, u"api-version must be specified."_s,
                            u"api-version"_s };
    const std::size_t rank = rankOf(*asked);
    if (rank == versions.size())
        return base::Error{
            base::ErrorCode::BadParameter,
            u"The specified version (%1) is not recognized. Consider using the latest supported version (%2)."_s
                .arg(asked->left(longestEcho), newestStable),
            u"api-version"_s
        };
    return ApiVersion(versions[rank], rank);
}

ApiVersion ApiVersion::newest() { return ApiVersion(newestStable, rankOf(newestStable)); }

bool ApiVersion::hasPreviousVersion() const
{
    static const std::size_t since = rankOf(previousVersionSince);
    return m_rank >= since;
}

bool ApiVersion::hasKeySize() const
{
    static const std::size_t since = rankOf(keySizeSince);
    return m_rank >= since;
}

} // namespace strongroom::wire
