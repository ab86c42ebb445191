// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/object_property_form.h"

#include "model/lists/object_words.h"
#include "model/lists/relative_time.h"
#include "ui/panes/details_pages.h"
#include "ui/widgets/pills.h"
#include "ui/widgets/state_look.h"

#include <QVBoxLayout>

namespace strongroom::ui {

ObjectPropertyForm::ObjectPropertyForm(Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_form(new PropertyForm(this))
    , m_state(new StateBadge(this))
    , m_tags(new TagPills(this))
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_form);
    m_tags->setEditing(TagPills::Editing::Yes);
    m_form->addWidget(tr("State"), m_state);
    connect(m_tags, &TagPills::editRequested, this, &ObjectPropertyForm::editTagsWanted);
    connect(m_form, &PropertyForm::copyRequested, this,
            [this](const QString& text) { m_workspace.clipboard().copyPlain(text); });
}

void ObjectPropertyForm::finish()
{
    m_activatesRow = m_form->addText(tr("Activates"));
    m_expiresRow = m_form->addText(tr("Expires"));
    m_versionRow = m_form->addText(tr("Version"), PropertyForm::Face::Monospace);
    m_createdRow = m_form->addText(tr("Created"));
    m_updatedRow = m_form->addText(tr("Updated"));
    m_recoveryRow = m_form->addText(tr("If deleted"));
    m_form->addWidget(tr("Tags"), m_tags);
}

void ObjectPropertyForm::show(const lists::ListedObject& object)
{
    const vault::Attributes& attributes = object.attributes;
    const base::UnixSeconds now = m_workspace.clock().now();
    const lists::TimeZone zone = timeZoneOf(m_workspace);
    const vault::ObjectState state
        = vault::stateOf(attributes, now, m_workspace.settings().value().expiringDays);
    const StateLook look = lookOf(state);
    m_state->setState(look.icon, look.role, lists::stateWord(state),
                      lists::stateSentence(object.kind, attributes, now));
    m_form->setValue(m_activatesRow,
                     attributes.notBefore ? lists::dateTimeText(*attributes.notBefore, zone) : tr("at once"));
    if (attributes.expires) {
        const qint64 days = lists::daysUntil(*attributes.expires, now);
        m_form->setValue(m_expiresRow, lists::dateTimeText(*attributes.expires, zone), tr("%1 d").arg(days));
    } else {
        m_form->setValue(m_expiresRow, tr("never"));
    }
    m_form->setValue(m_versionRow, lists::shortVersion(object.version), {}, object.version.text());
    m_form->setValue(m_createdRow, lists::dateTimeText(attributes.created, zone));
    m_form->setValue(m_updatedRow, lists::dateTimeText(attributes.updated, zone));
    m_form->setRowVisible(m_updatedRow, attributes.updated != attributes.created);
    m_form->setValue(m_recoveryRow, tr("recoverable for %1 days").arg(attributes.recoverableDays), {},
                     attributes.recoveryLevel);
    m_form->setRowVisible(m_recoveryRow, attributes.recoverableDays > 0);
    m_tags->setTags(lists::tagWords(object.tags));
    m_tags->setEditing(object.isManaged ? TagPills::Editing::No : TagPills::Editing::Yes);
}

} // namespace strongroom::ui
