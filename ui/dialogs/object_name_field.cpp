// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/object_name_field.h"

#include "ui/theme/fonts.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/field_note.h"

#include <QFileInfo>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int settleMilliseconds = 200;
constexpr int longestName = 127;

} // namespace

ObjectNameField::ObjectNameField(vault::ObjectKind kind, QWidget* parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_edit(new QLineEdit(this))
    , m_note(new FieldNote(this))
    , m_choice(new QPushButton(this))
{
    m_edit->setFont(monoFont());
    m_edit->setMaxLength(longestName);
    m_edit->setAccessibleName(tr("Name"));
    m_note->describe(m_edit);
    m_choice->setAutoDefault(false);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::tight);
    layout->addWidget(m_edit);
    layout->addWidget(m_note);
    layout->addWidget(m_choice, 0, Qt::AlignLeft);
    setFocusProxy(m_edit);
    m_settle.setSingleShot(true);
    m_settle.setInterval(settleMilliseconds);
    connect(m_edit, &QLineEdit::textChanged, this, &ObjectNameField::onEdited);
    connect(&m_settle, &QTimer::timeout, this, [this] {
        if (const auto name = vault::ObjectName::create(text()))
            Q_EMIT checkWanted(*name);
    });
    connect(m_choice, &QPushButton::clicked, this, [this] {
        const auto name = vault::ObjectName::create(text());
        if (name && m_state == vault::NameState::Deleted)
            Q_EMIT recoverWanted(*name);
        else if (name)
            Q_EMIT newVersionWanted(*name);
    });
    judge();
}

void ObjectNameField::setText(const QString& text) { m_edit->setText(text); }

QString ObjectNameField::text() const { return m_edit->text().trimmed(); }

QString ObjectNameField::problem() const
{
    if (text().isEmpty())
        return tr("A name is missing.");
    if (!vault::ObjectName::create(text()))
        return tr("Only letters, digits and hyphens are allowed.");
    if (m_state == vault::NameState::Deleted)
        return m_kind == vault::ObjectKind::Key ? tr("The name belongs to a deleted key.")
                                                : tr("The name belongs to a deleted secret.");
    if (m_state == vault::NameState::Managed)
        return tr("The name belongs to a certificate.");
    return {};
}

void ObjectNameField::setState(const vault::ObjectName& name, vault::NameState state)
{
    const auto typed = vault::ObjectName::create(text());
    if (!typed || !(*typed == name))
        return;
    m_state = state;
    judge();
    Q_EMIT edited();
}

void ObjectNameField::showProblem(const QString& sentence)
{
    m_note->set(FieldNote::Kind::Problem, sentence);
}

void ObjectNameField::onEdited()
{
    m_state.reset();
    m_settle.start();
    judge();
    Q_EMIT edited();
}

void ObjectNameField::judge()
{
    const bool isDeleted = m_state == vault::NameState::Deleted;
    m_choice->setText(isDeleted ? tr("Recover the deleted one") : tr("Add a version to it instead"));
    m_choice->setVisible(isDeleted || (m_offersVersion && m_state == vault::NameState::Exists));
    if (text().isEmpty())
        m_note->set(FieldNote::Kind::Hint, tr("Letters, digits and hyphens, at most 127."));
    else if (isDeleted)
        m_note->set(FieldNote::Kind::Problem,
                    problem() + u' ' + tr("Recover it, or purge it before the name is free."));
    else if (const QString wrong = problem(); !wrong.isEmpty())
        m_note->set(FieldNote::Kind::Problem, wrong);
    else if (m_state == vault::NameState::Free)
        m_note->set(FieldNote::Kind::Good, tr("This name is free."));
    else if (m_state == vault::NameState::Exists)
        m_note->set(FieldNote::Kind::Warning,
                    m_kind == vault::ObjectKind::Key
                        ? tr("There is a key of this name. This adds a version to it.")
                        : tr("There is a secret of this name. Saving adds a version to it."));
    else
        m_note->clear();
}

QString nameFromFile(const QString& fileName)
{
    static const QRegularExpression accents(u"\\p{Mn}"_s);
    static const QRegularExpression others(u"[^0-9A-Za-z]+"_s);
    QString name = QFileInfo(fileName).completeBaseName().normalized(QString::NormalizationForm_KD);
    name = name.remove(accents).replace(others, u"-"_s);
    if (name.startsWith(u'-'))
        name.remove(0, 1);
    name.truncate(longestName);
    while (name.endsWith(u'-'))
        name.chop(1);
    return name;
}

} // namespace strongroom::ui
