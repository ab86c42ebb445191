// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace strongroom::ui {

/// What a person reads when something failed: what, why, and what to do next. The sentences are a table
/// in ui/shell; the error card and others only show them.
struct ErrorText final
{
    QString icon; ///< name of resources/icons.txt
    QString title; ///< what failed, one sentence
    QString cause; ///< the likely cause, one sentence
    QString nextStep; ///< words of the button that helps; empty when there is none
    QString details; ///< code and technical message, shown when unfolded
};

} // namespace strongroom::ui
