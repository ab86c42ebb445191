// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/object_bulk_dialogs.h"

#include "ui/widgets/date_time_field.h"
#include "ui/widgets/object_phrase.h"
#include "ui/widgets/tags_editor.h"

#include <QLineEdit>
#include <QRegularExpression>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr ObjectPhrase expiryHeading{ QT_TRANSLATE_NOOP("Objects", "Set the expiry of 1 secret"),
                                      QT_TRANSLATE_NOOP("Objects", "Set the expiry of %1 secrets"),
                                      QT_TRANSLATE_NOOP("Objects", "Set the expiry of 1 key"),
                                      QT_TRANSLATE_NOOP("Objects", "Set the expiry of %1 keys") };
constexpr ObjectPhrase tagsHeading{ QT_TRANSLATE_NOOP("Objects", "Tags of 1 secret"),
                                    QT_TRANSLATE_NOOP("Objects", "Tags of %1 secrets"),
                                    QT_TRANSLATE_NOOP("Objects", "Tags of 1 key"),
                                    QT_TRANSLATE_NOOP("Objects", "Tags of %1 keys") };

} // namespace

ObjectExpiryDialog::ObjectExpiryDialog(const base::Clock& clock, vault::ObjectKind kind, int count,
                                       std::optional<vault::UnixSeconds> time, QWidget* parent)
    : FormDialog(phrase(expiryHeading, kind, count), count == 1 ? tr("Set expiry") : tr("Preview"),
                 ButtonRole::Primary, parent)
    , m_expires(new DateTimeField(clock, DateTimeField::Presets::Expiry, this))
{
    setIntroduction(kind == vault::ObjectKind::Key
                        ? tr("An expired key no longer signs, encrypts and wraps; it still verifies, "
                             "decrypts and unwraps.")
                        : tr("An expired secret can still be read. Strongroom marks it and warns before."));
    m_expires->setName(tr("Expires"));
    m_expires->setTime(time);
    addField(tr("&Expires"), m_expires);
}

std::optional<vault::UnixSeconds> ObjectExpiryDialog::time() const { return m_expires->time(); }

ObjectTagsDialog::ObjectTagsDialog(vault::ObjectKind kind, int count, const vault::Tags& tags,
                                   const QStringList& knownNames, QWidget* parent)
    : FormDialog(phrase(tagsHeading, kind, count), count == 1 ? tr("Save tags") : tr("Preview"),
                 ButtonRole::Primary, parent)
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
        connect(m_removed, &QLineEdit::textChanged, this, &ObjectTagsDialog::judge);
    }
    connect(m_tags, &TagsEditor::edited, this, &ObjectTagsDialog::judge);
    judge();
}

void ObjectTagsDialog::judge()
{
    const bool isNothing = !m_isSingle && m_tags->tags().isEmpty() && m_removed->text().trimmed().isEmpty();
    if (m_tags->problem().isEmpty() && !isNothing)
        allowAccept();
    else
        forbidAccept();
}

vault::Tags ObjectTagsDialog::applied(const vault::Tags& before) const
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
