// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/secret_delete_dialog.h"

#include "model/lists/relative_time.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/counted.h"

#include <QLabel>
#include <QLocale>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t namesShown = 10;

QString heading(std::size_t count)
{
    return counted(qint64(count), SecretDeleteDialog::tr("Delete 1 secret?"),
                   SecretDeleteDialog::tr("Delete %1 secrets?"));
}

QString verb(std::size_t count)
{
    return counted(qint64(count), SecretDeleteDialog::tr("Delete 1 secret"),
                   SecretDeleteDialog::tr("Delete %1 secrets"));
}

} // namespace

QStringList firstNames(const std::vector<vault::SecretProperties>& secrets)
{
    QStringList lines;
    for (std::size_t i = 0; i < std::min(secrets.size(), namesShown); ++i)
        lines += secrets[i].name.text();
    if (secrets.size() > namesShown)
        lines += SecretDeleteDialog::tr("and %1 more")
                     .arg(QLocale().toString(qint64(secrets.size() - namesShown)));
    return lines;
}

SecretDeleteDialog::SecretDeleteDialog(const std::vector<vault::SecretProperties>& secrets,
                                       vault::UnixSeconds recoverableUntil, QWidget* parent)
    : FormDialog(heading(secrets.size()), verb(secrets.size()), ButtonRole::Danger, parent)
{
    const QString until = lists::dateText(recoverableUntil);
    setIntroduction(
        secrets.size() == 1
            ? tr("All its versions go, and programs that read it fail from now on. Until %1 it can be "
                 "recovered from Deleted.")
                  .arg(until)
            : tr("All their versions go, and programs that read them fail from now on. Until %1 they "
                 "can be recovered from Deleted.")
                  .arg(until));
    auto* const names = new QLabel(firstNames(secrets).join(u'\n'), this);
    names->setTextFormat(Qt::PlainText);
    names->setFont(monoFont());
    names->setTextInteractionFlags(Qt::TextSelectableByMouse);
    addWide(names);
    makeCancelDefault();
}

} // namespace strongroom::ui
