// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/pool_backup_dialog.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/choice_rows.h"
#include "ui/widgets/passphrase_edit.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using vault::BackupTarget;

namespace {

QString headingOf(PoolBackupDialog::Purpose purpose, const QString& pool)
{
    return purpose == PoolBackupDialog::Purpose::Backup ? PoolBackupDialog::tr("Back up %1").arg(pool)
                                                        : PoolBackupDialog::tr("Restore %1").arg(pool);
}

QString verbOf(PoolBackupDialog::Purpose purpose)
{
    return purpose == PoolBackupDialog::Purpose::Backup ? PoolBackupDialog::tr("Back up")
                                                        : PoolBackupDialog::tr("Restore");
}

} // namespace

PoolBackupDialog::PoolBackupDialog(Purpose purpose, const vault::VaultProperties& pool, QWidget* parent)
    : FormDialog(headingOf(purpose, pool.name.text()), verbOf(purpose), ButtonRole::Primary, parent)
    , m_purpose(purpose)
    , m_kind(new ChoiceRows(this))
    , m_folderRow(new QWidget(this))
    , m_folder(new QLineEdit(m_folderRow))
    , m_container(new QLineEdit(this))
    , m_token(new PassphraseEdit(this))
    , m_backup(new QLineEdit(this))
    , m_extent(new ChoiceRows(this))
    , m_key(new QLineEdit(this))
{
    if (purpose == Purpose::Backup)
        setIntroduction(tr("Properties of keys, roles, assignments and settings are sealed in the security "
                           "domain of the pool. The keys themselves are not in a backup: they never leave "
                           "the token \u201c%1\u201d, and come back only while it has them.")
                            .arg(pool.token.label));
    else
        setIntroduction(
            tr("Keys come back as they were, if the token \u201c%1\u201d still has them. A backup "
               "of another pool opens after its security domain was uploaded here.")
                .arg(pool.token.label));
    addPlace();
    addExtent();
    for (QLineEdit* const line : { m_folder, m_container, m_backup, m_key }) {
        line->setFont(monoFont());
        connect(line, &QLineEdit::textChanged, this, &PoolBackupDialog::judge);
    }
    connect(m_token, &PassphraseEdit::edited, this, &PoolBackupDialog::judge);
    connect(m_kind, &ChoiceRows::changed, this, &PoolBackupDialog::judge);
    connect(m_extent, &ChoiceRows::changed, this, &PoolBackupDialog::judge);
    judge();
}

void PoolBackupDialog::addPlace()
{
    const bool isRestore = m_purpose == Purpose::Restore;
    m_kind->addChoice(tr("A &folder of this machine"),
                      isRestore ? tr("The folder that the backup made: mhsm-NAME-TIME.")
                                : tr("The backup gets a folder of its own in it."));
    m_kind->addChoice(tr("A &container of blobs"),
                      tr("Reached by https with a SAS token, as in the service."));
    addField(isRestore ? tr("From") : tr("To"), m_kind);

    auto* const choose = new QPushButton(icon(u"folder-open"_s), tr("Choose..."), m_folderRow);
    choose->setAutoDefault(false);
    choose->setAccessibleName(tr("Choose a folder"));
    auto* const row = new QHBoxLayout(m_folderRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::inside);
    row->addWidget(m_folder, 1);
    row->addWidget(choose);
    m_folder->setObjectName(u"folder"_s);
    m_folder->setAccessibleName(tr("Folder"));
    m_folderRow->setFocusProxy(m_folder);
    m_folderNote = addField(tr("F&older"), m_folderRow);
    m_folderNote->describe(m_folder);
    connect(choose, &QPushButton::clicked, this, &PoolBackupDialog::chooseWanted);

    m_container->setObjectName(u"container"_s);
    m_container->setPlaceholderText(u"https://account.blob.core.windows.net/backups"_s);
    m_containerNote = addField(tr("&Address"), m_container);
    m_tokenNote = addField(tr("&SAS token"), m_token);
    m_backup->setObjectName(u"backup"_s);
    m_backup->setPlaceholderText(u"mhsm-name-20260101120000"_s);
    m_backupNote = addField(tr("&Backup"), m_backup);
}

