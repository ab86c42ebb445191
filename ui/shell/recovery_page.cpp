// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/recovery_page.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/style.h"
#include "ui/widgets/field_note.h"
#include "ui/widgets/key_groups.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSaveFile>
#include <QVBoxLayout>

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

RecoveryPage::RecoveryPage(Workspace& workspace, QWidget* parent)
    : CenteredPage(560, parent)
    , m_workspace(workspace)
    , m_groups(new KeyGroups(this))
    , m_firstLabel(new QLabel(this))
    , m_secondLabel(new QLabel(this))
    , m_first(new QLineEdit(this))
    , m_second(new QLineEdit(this))
    , m_note(new FieldNote(this))
    , m_keychain(new QCheckBox(tr("Also open with the &keychain of this computer"), this))
    , m_done(new QPushButton(tr("&Continue"), this))
{
    build();
}

void RecoveryPage::build()
{
    addHeading(tr("Your recovery key"),
               tr("It opens the store when the passphrase is lost. It is shown only now. Write it on paper "
                  "or keep it "
                  "in another safe place."));
    m_groups->setAccessibleName(tr("Recovery key, shown on the screen only"));
    column()->addWidget(m_groups);
    auto* copy = new QPushButton(icon(u"copy"_s), tr("&Copy"), this);
    auto* saveButton = new QPushButton(icon(u"save"_s), tr("&Save to a file..."), this);
    connect(copy, &QPushButton::clicked, this, [this] {
        if (m_key)
            m_workspace.clipboard().copySecret(*m_key, tr("Recovery key"));
    });
    connect(saveButton, &QPushButton::clicked, this, &RecoveryPage::save);
    auto* tools = new QHBoxLayout;
    tools->addWidget(copy);
    tools->addWidget(saveButton);
    tools->addStretch();
    column()->addLayout(tools);

    auto* proof = new QHBoxLayout;
    proof->setSpacing(metrics::between);
    for (const auto& [label, field] :
         { std::pair(m_firstLabel, m_first), std::pair(m_secondLabel, m_second) }) {
        auto* group = new QVBoxLayout;
        group->setSpacing(metrics::tight);
        label->setBuddy(field);
        field->setFont(monoFont());
        field->setMaxLength(5);
        group->addWidget(label);
        group->addWidget(field);
        proof->addLayout(group);
        connect(field, &QLineEdit::textChanged, this, &RecoveryPage::judge);
        connect(field, &QLineEdit::returnPressed, this, &RecoveryPage::finish);
    }
    proof->addStretch();
    column()->addLayout(proof);
    column()->addWidget(m_note);
    column()->addWidget(m_keychain);
    setButtonRole(m_done, ButtonRole::Primary);
    m_done->setObjectName(u"continue"_s);
    connect(m_done, &QPushButton::clicked, this, &RecoveryPage::finish);
    auto* row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(m_done);
    column()->addLayout(row);
    setFocusProxy(m_first);
}

void RecoveryPage::show(std::shared_ptr<base::SecureBytes> printedKey)
{
    m_key = std::move(printedKey);
    m_groups->show(m_key);
    const int count = int(std::ranges::count(m_key->span(), static_cast<unsigned char>('-'))) + 1;
    auto* random = QRandomGenerator::global();
    m_asked.first = random->bounded(count);
    m_asked.second = (m_asked.first + 1 + random->bounded(qMax(1, count - 1))) % count;
    if (m_asked.second < m_asked.first)
        std::swap(m_asked.first, m_asked.second);
    m_firstLabel->setText(tr("Type group %1 again").arg(m_asked.first + 1));
    m_secondLabel->setText(tr("Type group %1 again").arg(m_asked.second + 1));
    m_first->clear();
    m_second->clear();
    m_keychain->setVisible(m_workspace.door().isKeychainAvailable());
    m_keychain->setChecked(false);
    judge();
}

QByteArrayView RecoveryPage::group(int index) const
{
    auto rest = m_key->view();
    for (int i = 0; i < index; ++i)
        rest = rest.sliced(rest.indexOf('-') + 1);
    const auto end = rest.indexOf('-');
    return end < 0 ? rest : rest.first(end);
}

void RecoveryPage::judge()
{
    const auto fits = [this](const QLineEdit* field, int index) {
        return m_key && field->text().trimmed().toUpper().toLatin1() == group(index);
    };
    const bool isRight = fits(m_first, m_asked.first) && fits(m_second, m_asked.second);
    m_done->setEnabled(isRight);
    const bool isFull = m_first->text().size() == 5 && m_second->text().size() == 5;
    if (isRight)
        m_note->set(FieldNote::Kind::Good, tr("Both groups are right."));
    else if (isFull)
        m_note->set(FieldNote::Kind::Problem, tr("That is not what is shown above."));
    else
        m_note->set(FieldNote::Kind::Hint, tr("This proves that you can read your copy."));
}

void RecoveryPage::save()
{
    auto* dialog = new QFileDialog(this, tr("Save the recovery key"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(u"strongroom-recovery-key.txt"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        QSaveFile file(path);
        const bool isSaved = m_key && file.open(QIODevice::WriteOnly)
            && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)
            && file.write(m_key->view().data(), m_key->view().size()) == m_key->view().size()
            && file.commit();
        m_note->set(isSaved ? FieldNote::Kind::Warning : FieldNote::Kind::Problem,
                    isSaved ? tr("Saved. Whoever has this file can open the store: move it to a safe place.")
                            : tr("The file could not be written: %1.").arg(file.errorString()));
    });
    dialog->open();
}

void RecoveryPage::finish()
{
    if (!m_done->isEnabled())
        return;
    if (m_keychain->isVisibleTo(this) && m_keychain->isChecked())
        m_workspace.door().addKeychainSlot().then(
            &m_workspace, [workspace = &m_workspace](const base::Result<void>& result) {
                if (!result)
                    workspace->notices().failed(workspace->explain(result.error()));
            });
    m_key.reset();
    m_groups->show({});
    m_first->clear();
    m_second->clear();
    Q_EMIT finished();
}

} // namespace strongroom::ui
