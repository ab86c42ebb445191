// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/transfer_commands.h"

#include "model/transfer/private_file.h"
#include "ui/commands/bulk_command.h"
#include "ui/commands/explain_as.h"
#include "ui/commands/off_the_gui_thread.h"
#include "ui/commands/open_dialog.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/widgets/counted.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

struct TransferCommands
{
    Q_DECLARE_TR_FUNCTIONS(TransferCommands)
};

/// How many names one question asks for, and how many secrets one page of an export has.
constexpr std::size_t namesAtOnce = 5000;
constexpr int pageOfExport = 500;

QString nameOf(Workspace& workspace, const vault::VaultId& id)
{
    for (const vault::VaultProperties& vault : workspace.vaults().vaults()) {
        if (vault.id == id)
            return vault.name.text();
    }
    return {};
}

QString homeFolder() { return QStandardPaths::writableLocation(QStandardPaths::HomeLocation); }

// Import

base::Result<std::shared_ptr<ImportDraft>> readDraft(const QString& file)
{
    const auto content = transfer::readPrivateFile(file, transfer::limits::fileBytes);
    if (!content)
        return content.error();
    auto table = transfer::readImport(content->view(), QFileInfo(file).fileName());
    if (!table)
        return table.error();
    return std::make_shared<ImportDraft>(std::move(*table));
}

void answerNames(Workspace& workspace, const vault::VaultId& vault, ImportDialog* dialog,
                 std::vector<vault::ObjectName> names)
{
    if (names.size() > namesAtOnce)
        names.erase(names.begin() + namesAtOnce, names.end());
    workspace.operations()
        ->run(workspace.caller(), vault, vault::CheckSecretNames{ names })
        .then(dialog, [&workspace, dialog, names](const ops::ResultOf<vault::CheckSecretNames>& states) {
            if (!states)
                return dialog->showError(workspace.explain(states.error()));
            dialog->addAnswers(names, *states);
        });
}

QString importText(int count)
{
    return counted(count, TransferCommands::tr("Import 1 secret"), TransferCommands::tr("Import %1 secrets"));
}

BulkPlan importPlan(Workspace& workspace, const vault::VaultId& vault,
                    const std::shared_ptr<ImportDraft>& draft)
{
    const auto rows = std::make_shared<std::vector<int>>(draft->chosen());
    BulkPlan plan;
    plan.title = importText(static_cast<int>(rows->size()));
    plan.scope = nameOf(workspace, vault);
    for (const int row : *rows)
        plan.rows.push_back({ draft->planned(row).target->text(), {}, {}, {}, true, true });
    plan.verb = importText;
    plan.perform = [&workspace, vault, draft, rows](int row) {
        return withoutOutput(
            workspace.operations()->run(workspace.caller(), vault,
                                        draft->operation(rows->at(static_cast<std::size_t>(row)))),
            &workspace);
    };
    plan.doneText = [](int done) {
        return counted(done, TransferCommands::tr("Imported 1 secret."),
                       TransferCommands::tr("Imported %1 secrets."));
    };
    return plan;
}

void showImport(Workspace& workspace, const vault::VaultId& vault, const QString& file,
                const std::shared_ptr<ImportDraft>& draft)
{
    auto* const dialog
        = new ImportDialog(QFileInfo(file).fileName(), nameOf(workspace, vault), draft, workspace.window());
    QObject::connect(dialog, &ImportDialog::namesWanted, dialog,
                     [&workspace, vault, dialog](const std::vector<vault::ObjectName>& names) {
                         answerNames(workspace, vault, dialog, names);
                     });
    QObject::connect(dialog, &FormDialog::submitted, dialog, [&workspace, vault, dialog] {
        runBulk(workspace, importPlan(workspace, vault, dialog->draft()), BulkPreview::None);
        dialog->accept();
    });
    openDialog(workspace, dialog);
    dialog->start();
}

// Export

/// Names, then values, then the file. Lives until the file is written or the work is given up.
class ExportWork final : public QObject
{
public:
    ExportWork(Workspace& workspace, const vault::VaultId& vault, const ExportScope& scope,
               transfer::ExportFormat format, const QString& file)
        : QObject(&workspace)
        , m_workspace(workspace)
        , m_vault(vault)
        , m_filter(scope.filter)
        , m_format(format)
        , m_file(file)
    {
    }

    void exportNames(std::vector<vault::ObjectName> names)
    {
        m_names = std::move(names);
        begin();
    }

    void exportListed()
    {
        vault::BrowseRequest request;
        request.filter = m_filter;
        request.offset = static_cast<qint64>(m_names.size());
        request.limit = pageOfExport;
        request.wantsCount = false;
        m_workspace.operations()
            ->run(m_workspace.caller(), m_vault, vault::BrowseSecrets{ request })
            .then(this, [this](const ops::ResultOf<vault::BrowseSecrets>& page) {
                if (!page)
                    return fail(page.error());
                for (const vault::SecretProperties& secret : page->rows)
                    m_names.push_back(secret.name);
                if (static_cast<int>(page->rows.size()) < pageOfExport)
                    begin();
                else
                    exportListed();
            });
    }

private:
    void begin()
    {
        Activity activity;
        activity.title = counted(static_cast<qint64>(m_names.size()), TransferCommands::tr("Export 1 secret"),
                                 TransferCommands::tr("Export %1 secrets"));
        activity.scope = nameOf(m_workspace, m_vault);
        activity.total = static_cast<qint64>(m_names.size());
        activity.cancel = [work = QPointer<ExportWork>(this)] {
            if (work)
                work->m_isCancelled = true;
        };
        m_activity = m_workspace.activities().begin(std::move(activity));
        readNext();
    }

