// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"

#include <QMap>
#include <QString>

#include <optional>

namespace strongroom::vault {

using base::UnixSeconds;
using Tags = QMap<QString, QString>;

/// Limits of the service (Key Vault, "About secrets", "About keys", service limits).
namespace limits {
inline constexpr qsizetype secretValueBytes = 25600;
inline constexpr qsizetype contentTypeCharacters = 255;
inline constexpr qsizetype tagCount = 15;
inline constexpr qsizetype secretTagCharacters = 512;
inline constexpr int pageSize = 25;
inline constexpr qsizetype backupVersions = 500;
inline constexpr int retentionDaysMinimum = 7;
inline constexpr int retentionDaysMaximum = 90;
inline constexpr qsizetype accessPolicies = 1024;
inline constexpr qsizetype poolAssignments = 50; ///< of a pool as a whole and of all its keys together
inline constexpr qsizetype keyAssignments = 10; ///< of one key in a pool
inline constexpr qsizetype customRoles = 50;
} // namespace limits

/// The attributes of one version. Times in seconds UTC.
struct Attributes final
{
    bool isEnabled = true;
    std::optional<UnixSeconds> notBefore;
    std::optional<UnixSeconds> expires;
    UnixSeconds created = 0;
    UnixSeconds updated = 0;
    QString recoveryLevel; ///< from the vault: see recoveryLevelOf()
    int recoverableDays = 0; ///< the vault's retention

    friend bool operator==(const Attributes&, const Attributes&) = default;
};

/// What a person reads as the state of a version. Dates inform; only Disabled blocks a secret's GET.
enum class ObjectState { Enabled, Expiring, Expired, NotYetValid, Disabled };

/// `Expiring` means that the end is `expiringWithinDays` days away or less.
ObjectState stateOf(const Attributes& attributes, UnixSeconds now, int expiringWithinDays = 30);

/// A change of a date: absent leaves it, present with no value clears it, else sets it.
using DateChange = std::optional<std::optional<UnixSeconds>>;

/// What a request may say of attributes; absent members take the default (set) or stay (update).
struct AttributeChanges final
{
    std::optional<bool> isEnabled;
    DateChange notBefore;
    DateChange expires;

    friend bool operator==(const AttributeChanges&, const AttributeChanges&) = default;
};

/// Applies and checks: `exp` must lie after `nbf`. Does not touch created and updated.
base::Result<Attributes> applied(const AttributeChanges& changes, Attributes to);

/// The rules of 15 tags and their lengths, and of a content type's length. Errors name their field.
base::Result<void> checkTags(const Tags& tags, qsizetype characters = limits::secretTagCharacters);
base::Result<void> checkContentType(const QString& contentType);

} // namespace strongroom::vault
