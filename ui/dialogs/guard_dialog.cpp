// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/guard_dialog.h"

#include "ui/theme/fonts.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/name_lines.h"

#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

constexpr int holdStep = 100;

} // namespace

GuardDialog::GuardDialog(const GuardQuestion& question, QWidget* parent)
    : FormDialog(question.heading, question.acceptText, ButtonRole::Danger, parent)
    , m_word(question.word)
    , m_acceptText(question.acceptText)
    , m_warning(question.warning.isEmpty() ? tr("This cannot be undone.") : question.warning)
    , m_mustHold(question.isProduction)
    , m_typed(new QLineEdit(this))
{
    setIntroduction(question.sentence);
    const bool isLong = isLongName(m_word);
    if (!question.names.isEmpty() && question.names != QStringList{ m_word })
        addWide(new NameLines(question.names, this));
    else if (isLong)
        addWide(new NameLines({ m_word }, this));
    for (const QString& fact : question.facts) {
        auto* line = new FieldNote(this);
        line->set(FieldNote::Kind::Warning, fact);
        line->setContentsMargins(0, 0, 0, metrics::tight);
        addWide(line);
    }
    m_typed->setFont(monoFont());
    m_note = addField(isLong ? tr("&Type this name") : tr("&Type “%1”").arg(m_word), m_typed);
    m_typed->setAccessibleName(tr("Type %1 to confirm").arg(m_word));
    makeCancelDefault();
    forbidAccept();
    connect(m_typed, &QLineEdit::textChanged, this, &GuardDialog::judge);
    judge();
    m_typed->setFocus();

    if (!m_mustHold)
        return;
    takeOverAccept();
    m_hold.setInterval(holdStep);
    connect(&m_hold, &QTimer::timeout, this, [this] {
        m_heldMilliseconds += holdStep;
        showHold();
        if (m_heldMilliseconds < holdMilliseconds)
            return;
        stopHolding();
        Q_EMIT submitted();
    });
    connect(acceptButton(), &QPushButton::pressed, this, &GuardDialog::startHolding);
    connect(acceptButton(), &QPushButton::released, this, &GuardDialog::stopHolding);
}

void GuardDialog::judge()
{
    const QString typed = m_typed->text();
    if (typed == m_word) {
        allowAccept();
        m_note->set(FieldNote::Kind::Good,
                    m_mustHold ? tr("Production: hold the button for three seconds.")
                               : tr("This is the name."));
        return;
    }
    forbidAccept();
    if (typed.isEmpty() || m_word.startsWith(typed))
        m_note->set(FieldNote::Kind::Hint, m_warning);
    else if (m_word.startsWith(typed, Qt::CaseInsensitive))
        m_note->set(FieldNote::Kind::Problem, tr("Capitals count."));
    else
        m_note->set(FieldNote::Kind::Problem, tr("This is not the name."));
}

void GuardDialog::startHolding()
{
    m_heldMilliseconds = 0;
    m_hold.start();
    showHold();
}

void GuardDialog::stopHolding()
{
    m_hold.stop();
    m_heldMilliseconds = 0;
    acceptButton()->setText(m_acceptText);
}

void GuardDialog::showHold()
{
    const int left = (holdMilliseconds - m_heldMilliseconds + 999) / 1000;
    acceptButton()->setText(counted(left, tr("Hold for 1 second"), tr("Hold for %1 seconds")));
}

} // namespace strongroom::ui
