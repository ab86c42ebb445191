// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/action_state.h"

#include <QAction>
#include <QCoreApplication>
#include <QKeySequence>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

// What pages without keys say nothing of, and what is no reason there.
constexpr Facts onlyOfKeys = Fact::PublicKeyChosen | Fact::Rotatable | Fact::Releasable | Fact::KeyInToken;

QString keyOf(const ActionRow& row) { return QString::fromLatin1(row.key.data(), qsizetype(row.key.size())); }

QString tooltip(const QAction& action, const ActionRow& row, const QString& reason)
{
    auto text = plainText(row);
    const auto keys = action.shortcut().toString(QKeySequence::NativeText);
    if (!keys.isEmpty())
        text += u" ("_s % keys % u')';
    return reason.isEmpty() ? text : QString(text % u'\n' % reason);
}

} // namespace

ActionState::ActionState(Workspace& workspace, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
{
    giveShortcuts();
    connect(&m_workspace.settings(), &SettingsBook::changed, this, &ActionState::giveShortcuts);
}

bool ActionState::isOfShell(ActionId id)
{
    switch (id) {
    case ActionId::CreateStore:
    case ActionId::OpenStore:
    case ActionId::LockStore:
    case ActionId::NewVault:
    case ActionId::EditVault:
    case ActionId::DeleteVault:
    case ActionId::ConnectProgram:
    case ActionId::ExportCa:
    case ActionId::TrustCa:
    case ActionId::RegisterApplication:
    case ActionId::BackupStore:
    case ActionId::RestoreStore:
    case ActionId::CheckStore:
    case ActionId::StoreKeys:
    case ActionId::Quit:
    case ActionId::Undo:
    case ActionId::Filter:
    case ActionId::SearchEverywhere:
    case ActionId::Settings:
    case ActionId::CommandPalette:
    case ActionId::Refresh:
    case ActionId::GoBack:
    case ActionId::GoForward:
    case ActionId::NextRegion:
    case ActionId::PreviousRegion:
    case ActionId::ToggleTree:
    case ActionId::ToggleDetails:
    case ActionId::ToggleActivity:
    case ActionId::ToggleScheme:
    case ActionId::OpenVault:
    case ActionId::CopyVaultUrl:
    case ActionId::VaultAccess:
    case ActionId::OpenPool:
    case ActionId::BackUpPool:
    case ActionId::RestorePool:
    case ActionId::DownloadDomain:
    case ActionId::UploadDomain:
    case ActionId::NewPoolRole:
    case ActionId::RandomBytes:
    case ActionId::StartEndpoint:
    case ActionId::StopEndpoint:
    case ActionId::VerifyAudit:
    case ActionId::Shortcuts:
    case ActionId::About:
        return true;
    default:
        return false;
    }
}

void ActionState::judge(const Pane* pane, Facts shellFacts)
{
    Situation situation{ shellFacts, {} };
    if (pane) {
        situation.facts |= pane->facts();
        situation.refusedPermissions = pane->refusedPermissions();
    }
    for (const auto& row : actionCatalogue()) {
        auto* action = m_workspace.action(row.id);
        const bool isHandled = isOfShell(row.id) || (pane && pane->handles(row.id));
        const Facts more = isHandled ? Facts() : onlyOfKeys;
        auto reason = reasonDisabled(row, { situation.facts | more, situation.refusedPermissions });
        if (reason.isEmpty() && !isHandled)
            reason = QCoreApplication::translate("Reasons", "Not on this page.");
        const auto own = pane ? pane->actionText(row.id) : QString();
        action->setText(own.isEmpty() ? QCoreApplication::translate("Actions", row.text) : own);
        action->setEnabled(reason.isEmpty());
        action->setToolTip(tooltip(*action, row, reason));
        action->setStatusTip(reason);
    }
}

void ActionState::giveShortcuts()
{
    for (const auto& row : actionCatalogue()) {
        QList<QKeySequence> sequences;
        for (const auto& text : shortcutsOf(row, m_workspace.settings().value()))
            sequences.append(QKeySequence(text, QKeySequence::PortableText));
        m_workspace.action(row.id)->setShortcuts(sequences);
    }
}

QStringList shortcutsOf(const ActionRow& row, const Settings& settings)
{
    const auto key = keyOf(row);
    const auto text = settings.shortcuts.contains(key) ? settings.shortcuts.value(key)
                                                       : QString::fromLatin1(row.shortcut);
    return text.split(u"; "_s, Qt::SkipEmptyParts);
}

} // namespace strongroom::ui
