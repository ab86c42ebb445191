// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/access_rules.h"
#include "model/vault/principal.h"

#include <QString>

#include <vector>

namespace strongroom::ui {

/// What is known of a vault when its findings are computed.
struct PostureFacts final
{
    vault::AccessRules rules;
    std::vector<vault::Application> directory;
    qint64 secrets = 0;
    qint64 expiredSecrets = 0;
    qint64 expiringSecrets = 0; ///< within 30 days
    qint64 secretsWithoutEnd = 0;
};

/// One thing a person may want to change, worst first in the list.
struct PostureFinding final
{
    enum class Severity { Notice, Warning, Critical };
    /// What the button beside it does.
    enum class Remedy {
        None,
        SwitchOnPurgeProtection,
        ShowExpired,
        ShowExpiring,
        ShowWithoutEnd,
        OpenAccess
    };

    Severity severity = Severity::Notice;
    QString title; ///< "2 secrets are past their end date"
    QString detail; ///< one sentence: why it matters
    Remedy remedy = Remedy::None;
};

std::vector<PostureFinding> findingsOf(const PostureFacts& facts);

} // namespace strongroom::ui
