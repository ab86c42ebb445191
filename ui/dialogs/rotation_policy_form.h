// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/vault/rotation_policy.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QGridLayout;

namespace strongroom::ui {

class DurationEdit;
class FieldNote;
class RotationTimeline;

/// The fields of a rotation policy, judged while they are changed, with what comes next drawn under them.
class RotationPolicyForm final : public QWidget
{
    Q_OBJECT

public:
    /// `version` is the current one; of a key that is not there yet, what it will be.
    RotationPolicyForm(const base::Clock& clock, vault::PolicyScope scope, const vault::Attributes& version,
                       QWidget* parent = nullptr);

    void setPolicy(const vault::RotationPolicy& policy);
    /// Nothing while the rules are broken.
    std::optional<vault::RotationPolicy> policy() const;
    /// The version's end changed, in a key that is being made.
    void setVersion(const vault::Attributes& version);
    /// Without: the policy can give notice only.
    void setCanRotate(bool can);
    /// Empty when the policy can be saved.
    QString problem() const;

    static constexpr int shownEvents = 5;

Q_SIGNALS:
    void edited();

private:
    vault::RotationPolicy written() const;
    void addRow(QGridLayout* grid, const QString& label, QWidget* first, QWidget* second);
    void judge();

    const base::Clock& m_clock;
    const vault::PolicyScope m_scope;
    vault::Attributes m_version;
    QComboBox* m_rotate;
    bool m_canRotate = true;
    int m_trigger = 0; ///< what was chosen there before it could not
    DurationEdit* m_rotateTime;
    QCheckBox* m_expires;
    DurationEdit* m_expiryTime;
    QCheckBox* m_notifies;
    DurationEdit* m_noticeTime;
    FieldNote* m_note;
    RotationTimeline* m_timeline;
};

} // namespace strongroom::ui
