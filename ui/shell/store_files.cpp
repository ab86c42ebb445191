// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/store_files.h"

#include "ui/commands/explain_as.h"
#include "ui/shell/new_folder_dialog.h"

#include <QDate>
#include <QDir>
#include <QFileDialog>
#include <QLocale>
#include <QMessageBox>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

template <typename Chosen> void ask(QFileDialog* dialog, Chosen chosen)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog, chosen);
    dialog->open();
}

} // namespace

StoreFiles::StoreFiles(Workspace& workspace, Notices& closed, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_closed(closed)
{
}

Notices& StoreFiles::notices() const
{
    return m_workspace.door().state() == ops::StoreDoor::State::Open ? m_workspace.notices() : m_closed;
}

void StoreFiles::openStore()
{
    auto* dialog = new QFileDialog(m_workspace.window(), tr("Choose the folder of a store"),
                                   QDir(m_workspace.door().defaultPath()).absolutePath());
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    ask(dialog, [this](const QString& folder) { choose(folder); });
}

void StoreFiles::choose(const QString& folder)
{
    const auto take = [this, folder] {
        const auto result = m_workspace.door().choose(folder);
        if (result) {
            Q_EMIT storeChosen();
            return;
        }
        auto* box
            = new QMessageBox(QMessageBox::Warning, tr("Open a store"), tr("No store can be opened here."),
                              QMessageBox::Ok, m_workspace.window());
        box->setAttribute(Qt::WA_DeleteOnClose);
        box->setTextFormat(Qt::PlainText);
        box->setInformativeText(result.error().message); // which file it is, and what helps
        box->open();
    };
    if (m_workspace.door().state() == ops::StoreDoor::State::Open)
        m_workspace.door().lock().then(this, take);
    else
        take();
}

void StoreFiles::backup()
{
    auto* dialog = new QFileDialog(m_workspace.window(), tr("Back up the store to a file"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"strongroom"_s);
    const auto today = QDateTime::fromMSecsSinceEpoch(m_workspace.clock().nowMilliseconds()).date();
    dialog->selectFile(QDir(m_workspace.door().path()).dirName() % u'-' % today.toString(Qt::ISODate)
                       % u".strongroom"_s);
    ask(dialog, [this](const QString& file) {
        const auto id = m_workspace.activities().begin({ .title = tr("Back up the store") });
        m_workspace.door().backupTo(file).then(this, [this, id, file](const base::Result<void>& result) {
            finish(id, result,
                   tr("Backed up to %1. The same passphrase opens it.").arg(QDir::toNativeSeparators(file)));
        });
    });
}

void StoreFiles::restore()
{
    auto* dialog = new QFileDialog(m_workspace.window(), tr("Choose a backup file"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({ tr("Backups of stores (*.strongroom)"), tr("All files (*)") });
    ask(dialog, [this](const QString& file) {
        ask(newFolderDialog(m_workspace.window(), tr("Choose where the store is restored"),
                            placeForRestored(file)),
            [this, file](const QString& folder) { restoreInto(file, folder); });
    });
}

/// The usual place while it is free, else one beside it that says which backup it is.
QString StoreFiles::placeForRestored(const QString& file) const
{
    const QFileInfo usual(m_workspace.door().defaultPath());
    if (!usual.exists())
        return usual.absoluteFilePath();
    return usual.dir().filePath(QFileInfo(file).completeBaseName());
}

void StoreFiles::restoreInto(const QString& file, const QString& folder)
{
    const auto id = m_workspace.activities().begin({ .title = tr("Restore a backup") });
    m_workspace.door()
        .restoreFrom(file, folder)
        .then(this, [this, id, folder](const base::Result<void>& result) {
            if (!result) {
                fail(id, explainAs(tr("The backup was not restored."), result.error(), m_workspace));
                return;
            }
            finish(id, result, tr("Restored to %1.").arg(QDir::toNativeSeparators(folder)));
            choose(folder);
        });
}

void StoreFiles::check()
{
    const auto id = m_workspace.activities().begin({ .title = tr("Check the store") });
    m_workspace.door().check().then(this, [this, id](const base::Result<ops::StoreCheck>& result) {
        if (!result) {
            finish(id, result.error(), {});
            return;
        }
        if (result->isIntact) {
            const auto done = tr("The store is intact: %1 rows of the audit log verified.")
                                  .arg(QLocale().toString(result->auditRows));
            finish(id, {}, done);
            if (!result->notes.isEmpty())
                m_workspace.notices().post({ Notice::Kind::Warning,
                                             (QStringList{ done } + result->notes).join(u' '),
                                             {},
                                             {},
                                             false });
            return;
        }
        const auto findings = result->findings.join(u' ');
        m_workspace.activities().end(id, Activity::State::Failed, findings);
        m_workspace.notices().post({ Notice::Kind::Failed, findings, {}, {}, false });
    });
}

void StoreFiles::verifyAudit()
{
    auto* operations = m_workspace.operations();
    if (!operations)
        return;
    const auto id = m_workspace.activities().begin({ .title = tr("Verify the audit log") });
    operations->run(m_workspace.caller(), vault::VerifyAudit{})
        .then(this, [this, id](const base::Result<vault::AuditVerification>& result) {
            if (!result) {
                finish(id, result.error(), {});
                return;
            }
            if (result->isIntact) {
                finish(id, {}, tr("The audit log is whole: %1 rows.").arg(QLocale().toString(result->rows)));
                return;
            }
            const auto text = tr("Row %1 of the audit log does not fit: %2")
                                  .arg(result->firstBadSequence)
                                  .arg(result->finding);
            m_workspace.activities().end(id, Activity::State::Failed, text);
            m_workspace.notices().post({ Notice::Kind::Failed, text, {}, {}, false });
        });
}

void StoreFiles::finish(quint64 activity, const base::Result<void>& result, const QString& done)
{
    if (result) {
        m_workspace.activities().end(activity, Activity::State::Done, done);
        notices().done(done);
        return;
    }
    fail(activity, m_workspace.explain(result.error()));
}

void StoreFiles::fail(quint64 activity, const ErrorText& text)
{
    m_workspace.activities().end(activity, Activity::State::Failed, text.title % u' ' % text.cause);
    notices().failed(text);
}

} // namespace strongroom::ui
