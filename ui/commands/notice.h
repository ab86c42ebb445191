// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/widgets/error_text.h"

#include <QObject>

#include <functional>

namespace strongroom::ui {

/// One line under the title bar: "Deleted app-db." with Undo for ten seconds.
struct Notice final
{
    enum class Kind { Done, Warning, Failed };
    Kind kind = Kind::Done;
    QString text;
    QString actionText; ///< "Undo"; empty: no button
    std::function<void()> action; ///< GUI thread
    bool isUndo = false; ///< Ctrl+Z runs `action` as long as the store stays open
};

/// Takes notices from anywhere in the window; the shell shows them.
class Notices final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    void post(const Notice& notice);
    /// The common cases.
    void done(const QString& text);
    void done(const QString& text, std::function<void()> undo);
    void failed(const ErrorText& error);
    /// What this notice was about is over: it goes, shown or covered.
    void withdraw(const QString& text);

Q_SIGNALS:
    void posted(const strongroom::ui::Notice& notice);
    void withdrawn(const QString& text);
};

} // namespace strongroom::ui

Q_DECLARE_METATYPE(strongroom::ui::Notice)
