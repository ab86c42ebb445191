// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/explain_as.h"

namespace strongroom::ui {

ErrorText explainAs(const QString& title, const base::Error& error, const Workspace& workspace)
{
    return { QStringLiteral("circle-alert"), title, error.message, {}, workspace.explain(error).details };
}

} // namespace strongroom::ui
