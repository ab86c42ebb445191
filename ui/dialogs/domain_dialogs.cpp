// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/domain_dialogs.h"

#include "model/vault/key_checks.h"
#include "ui/dialogs/key_file_field.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/counted.h"

#include <QDir>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTreeWidget>

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int shownHolders = 4;

/// A line for a path and the button that chooses it.
struct FileRow
{
    QWidget* row;
    QLineEdit* line;
    QPushButton* choose;
};

FileRow fileRow(const QString& chooseName, QWidget* parent)
{
    auto* const row = new QWidget(parent);
    auto* const line = new QLineEdit(row);
    auto* const choose = new QPushButton(icon(u"folder-open"_s), DomainDownloadDialog::tr("Choose..."), row);
    choose->setAutoDefault(false);
    choose->setAccessibleName(chooseName);
    auto* const layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::inside);
    layout->addWidget(line, 1);
    layout->addWidget(choose);
    row->setFocusProxy(line);
    return { row, line, choose };
}

} // namespace

// Download ---------------------------------------------------------------------------------------

DomainDownloadDialog::DomainDownloadDialog(const QString& poolName, QWidget* parent)
    : FormDialog(tr("Download the security domain of %1").arg(poolName), tr("Download"), ButtonRole::Primary,
                 parent)
    , m_poolName(poolName)
    , m_required(new QSpinBox(this))
{
    setIntroduction(tr("The key in which backups of this pool are sealed is split among people. Each holder "
                       "gives an RSA certificate or public key; their private keys open the shares again. "
                       "Keys of the pool are not in it: they stay in the token."));
    m_holdersNote = addField(tr("&Holders"), makeHolders());
    m_required->setRange(vault::limits::domainRequiredMinimum, vault::limits::domainHoldersMaximum);
    m_requiredNote = addField(tr("Needed to bring it &back"), m_required);
    addField(tr("&Write it to"), makeFile());
    connect(m_required, &QSpinBox::valueChanged, this, &DomainDownloadDialog::judge);
    connect(m_file, &QLineEdit::textChanged, this, &DomainDownloadDialog::judge);
    judge();
}

QWidget* DomainDownloadDialog::makeHolders()
{
    auto* const field = new QWidget(this);
    m_table = new QTreeWidget(field);
    m_table->setObjectName(u"holders"_s);
    m_table->setAccessibleName(tr("Holders"));
    m_table->setHeaderLabels({ tr("Holder"), tr("Key"), tr("Thumbprint") });
    m_table->setRootIsDecorated(false);
    m_table->setColumnWidth(0, 150);
    m_table->setColumnWidth(1, 84);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // the thumbprint is elided
    m_table->setFixedHeight((shownHolders + 1) * metrics::controlHeight);
    auto* const add = new QPushButton(icon(u"plus"_s), tr("Add files..."), field);
    auto* const remove = new QPushButton(icon(u"x"_s), tr("Remove"), field);
    auto* const buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::inside);
    for (QPushButton* const button : { add, remove }) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch();
    auto* const layout = new QVBoxLayout(field);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::inside);
    layout->addWidget(m_table);
    layout->addLayout(buttons);
    field->setFocusProxy(add);
    remove->setEnabled(false);
    connect(add, &QPushButton::clicked, this, &DomainDownloadDialog::chooseHoldersWanted);
    connect(remove, &QPushButton::clicked, this, &DomainDownloadDialog::removeChosen);
    connect(m_table, &QTreeWidget::itemSelectionChanged, remove,
            [this, remove] { remove->setEnabled(!m_table->selectedItems().isEmpty()); });
    return field;
}

QWidget* DomainDownloadDialog::makeFile()
{
    const FileRow row = fileRow(tr("Choose the file"), this);
    m_file = row.line;
    m_file->setObjectName(u"file"_s);
    m_file->setAccessibleName(tr("File of the security domain"));
    connect(row.choose, &QPushButton::clicked, this, &DomainDownloadDialog::chooseFileWanted);
    return row.row;
}

void DomainDownloadDialog::addHolder(const QString& fileName, base::Result<transfer::DomainHolder> holder)
{
    judge();
    const auto refuse = [this, &fileName](const QString& why) {
        m_holdersNote->set(FieldNote::Kind::Problem, tr("%1: %2").arg(fileName, why));
    };
    if (!holder)
        return refuse(holder.error().message);
    if (std::ranges::find(m_holders, holder->thumbprint, &transfer::DomainHolder::thumbprint)
        != m_holders.end())
        return refuse(tr("This key is a holder already."));
    auto* const row = new QTreeWidgetItem(m_table,
                                          { holder->name.isEmpty() ? fileName : holder->name,
                                            vault::keyKindText(holder->key, vault::KeyProtection::Software),
                                            holder->thumbprint });
    row->setIcon(0, icon(u"user-key"_s));
    row->setToolTip(0, fileName);
    row->setToolTip(2, holder->thumbprint);
    m_holders.push_back(std::move(*holder));
    judge();
}

