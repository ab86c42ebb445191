// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/export_dialog.h"

#include "ui/theme/metrics.h"
#include "ui/widgets/counted.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

constexpr std::array formats
    = { transfer::ExportFormat::Json, transfer::ExportFormat::Csv, transfer::ExportFormat::Env };
constexpr std::array endings = { "json"_L1, "csv"_L1, "env"_L1 };

} // namespace

ExportDialog::ExportDialog(const Scope& scope, const QString& folder, QWidget* parent)
    : FormDialog(tr("Export from %1").arg(scope.vaultName), tr("Export"), ButtonRole::Danger, parent)
    , m_scope(scope)
    , m_folder(folder)
    , m_what(new QComboBox(this))
    , m_format(new QComboBox(this))
    , m_file(new QLineEdit(this))
{
    setIntroduction(
        tr("The file holds every value in the clear. Anyone who can read it has the secrets: remove it "
           "as soon as it has served. Each value that is read is one row of the audit log."));
    if (m_scope.chosen > 0)
        m_what->addItem(counted(m_scope.chosen, tr("The chosen secret"), tr("The %1 chosen secrets")),
                        static_cast<int>(What::Chosen));
    m_what->addItem(
        counted(m_scope.listed, tr("The one secret in the list"), tr("All %1 secrets in the list")),
        static_cast<int>(What::Listed));
    addField(tr("&What"), m_what);
    m_format->addItems({ tr("JSON: all that a secret has"), tr("CSV: for spreadsheets"),
                         tr(".env: names and values for programs") });
    addField(tr("&Form"), m_format)->set(FieldNote::Kind::Hint, tr("All three can be imported again."));

    auto* const row = new QWidget(this);
    auto* const layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_file, 1);
    auto* const choose = new QPushButton(tr("C&hoose..."), row);
    layout->addWidget(choose);
    row->setFocusProxy(m_file);
    m_file->setAccessibleName(tr("File"));
    m_fileNote = addField(tr("F&ile"), row);
    m_fileNote->describe(m_file);

    connect(choose, &QPushButton::clicked, this, &ExportDialog::browse);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::suggestName);
    connect(m_file, &QLineEdit::textChanged, this, &ExportDialog::judge);
    makeCancelDefault();
    suggestName();
}

ExportDialog::What ExportDialog::what() const { return static_cast<What>(m_what->currentData().toInt()); }

transfer::ExportFormat ExportDialog::format() const
{
    return formats.at(static_cast<std::size_t>(m_format->currentIndex()));
}

QString ExportDialog::file() const { return m_file->text().trimmed(); }

void ExportDialog::suggestName()
{
    const QString ending = endings.at(static_cast<std::size_t>(m_format->currentIndex()));
    const QFileInfo now(file());
    const QString stem = file().isEmpty() ? m_scope.vaultName : now.completeBaseName();
    const QDir folder(file().isEmpty() ? m_folder : now.path());
    m_file->setText(QDir::toNativeSeparators(folder.filePath(stem + u'.' + ending)));
    judge();
}

void ExportDialog::judge()
{
    const QFileInfo target(file());
    forbidAccept();
    if (file().isEmpty() || target.isDir())
        return m_fileNote->set(FieldNote::Kind::Problem, tr("Give the file a name."));
    if (!QFileInfo(target.path()).isWritable())
        return m_fileNote->set(FieldNote::Kind::Problem, tr("This folder cannot be written."));
    allowAccept();
    if (target.exists())
        return m_fileNote->set(FieldNote::Kind::Warning, tr("The file exists and will be replaced."));
    m_fileNote->set(FieldNote::Kind::Hint,
                    tr("Only you can read it; it is read back and compared after writing."));
}

void ExportDialog::browse()
{
    auto* const dialog = new QFileDialog(this, tr("Export to"), QFileInfo(file()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setOption(QFileDialog::DontConfirmOverwrite);
    dialog->selectFile(QFileInfo(file()).fileName());
    connect(dialog, &QFileDialog::fileSelected, m_file, &QLineEdit::setText);
    dialog->open();
}

} // namespace strongroom::ui
