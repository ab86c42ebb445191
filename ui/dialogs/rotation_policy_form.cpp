// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/rotation_policy_form.h"

#include "ui/theme/metrics.h"
#include "ui/widgets/duration_edit.h"
#include "ui/widgets/field_note.h"
#include "ui/widgets/rotation_timeline.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using vault::LifetimeAction;

namespace {

enum class Trigger { None, AfterCreate, BeforeExpiry };

vault::Duration months(int count)
{
    vault::Duration duration;
    duration.months = count;
    return duration;
}

vault::Duration days(int count)
{
    vault::Duration duration;
    duration.days = count;
    return duration;
}

} // namespace

RotationPolicyForm::RotationPolicyForm(const base::Clock& clock, vault::PolicyScope scope,
                                       const vault::Attributes& version, QWidget* parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_scope(scope)
    , m_version(version)
    , m_rotate(new QComboBox(this))
    , m_rotateTime(new DurationEdit(this))
    , m_expires(new QCheckBox(tr("after"), this))
    , m_expiryTime(new DurationEdit(this))
    , m_notifies(new QCheckBox(tr("before the end"), this))
    , m_noticeTime(new DurationEdit(this))
    , m_note(new FieldNote(this))
    , m_timeline(new RotationTimeline(this))
{
    m_rotate->addItems({ tr("Not by itself"), tr("After the last version"), tr("Before the version ends") });
    m_rotate->setObjectName(u"rotate"_s);
    m_rotate->setAccessibleName(tr("Rotate"));
    m_rotateTime->setName(tr("Rotate, time"));
    m_rotateTime->setObjectName(u"rotateTime"_s);
    m_expires->setObjectName(u"expires"_s);
    m_expires->setAccessibleName(tr("New versions end after a time"));
    m_expiryTime->setName(tr("New versions end after"));
    m_expiryTime->setObjectName(u"expiryTime"_s);
    m_notifies->setObjectName(u"notifies"_s);
    m_notifies->setAccessibleName(tr("Notice before the end"));
    m_noticeTime->setName(tr("Notice before the end, time"));
    auto* const grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(metrics::between);
    grid->setVerticalSpacing(metrics::inside);
    grid->setColumnStretch(2, 1);
    addRow(grid, tr("Rotate"), m_rotate, m_rotateTime);
    addRow(grid, tr("New versions end"), m_expires, m_expiryTime);
    addRow(grid, tr("Notice"), m_notifies, m_noticeTime);
    grid->addWidget(m_note, grid->rowCount(), 0, 1, 3);
    grid->addWidget(m_timeline, grid->rowCount(), 0, 1, 3);
    setFocusProxy(m_rotate);

    for (DurationEdit* const edit : { m_rotateTime, m_expiryTime, m_noticeTime })
        connect(edit, &DurationEdit::edited, this, &RotationPolicyForm::judge);
    for (QCheckBox* const box : { m_expires, m_notifies })
        connect(box, &QCheckBox::toggled, this, &RotationPolicyForm::judge);
    connect(m_rotate, &QComboBox::currentIndexChanged, this, &RotationPolicyForm::judge);
    setPolicy(vault::defaultRotationPolicy());
}

void RotationPolicyForm::addRow(QGridLayout* grid, const QString& label, QWidget* first, QWidget* second)
{
    const int row = grid->rowCount();
    auto* const caption = new QLabel(label, this);
    caption->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    caption->setBuddy(first);
    grid->addWidget(caption, row, 0);
    grid->addWidget(first, row, 1);
    grid->addWidget(second, row, 2);
}

void RotationPolicyForm::setPolicy(const vault::RotationPolicy& policy)
{
    {
        const QSignalBlocker blocker(this);
        Trigger trigger = Trigger::None;
        m_rotateTime->setDuration(months(18));
        m_noticeTime->setDuration(days(30));
        m_expiryTime->setDuration(policy.expiryTime.value_or(months(24)));
        m_expires->setChecked(policy.expiryTime.has_value());
        bool notifies = false;
        for (const LifetimeAction& action : policy.actions) {
            if (action.kind == LifetimeAction::Kind::Notify) {
                notifies = true;
                m_noticeTime->setDuration(action.timeBeforeExpiry.value_or(days(30)));
            } else {
                trigger = action.timeAfterCreate ? Trigger::AfterCreate : Trigger::BeforeExpiry;
                m_rotateTime->setDuration(
                    action.timeAfterCreate.value_or(action.timeBeforeExpiry.value_or(months(18))));
            }
        }
        m_notifies->setChecked(notifies);
        m_rotate->setCurrentIndex(int(trigger));
    }
    judge();
}

void RotationPolicyForm::setVersion(const vault::Attributes& version)
{
    m_version = version;
    judge();
}

void RotationPolicyForm::setCanRotate(bool can)
{
    if (can == m_canRotate)
        return;
    m_canRotate = can;
    m_rotate->setEnabled(can);
    if (!can)
        m_trigger = m_rotate->currentIndex();
    m_rotate->setCurrentIndex(can ? m_trigger : int(Trigger::None));
    judge();
}

/// What the fields say; a duration that cannot be read counts as none.
vault::RotationPolicy RotationPolicyForm::written() const
{
    vault::RotationPolicy policy;
    const auto trigger = Trigger(m_rotate->currentIndex());
    if (trigger == Trigger::AfterCreate)
        policy.actions.push_back({ LifetimeAction::Kind::Rotate, m_rotateTime->duration(), {} });
    else if (trigger == Trigger::BeforeExpiry)
        policy.actions.push_back({ LifetimeAction::Kind::Rotate, {}, m_rotateTime->duration() });
    if (m_notifies->isChecked())
        policy.actions.push_back({ LifetimeAction::Kind::Notify, {}, m_noticeTime->duration() });
    if (m_expires->isChecked())
        policy.expiryTime = m_expiryTime->duration();
    return policy;
}

QString RotationPolicyForm::problem() const
{
    const auto isWrong = [](const DurationEdit* edit) {
        return edit->isVisibleTo(edit->parentWidget()) && edit->isEnabled() && !edit->duration();
    };
    for (const DurationEdit* const edit : { m_rotateTime, m_expiryTime, m_noticeTime }) {
        if (isWrong(edit))
            return tr("Write a time span like P90D, P18M or P1Y10D.");
    }
    const auto checked = vault::checkRotationPolicy(written(), m_scope);
    return checked ? QString() : checked.error().message;
}

std::optional<vault::RotationPolicy> RotationPolicyForm::policy() const
{
    if (!problem().isEmpty())
        return {};
    return written();
}

void RotationPolicyForm::judge()
{
    m_rotateTime->setEnabled(Trigger(m_rotate->currentIndex()) != Trigger::None);
    m_expiryTime->setEnabled(m_expires->isChecked());
    m_noticeTime->setEnabled(m_notifies->isChecked());
    const QString wrong = problem();
    const bool neverTells = m_notifies->isChecked() && !m_version.expires && !m_expires->isChecked();
    const bool neverRotates
        = Trigger(m_rotate->currentIndex()) == Trigger::BeforeExpiry && !m_version.expires;
    if (!wrong.isEmpty())
        m_note->set(FieldNote::Kind::Problem, wrong);
    else if (!m_canRotate)
        m_note->set(
            FieldNote::Kind::Hint,
            tr("A key that was imported into an HSM cannot be rotated. Its policy can give notice that "
               "the next version has to be imported."));
    else if (neverRotates)
        m_note->set(FieldNote::Kind::Warning,
                    tr("The current version has no end: it is rotated once by hand, then by itself."));
    else if (neverTells)
        m_note->set(FieldNote::Kind::Hint, tr("No version has an end, so no notice comes until one is set."));
    else
        m_note->clear();
    m_timeline->setEvents(wrong.isEmpty() ? vault::nextEvents(written(), m_version, shownEvents)
                                          : std::vector<vault::RotationEvent>(),
                          m_clock.now());
    Q_EMIT edited();
}

} // namespace strongroom::ui
