// SPDX-License-Identifier: Apache-2.0
#include "app/tour.h"

#include "ui/commands/transfer_commands.h"
#include "ui/dialogs/secret_editor.h"
#include "ui/panes/access/access_pane.h"
#include "ui/panes/secrets/secret_details.h"
#include "ui/shell/work_frame.h"
#include "ui/widgets/object_list_view.h"
#include "ui/widgets/secret_edit.h"

#include <QComboBox>
#include <QFile>
#include <QItemSelectionModel>
#include <QTabWidget>
#include <QToolButton>

// What is behind the tabs and dialogs of secrets, and who may use them.

namespace strongroom::app {

using namespace Qt::StringLiterals;
using ui::ActionId;
using ui::PaneKind;
using Page = ui::SecretDetails::Page;

namespace {

ui::SecretDetails* detailsOf(const ui::MainWindow& window)
{
    return qobject_cast<ui::SecretDetails*>(window.frame()->pane()->details());
}

ui::ObjectListView* listOf(const QWidget* part)
{
    for (auto* list : part->findChildren<ui::ObjectListView*>())
        if (list->isVisible())
            return list;
    return nullptr;
}

} // namespace

vault::VaultId Tour::vaultNamed(const QString& name) const
{
    for (const auto& vault : m_workspace.vaults().vaults())
        if (vault.name.text() == name)
            return vault.id;
    return {};
}

void Tour::planSecrets()
{
    then([this] {
        openSecrets();
        QTimer::singleShot(500, this, &Tour::next);
    });
    for (const auto& [page, name] :
         { std::pair(Page::Versions, u"secret-versions"_s), std::pair(Page::Access, u"secret-access"_s),
           std::pair(Page::Activity, u"secret-activity"_s), std::pair(Page::Json, u"secret-json"_s),
           std::pair(Page::Commands, u"secret-commands"_s) })
        stop(name, [this, page = page] { detailsOf(m_window)->showPage(page); });
    stop(u"secret-compare"_s, [this] {
        detailsOf(m_window)->showPage(Page::Versions);
        auto* versions = listOf(detailsOf(m_window));
        const auto* rows = versions->model();
        versions->selectionModel()->select(QItemSelection(rows->index(0, 0), rows->index(1, 0)),
                                           QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        m_window.frame()->pane()->perform(ActionId::CompareVersions);
    });
    stop(u"secret-revealed"_s, [this] {
        detailsOf(m_window)->showPage(Page::Main);
        m_workspace.trigger(ActionId::RevealValue);
    });
    stop(u"generator"_s, [this] {
        m_workspace.trigger(ActionId::NewItem);
        if (auto* editor = m_window.findChild<ui::SecretEditor*>())
            editor->findChild<QToolButton*>(u"generate"_s)->click();
    });
    stop(u"secret-flaw"_s, [this] {
        m_workspace.trigger(ActionId::NewVersion);
        auto* editor = m_window.findChild<ui::SecretEditor*>();
        if (!editor)
            return;
        auto* kind = editor->findChild<QComboBox*>(u"kind"_s);
        kind->setCurrentText(u"JSON"_s);
        Q_EMIT kind->activated(kind->currentIndex());
        editor->findChild<ui::SecretEdit*>()->setValue(
            base::SecureBytes::copyOf(QByteArrayView("{\n  \"user\": \"payments\",\n}")));
    });
    stop(u"filter-chips"_s, [this] {
        m_workspace.open({ PaneKind::Secrets,
                           vaultNamed(u"contoso-prod"_s),
                           {},
                           u"tag:env=prod -state:disabled expires:<200d key"_s });
    });
    stop(u"several-chosen"_s, [this] {
        m_workspace.trigger(ActionId::ClearFilter);
        listOf(m_window.frame()->pane())->selectAll();
    });
    stop(u"bulk-preview"_s, [this] { m_workspace.trigger(ActionId::DisableItem); });
    stop(u"bulk-expiry"_s, [this] { m_workspace.trigger(ActionId::SetExpiry); });
    stop(u"bulk-delete"_s, [this] { m_workspace.trigger(ActionId::DeleteItem); });
    stop(u"import"_s, [this] {
        QFile file(m_home.filePath(u"local.env"_s));
        if (file.open(QIODevice::WriteOnly))
            file.write("# for the demo\nSMTP_RELAY=a\nGRAFANA_ADMIN=b\nNEW_SERVICE_TOKEN=c\nOLD_FTP_LOGIN=d\n"
                       "NEW_SERVICE_TOKEN=again\n");
        file.close();
        ui::importSecretsFrom(m_workspace, vaultNamed(u"contoso-prod"_s), file.fileName());
    });
    stop(u"deleted-vault-purge"_s, [this] {
        m_workspace.open({ PaneKind::DeletedVaults, {}, {}, {} });
        QTimer::singleShot(200, this, [this] {
            listOf(m_window.frame()->pane())->choose(0);
            m_window.frame()->pane()->perform(ActionId::PurgeVault);
        });
    });
}

void Tour::planAccess()
{
    stop(u"access-policies"_s, [this] {
        m_workspace.open({ PaneKind::Access, vaultNamed(u"contoso-test"_s), {}, {} });
    });
    stop(u"access-policies-changed"_s, [this] {
        auto& matrix = qobject_cast<ui::AccessPane*>(m_window.frame()->pane())->matrix();
        matrix.toggle({ matrix.index(0, 3), matrix.index(0, 4) });
    });
    stop(u"access-policies-grant"_s, [this] {
        qobject_cast<ui::AccessPane*>(m_window.frame()->pane())->matrix().discard();
        m_workspace.trigger(ActionId::GrantAccess);
    });
    stop(u"access-roles-grant"_s, [this] {
        m_workspace.open({ PaneKind::Access, vaultNamed(u"contoso-prod"_s), {}, {} });
        QTimer::singleShot(200, this, [this] { m_workspace.trigger(ActionId::GrantAccess); });
    });
    stop(u"application"_s, [this] {
        m_workspace.open({ PaneKind::Applications, {}, {}, {} });
        QTimer::singleShot(200, this, [this] { listOf(m_window.frame()->pane())->choose(0); });
    });
    stop(u"application-secret"_s, [this] { m_workspace.trigger(ActionId::AddApplicationSecret); });
    for (const auto& [page, name] : { std::pair(1, u"endpoint-requests"_s), std::pair(2, u"endpoint-ca"_s),
                                      std::pair(0, u"endpoint-connect"_s) })
        stop(name, [this, page = page] {
            m_workspace.open({ PaneKind::Endpoint, {}, {}, {} });
            m_window.frame()->pane()->findChild<QTabWidget*>()->setCurrentIndex(page);
        });
    stop(u"new-passphrase"_s, [this] { m_workspace.open({ PaneKind::StoreKeys, {}, {}, u"passphrase"_s }); });
}

} // namespace strongroom::app
