// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/secret_bulk_dialogs.h"

#include "ui/widgets/counted.h"
#include "ui/widgets/date_time_field.h"
#include "ui/widgets/tags_editor.h"

#include <QLineEdit>
#include <QRegularExpression>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

SecretExpiryDialog::SecretExpiryDialog(const base::Clock& clock, int count,
                                       std::optional<vault::UnixSeconds> time, QWidget* parent)
    : FormDialog(counted(count, tr("Set the expiry of 1 secret"), tr("Set the expiry of %1 secrets")),
                 count == 1 ? tr("Set expiry") : tr("Preview"), ButtonRole::Primary, parent)
    , m_expires(new DateTimeField(clock, DateTimeField::Presets::Expiry, this))
{
    setIntroduction(tr("An expired secret can still be read. Strongroom marks it and warns before."));
    m_expires->setName(tr("Expires"));
    m_expires->setTime(time);
    addField(tr("&Expires"), m_expires);
}

std::optional<vault::UnixSeconds> SecretExpiryDialog::time() const { return m_expires->time(); }

SecretTagsDialog::SecretTagsDialog(int count, const vault::Tags& tags, const QStringList& knownNames,
                                   QWidget* parent)
    : FormDialog(counted(count, tr("Tags"), tr("Tags of %1 secrets")),
                 count == 1 ? tr("Save tags") : tr("Preview"), ButtonRole::Primary, parent)
    , m_isSingle(count == 1)
    , m_tags(new TagsEditor(this))
    , m_removed(new QLineEdit(this))
{
    m_tags->setKnownNames(knownNames);
    m_tags->setTags(tags);
    addField(m_isSingle ? tr("&Tags") : tr("&Add or change"), m_tags);
    m_removed->setVisible(!m_isSingle);
    if (!m_isSingle) {
        m_removed->setPlaceholderText(tr("Names, separated by commas"));
        addField(tr("&Remove"), m_removed);
        connect(m_removed, &QLineEdit::textChanged, this, &SecretTagsDialog::judge);
    }
    connect(m_tags, &TagsEditor::edited, this, &SecretTagsDialog::judge);
    judge();
}

void SecretTagsDialog::judge()
{
    const bool isNothing = !m_isSingle && m_tags->tags().isEmpty() && m_removed->text().trimmed().isEmpty();
    if (m_tags->problem().isEmpty() && !isNothing)
        allowAccept();
    else
        forbidAccept();
}

vault::Tags SecretTagsDialog::applied(const vault::Tags& before) const
{
    if (m_isSingle)
        return m_tags->tags();
    vault::Tags after = before;
    static const QRegularExpression separators(u"\\s*,\\s*"_s);
    const QStringList removed = m_removed->text().trimmed().split(separators, Qt::SkipEmptyParts);
    for (const QString& name : removed)
        after.remove(name);
    after.insert(m_tags->tags());
    return after;
}

} // namespace strongroom::ui
