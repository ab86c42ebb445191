// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/create_page.h"

#include "ui/shell/new_folder_dialog.h"
#include "ui/theme/metrics.h"
#include "ui/theme/style.h"
#include "ui/widgets/field_note.h"
#include "ui/widgets/passphrase_edit.h"
#include "ui/widgets/passphrase_strength.h"

#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

CreatePage::CreatePage(ops::StoreDoor& door, Explain explain, QWidget* parent)
    : CenteredPage(520, parent)
    , m_door(door)
    , m_explain(std::move(explain))
    , m_passphrase(new PassphraseEdit(this))
    , m_again(new PassphraseEdit(this))
    , m_path(new QLineEdit(this))
    , m_strength(new FieldNote(this))
    , m_againNote(new FieldNote(this))
    , m_problem(new FieldNote(this))
    , m_progress(new QProgressBar(this))
    , m_choose(new QPushButton(tr("C&hange..."), this))
    , m_cancel(new QPushButton(tr("Back"), this))
    , m_create(new QPushButton(tr("&Create store"), this))
{
    build();
    reset();
}

void CreatePage::build()
{
    addHeading(tr("Create a store"),
               tr("The passphrase opens the store. Nobody can reset it; a recovery key is shown next."));
    const auto addField = [this](const QString& text, QWidget* field, FieldNote* note) {
        auto* label = new QLabel(text, this);
        label->setBuddy(field);
        auto* group = new QVBoxLayout;
        group->setSpacing(metrics::tight);
        group->addWidget(label);
        group->addWidget(field);
        if (note)
            group->addWidget(note);
        column()->addLayout(group);
    };
    m_passphrase->setAccessibleName(tr("Passphrase"));
    m_again->setAccessibleName(tr("Passphrase again"));
    m_path->setAccessibleName(tr("Folder of the store"));
    m_path->setReadOnly(true);
    m_path->setObjectName(u"storeFolder"_s);
    m_strength->describe(m_passphrase);
    m_againNote->describe(m_again);
    addField(tr("&Passphrase"), m_passphrase, m_strength);
    addField(tr("Passphrase &again"), m_again, m_againNote);

    auto* where = new QLabel(tr("&Folder of the store"), this);
    where->setBuddy(m_choose);
    auto* folder = new QHBoxLayout;
    folder->addWidget(m_path, 1);
    folder->addWidget(m_choose);
    auto* group = new QVBoxLayout;
    group->setSpacing(metrics::tight);
    group->addWidget(where);
    group->addLayout(folder);
    column()->addLayout(group);
    m_problem->describe(m_choose);
    column()->addWidget(m_problem);
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Making the store"));
    column()->addWidget(m_progress);
    setButtonRole(m_create, ButtonRole::Primary);
    m_create->setDefault(true);
    m_create->setObjectName(u"createStore"_s);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_cancel);
    buttons->addStretch();
    buttons->addWidget(m_create);
    column()->addLayout(buttons);

    connect(m_passphrase, &PassphraseEdit::edited, this, &CreatePage::judge);
    connect(m_again, &PassphraseEdit::edited, this, &CreatePage::judge);
    connect(m_passphrase, &QLineEdit::returnPressed, m_again, qOverload<>(&QWidget::setFocus));
    connect(m_again, &QLineEdit::returnPressed, this, &CreatePage::submit);
    connect(m_create, &QPushButton::clicked, this, &CreatePage::submit);
    connect(m_cancel, &QPushButton::clicked, this, &CreatePage::cancelled);
    connect(m_choose, &QPushButton::clicked, this, &CreatePage::choosePath);
    setFocusProxy(m_passphrase);
}

void CreatePage::reset()
{
    m_passphrase->wipe();
    m_again->wipe();
    m_path->setText(m_door.defaultPath());
    m_problem->clear();
    setWaiting(false);
}

void CreatePage::judge()
{
    const auto strength = strengthOf(m_passphrase->typed().view());
    using Level = Strength::Level;
    const auto kind = strength.level == Level::Empty ? FieldNote::Kind::Hint
        : strength.level <= Level::Fair              ? FieldNote::Kind::Warning
                                                     : FieldNote::Kind::Good;
    m_strength->set(kind, strengthSentence(strength));
    const bool isSame = m_passphrase->secret() == m_again->secret();
    if (m_again->isEmpty())
        m_againNote->clear();
    else if (isSame)
        m_againNote->set(FieldNote::Kind::Good, tr("The same."));
    else
        m_againNote->set(FieldNote::Kind::Hint, tr("Not the same yet."));
    m_create->setEnabled(!m_isWaiting && strength.level != Level::Empty && isSame);
}

void CreatePage::choosePath()
{
    auto* dialog = newFolderDialog(this, tr("Choose where the store is made"), m_path->text());
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) {
        m_path->setText(folder);
        m_problem->clear();
    });
    dialog->open();
}

void CreatePage::submit()
{
    if (!m_create->isEnabled())
        return;
    m_problem->clear();
    setWaiting(true);
    m_door.create(m_path->text(), m_passphrase->secret())
        .then(this, [this](base::Result<base::SecureBytes> result) { onCreated(std::move(result)); });
}

void CreatePage::onCreated(base::Result<base::SecureBytes> result)
{
    setWaiting(false);
    if (!result) {
        const auto text = m_explain(result.error());
        m_problem->set(FieldNote::Kind::Problem, text.title % u' ' % text.cause);
        m_choose->setFocus();
        return;
    }
    m_passphrase->wipe();
    m_again->wipe();
    Q_EMIT created(std::make_shared<base::SecureBytes>(std::move(result).value()));
}

void CreatePage::setWaiting(bool isWaiting)
{
    m_isWaiting = isWaiting;
    m_progress->setVisible(isWaiting);
    for (auto* part :
         { static_cast<QWidget*>(m_passphrase), static_cast<QWidget*>(m_again), static_cast<QWidget*>(m_path),
           static_cast<QWidget*>(m_choose), static_cast<QWidget*>(m_cancel) })
        part->setEnabled(!isWaiting);
    judge();
}

} // namespace strongroom::ui
