// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pane_fixture.h"
#include "ui/panes/secrets/secrets_pane.h"

namespace strongroom::support {

/// A vault with some secrets and the secrets page over it.
class SecretsFixture final : public PaneFixture<ui::SecretsPane, ui::PaneKind::Secrets>
{
public:
    void set(const char* name, const char* value, const QString& type = {}, const vault::Tags& tags = {},
             std::optional<qint64> expiresInDays = {})
    {
        auto op = setSecret(name, value);
        op.contentType = type;
        op.tags = tags;
        if (expiresInDays)
            op.attributes.expires = vault::DateChange(working.clock.now() + *expiresInDays * 86400 + 3600);
        QVERIFY(working.run(vaultId, std::move(op)).has_value());
    }
};

} // namespace strongroom::support
