// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/listed_object.h"
#include "ui/commands/workspace.h"
#include "ui/widgets/property_form.h"

namespace strongroom::ui {

class StateBadge;
class TagPills;

/// What is known of a version whatever its kind, in a PropertyForm: state, then rows of the owner, then
/// dates, version, recovery and tags.
class ObjectPropertyForm final : public QWidget
{
    Q_OBJECT

public:
    explicit ObjectPropertyForm(Workspace& workspace, QWidget* parent = nullptr);

    /// For rows between the state and the dates; before finish().
    PropertyForm& form() const { return *m_form; }
    void finish();
    void show(const lists::ListedObject& object);

Q_SIGNALS:
    void editTagsWanted();

private:
    Workspace& m_workspace;
    PropertyForm* m_form;
    StateBadge* m_state;
    TagPills* m_tags;
    int m_activatesRow = 0, m_expiresRow = 0, m_versionRow = 0, m_createdRow = 0, m_updatedRow = 0,
        m_recoveryRow = 0;
};

} // namespace strongroom::ui