    void readNext()
    {
        ops::Operations* const operations = m_workspace.operations();
        if (m_isCancelled || !operations)
            return fail({ base::ErrorCode::Cancelled, u"The export was cancelled."_s, {} });
        if (m_secrets.size() + m_disabled == m_names.size())
            return write();
        operations
            ->run(m_workspace.caller(), m_vault,
                  vault::GetSecret{ m_names[m_secrets.size() + m_disabled], {} })
            .then(this, [this](QFuture<ops::ResultOf<vault::GetSecret>> future) {
                auto secret = future.takeResult();
                const bool isDisabled = !secret && secret.error().code == base::ErrorCode::SecretDisabled;
                if (!secret && !isDisabled)
                    return fail(secret.error());
                if (isDisabled)
                    ++m_disabled;
                else
                    m_secrets.push_back(std::move(*secret));
                m_workspace.activities().setProgress(m_activity,
                                                     static_cast<qint64>(m_secrets.size() + m_disabled),
                                                     static_cast<qint64>(m_names.size()));
                readNext();
            });
    }

    void write()
    {
        const auto secrets = std::make_shared<std::vector<vault::Secret>>(std::move(m_secrets));
        m_written = secrets->size();
        offTheGuiThread([secrets, format = m_format, file = m_file]() -> base::Result<void> {
            const auto text = transfer::writeExport(*secrets, format);
            secrets->clear();
            if (!text)
                return text.error();
            return transfer::writePrivateFile(file, text->view(), transfer::Existing::Replace);
        }).then(this, [this](const base::Result<void>& written) {
            if (!written)
                return fail(
                    written.error(),
                    explainAs(TransferCommands::tr("%1 cannot be written.").arg(QFileInfo(m_file).fileName()),
                              written.error(), m_workspace));
            finish();
        });
    }

    void finish()
    {
        QString text
            = counted(static_cast<qint64>(m_written), TransferCommands::tr("Exported 1 secret to %2."),
                      TransferCommands::tr("Exported %1 secrets to %2."))
                  .replace(u"%2"_s, QFileInfo(m_file).fileName());
        if (m_disabled > 0)
            text += u' '
                + counted(static_cast<qint64>(m_disabled),
                          TransferCommands::tr("1 is disabled, cannot be read and is left out."),
                          TransferCommands::tr("%1 are disabled, cannot be read and are left out."));
        m_workspace.activities().end(m_activity, Activity::State::Done, text);
        m_workspace.notices().done(text);
        deleteLater();
    }

    void fail(const base::Error& error) { fail(error, m_workspace.explain(error)); }
    void fail(const base::Error& error, const ErrorText& text)
    {
        const bool isCancelled = error.code == base::ErrorCode::Cancelled;
        if (m_activity != 0)
            m_workspace.activities().end(
                m_activity, isCancelled ? Activity::State::Cancelled : Activity::State::Failed, text.title);
        if (!isCancelled)
            m_workspace.notices().failed(text);
        deleteLater();
    }

    Workspace& m_workspace;
    const vault::VaultId m_vault;
    const vault::ObjectFilter m_filter;
    const transfer::ExportFormat m_format;
    const QString m_file;
    std::vector<vault::ObjectName> m_names;
    std::vector<vault::Secret> m_secrets;
    std::size_t m_disabled = 0;
    std::size_t m_written = 0;
    quint64 m_activity = 0;
    bool m_isCancelled = false;
};

} // namespace

void importSecrets(Workspace& workspace, const vault::VaultId& vault)
{
    auto* const dialog
        = new QFileDialog(workspace.window(), TransferCommands::tr("Import secrets"), homeFolder(),
                          TransferCommands::tr("Secrets (*.env .env *.csv *.tsv *.json);;All files (*)"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    QObject::connect(dialog, &QFileDialog::fileSelected, &workspace,
                     [&workspace, vault](const QString& file) { importSecretsFrom(workspace, vault, file); });
    openDialog(workspace, dialog);
}

void importSecretsFrom(Workspace& workspace, const vault::VaultId& vault, const QString& file)
{
    offTheGuiThread([file] {
        return readDraft(file);
    }).then(&workspace, [&workspace, vault, file](const base::Result<std::shared_ptr<ImportDraft>>& draft) {
        if (!draft)
            return workspace.notices().failed(
                explainAs(TransferCommands::tr("%1 cannot be imported.").arg(QFileInfo(file).fileName()),
                          draft.error(), workspace));
        if (workspace.operations())
            showImport(workspace, vault, file, *draft);
    });
}

void exportSecrets(Workspace& workspace, const vault::VaultId& vault, const ExportScope& scope)
{
    const ExportDialog::Scope shown{ static_cast<int>(scope.chosen.size()), scope.listed,
                                     nameOf(workspace, vault) };
    auto* const dialog = new ExportDialog(shown, homeFolder(), workspace.window());
    QObject::connect(dialog, &FormDialog::submitted, dialog, [&workspace, vault, scope, dialog] {
        auto* const work = new ExportWork(workspace, vault, scope, dialog->format(), dialog->file());
        if (dialog->what() == ExportDialog::What::Chosen)
            work->exportNames(scope.chosen);
        else
            work->exportListed();
        dialog->accept();
    });
    openDialog(workspace, dialog);
}

} // namespace strongroom::ui
