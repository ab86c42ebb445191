// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/notice.h"

namespace strongroom::ui {

void Notices::post(const Notice& notice) { Q_EMIT posted(notice); }

void Notices::withdraw(const QString& text) { Q_EMIT withdrawn(text); }

void Notices::done(const QString& text) { post({ Notice::Kind::Done, text, {}, {}, false }); }

void Notices::done(const QString& text, std::function<void()> undo)
{
    post({ Notice::Kind::Done, text, tr("Undo"), std::move(undo), true });
}

void Notices::failed(const ErrorText& error)
{
    const auto text = error.cause.isEmpty() ? error.title : QString(error.title % QChar(u' ') % error.cause);
    post({ Notice::Kind::Failed, text, {}, {}, false });
}

} // namespace strongroom::ui