void PoolBackupDialog::addExtent()
{
    m_extent->addChoice(
        tr("&Whole pool"),
        tr("Roles, assignments and settings become those of the backup. Keys that it does not "
           "know stay."));
    m_extent->addChoice(tr("One &key"), tr("Nothing else changes. A deleted key is live again."));
    addField(tr("What"), m_extent);
    m_key->setObjectName(u"key"_s);
    m_keyNote = addField(tr("&Name"), m_key);
    setFieldVisible(m_extent, m_purpose == Purpose::Restore);
}

void PoolBackupDialog::setBackup(const QString& place)
{
    const bool isContainer = place.startsWith("http"_L1);
    m_kind->choose(isContainer ? 1 : 0);
    if (!isContainer)
        return m_folder->setText(place);
    m_container->setText(place.section(u'/', 0, -2));
    m_backup->setText(place.section(u'/', -1));
}

void PoolBackupDialog::setFolder(const QString& path) { m_folder->setText(path); }

bool PoolBackupDialog::isFolder() const { return m_kind->chosen() == 0; }

std::optional<std::pair<FieldNote*, QString>> PoolBackupDialog::problem() const
{
    using Problem = std::pair<FieldNote*, QString>;
    if (isFolder() && !QDir::isAbsolutePath(m_folder->text()))
        return Problem(m_folderNote, m_folder->text().isEmpty() ? QString() : tr("Give the whole path."));
    if (!isFolder() && m_container->text().isEmpty())
        return Problem(m_containerNote, QString());
    if (!isFolder() && m_token->isEmpty())
        return Problem(m_tokenNote, QString());
    if (!isFolder()) {
        if (const auto checked
            = BackupTarget{ BackupTarget::Kind::Container, m_container->text(), m_token->secret() }.check();
            !checked)
            return Problem(m_containerNote, checked.error().message);
        if (m_purpose == Purpose::Restore && m_backup->text().isEmpty())
            return Problem(m_backupNote, QString());
    }
    if (m_extent->chosen() == 1 && !keyName())
        return Problem(m_keyNote,
                       m_key->text().isEmpty() ? QString()
                                               : tr("The name of a key: letters, digits and hyphens."));
    return std::nullopt;
}

std::optional<BackupTarget> PoolBackupDialog::target() const
{
    if (problem())
        return std::nullopt;
    if (!isFolder())
        return BackupTarget{ BackupTarget::Kind::Container, m_container->text(), m_token->secret() };
    const QString path = QDir::cleanPath(m_folder->text());
    return BackupTarget{ BackupTarget::Kind::Folder,
                         m_purpose == Purpose::Restore ? QFileInfo(path).path() : path };
}

QString PoolBackupDialog::backup() const
{
    return isFolder() ? QFileInfo(QDir::cleanPath(m_folder->text())).fileName() : m_backup->text();
}

std::optional<vault::ObjectName> PoolBackupDialog::keyName() const
{
    if (m_purpose == Purpose::Backup || m_extent->chosen() != 1)
        return std::nullopt;
    auto name = vault::ObjectName::create(m_key->text());
    return name ? std::optional(std::move(*name)) : std::nullopt;
}

void PoolBackupDialog::judge()
{
    setFieldVisible(m_folderRow, isFolder());
    for (QWidget* const field : { static_cast<QWidget*>(m_container), static_cast<QWidget*>(m_token) })
        setFieldVisible(field, !isFolder());
    setFieldVisible(m_backup, !isFolder() && m_purpose == Purpose::Restore);
    setFieldVisible(m_key, m_purpose == Purpose::Restore && m_extent->chosen() == 1);
    for (FieldNote* const note : { m_folderNote, m_containerNote, m_tokenNote, m_backupNote, m_keyNote })
        note->clear();
    const auto found = problem();
    if (!found)
        return allowAccept();
    found->first->set(FieldNote::Kind::Problem, found->second);
    forbidAccept();
}

} // namespace strongroom::ui