void DomainDownloadDialog::removeChosen()
{
    for (QTreeWidgetItem* const row : m_table->selectedItems()) {
        m_holders.erase(m_holders.begin() + m_table->indexOfTopLevelItem(row));
        delete row;
    }
    judge();
}

void DomainDownloadDialog::setFile(const QString& path) { m_file->setText(path); }

QString DomainDownloadDialog::file() const { return m_file->text(); }

vault::DownloadSecurityDomain DomainDownloadDialog::operation() const
{
    vault::DownloadSecurityDomain op;
    for (const transfer::DomainHolder& holder : m_holders)
        op.holders.push_back(holder.key);
    op.required = m_required->value();
    return op;
}

void DomainDownloadDialog::judge()
{
    const auto count = int(m_holders.size());
    const bool isCountRight
        = count >= vault::limits::domainHoldersMinimum && count <= vault::limits::domainHoldersMaximum;
    m_holdersNote->set(isCountRight ? FieldNote::Kind::Good : FieldNote::Kind::Hint,
                       isCountRight
                           ? counted(count, tr("1 holder"), tr("%1 holders"))
                           : tr("Give the PEM files of 3 to 10 holders; now there are %1.").arg(count));
    const bool isRequiredRight = m_required->value() <= count;
    if (isCountRight && !isRequiredRight)
        m_requiredNote->set(FieldNote::Kind::Problem, tr("There are not so many holders."));
    else if (isCountRight && m_required->value() == count)
        m_requiredNote->set(FieldNote::Kind::Warning,
                            tr("If one of them loses the key, backups can be read by this pool only."));
    else
        m_requiredNote->set(FieldNote::Kind::Hint, tr("Fewer learn nothing of the key."));
    if (isCountRight && isRequiredRight && QDir::isAbsolutePath(m_file->text()))
        allowAccept();
    else
        forbidAccept();
}

// Upload -----------------------------------------------------------------------------------------

DomainUploadDialog::DomainUploadDialog(const QString& poolName, QWidget* parent)
    : FormDialog(tr("Upload a security domain to %1").arg(poolName), tr("Upload"), ButtonRole::Primary,
                 parent)
    , m_poolName(poolName)
    , m_key(new KeyFileField(this))
{
    setIntroduction(tr("With the security domain of another pool this one reads the backups of that pool, "
                       "and seals its own in it. It still reads its older ones. Keys come back only if this "
                       "pool's token is the one that holds them."));
    m_domainNote = addField(tr("Security &domain"), makeDomain());
    m_keyNote = addField(tr("Keys of &holders"), m_key);
    judge();
}

QWidget* DomainUploadDialog::makeDomain()
{
    const FileRow row = fileRow(tr("Choose the security domain"), this);
    m_file = row.line;
    m_file->setReadOnly(true);
    m_file->setAccessibleName(tr("File of the security domain"));
    connect(row.choose, &QPushButton::clicked, this, &DomainUploadDialog::chooseDomainWanted);
    return row.row;
}

void DomainUploadDialog::setDomain(const QString& fileName, base::Result<vault::SecurityDomain> domain)
{
    m_file->setText(fileName);
    m_shares.clear();
    m_domain.reset();
    if (domain)
        m_domain.emplace(std::move(*domain));
    judge();
    if (!domain)
        m_domainNote->set(FieldNote::Kind::Problem, domain.error().message);
}

void DomainUploadDialog::addShares(base::Result<std::vector<crypto::SecretShare>> shares)
{
    if (!shares) {
        m_keyNote->set(FieldNote::Kind::Problem, tr("%1: %2").arg(m_key->fileName(), shares.error().message));
        return;
    }
    for (crypto::SecretShare& share : *shares) {
        if (std::ranges::find(m_shares, share.index, &crypto::SecretShare::index) == m_shares.end())
            m_shares.push_back(std::move(share));
    }
    judge();
}

void DomainUploadDialog::judge()
{
    const auto count = int(m_shares.size());
    m_key->setEnabled(m_domain.has_value());
    if (!m_domain) {
        m_domainNote->set(FieldNote::Kind::Hint, tr("The file that was written when it was downloaded."));
        m_keyNote->clear();
        return forbidAccept();
    }
    m_domainNote->set(FieldNote::Kind::Good,
                      tr("Of the pool %1; %2 of its %3 holders bring it back.")
                          .arg(m_domain->pool)
                          .arg(m_domain->required)
                          .arg(m_domain->holders));
    const bool isEnough = count >= m_domain->required;
    m_keyNote->set(isEnough ? FieldNote::Kind::Good : FieldNote::Kind::Hint,
                   tr("%1 of %2 shares are open.").arg(count).arg(m_domain->required));
    if (isEnough)
        allowAccept();
    else
        forbidAccept();
}

} // namespace strongroom::ui
