// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/object_delete_dialog.h"

#include "model/lists/relative_time.h"
#include "ui/widgets/name_lines.h"
#include "ui/widgets/object_phrase.h"

namespace strongroom::ui {

namespace {

constexpr ObjectPhrase question{ QT_TRANSLATE_NOOP("Objects", "Delete 1 secret?"),
                                 QT_TRANSLATE_NOOP("Objects", "Delete %1 secrets?"),
                                 QT_TRANSLATE_NOOP("Objects", "Delete 1 key?"),
                                 QT_TRANSLATE_NOOP("Objects", "Delete %1 keys?") };
constexpr ObjectPhrase verb{ QT_TRANSLATE_NOOP("Objects", "Delete 1 secret"),
                             QT_TRANSLATE_NOOP("Objects", "Delete %1 secrets"),
                             QT_TRANSLATE_NOOP("Objects", "Delete 1 key"),
                             QT_TRANSLATE_NOOP("Objects", "Delete %1 keys") };

QString consequence(vault::ObjectKind kind, std::size_t count)
{
    if (kind == vault::ObjectKind::Key)
        return count == 1
            ? ObjectDeleteDialog::tr(
                "All its versions go. Programs can no longer decrypt, unwrap or verify what was made "
                "with it. Until %1 it can be recovered from Deleted.")
            : ObjectDeleteDialog::tr(
                "All their versions go. Programs can no longer decrypt, unwrap or verify what was made "
                "with them. Until %1 they can be recovered from Deleted.");
    return count == 1
        ? ObjectDeleteDialog::tr("All its versions go, and programs that read it fail from now on. Until %1 "
                                 "it can be recovered from Deleted.")
        : ObjectDeleteDialog::tr("All their versions go, and programs that read them fail from now on. Until "
                                 "%1 they can be recovered from Deleted.");
}

} // namespace

ObjectDeleteDialog::ObjectDeleteDialog(const std::vector<lists::ListedObject>& objects,
                                       vault::UnixSeconds recoverableUntil, QWidget* parent)
    : FormDialog(phrase(question, objects.front().kind, qint64(objects.size())),
                 phrase(verb, objects.front().kind, qint64(objects.size())), ButtonRole::Danger, parent)
{
    setIntroduction(consequence(objects.front().kind, objects.size()).arg(lists::dateText(recoverableUntil)));
    QStringList names;
    for (const lists::ListedObject& object : objects)
        names += object.name.text();
    addWide(new NameLines(names, this));
    makeCancelDefault();
}

} // namespace strongroom::ui
