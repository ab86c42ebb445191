// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/workspace.h"
#include "ui/shell/centered_page.h"

#include <memory>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace strongroom::ui {

class FieldNote;
class KeyGroups;

/// Shows the recovery key once, in its groups, and goes on when two of them were typed again. Offers to
/// also open the store with the keychain of this computer.
class RecoveryPage final : public CenteredPage
{
    Q_OBJECT

public:
    RecoveryPage(Workspace& workspace, QWidget* parent);

    void show(std::shared_ptr<base::SecureBytes> printedKey);
    /// Which groups (from 0) the person is asked for.
    std::pair<int, int> askedGroups() const { return m_asked; }

Q_SIGNALS:
    void finished();

private:
    void build();
    void judge();
    void finish();
    void save();
    QByteArrayView group(int index) const;

    Workspace& m_workspace;
    std::shared_ptr<base::SecureBytes> m_key;
    std::pair<int, int> m_asked{ 0, 1 };
    KeyGroups* m_groups;
    QLabel* m_firstLabel;
    QLabel* m_secondLabel;
    QLineEdit* m_first;
    QLineEdit* m_second;
    FieldNote* m_note;
    QCheckBox* m_keychain;
    QPushButton* m_done;
};

} // namespace strongroom::ui
