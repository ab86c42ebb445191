// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/view_commands.h"

#include "ui/commands/open_dialog.h"
#include "ui/dialogs/view_name_dialog.h"
#include "ui/widgets/filter_bar.h"

#include <QCoreApplication>

namespace strongroom::ui {

namespace {

struct ViewCommands
{
    Q_DECLARE_TR_FUNCTIONS(ViewCommands)
};

void keepView(Workspace& workspace, const Place& place)
{
    auto* dialog = new ViewNameDialog(place.query, workspace.window());
    QObject::connect(dialog, &FormDialog::submitted, &workspace, [&workspace, dialog, place] {
        workspace.views().add(dialog->name(), place);
        dialog->accept();
    });
    openDialog(workspace, dialog);
}

} // namespace

void removeView(Workspace& workspace, const SavedView& view)
{
    const SavedView removed = view;
    workspace.views().remove(removed.place);
    workspace.notices().done(ViewCommands::tr("Removed the view %1.").arg(removed.name),
                             [&workspace, removed] { workspace.views().add(removed.name, removed.place); });
}

void starViews(Workspace& workspace, const Place& page, FilterBar& bar)
{
    const auto placeNow = [page, &bar] {
        return Place{ page.kind, page.vault, {}, bar.expression().text() };
    };
    const auto show = [&workspace, &bar, placeNow] {
        bar.setStar(bar.expression().isEmpty()               ? FilterBar::Star::None
                        : workspace.views().find(placeNow()) ? FilterBar::Star::Full
                                                             : FilterBar::Star::Empty);
    };
    QObject::connect(&bar, &FilterBar::filterChanged, &bar, show);
    QObject::connect(&workspace.views(), &SavedViews::changed, &bar, show);
    QObject::connect(&bar, &FilterBar::starClicked, &bar, [&workspace, placeNow] {
        const Place place = placeNow();
        if (const SavedView* const known = workspace.views().find(place))
            removeView(workspace, *known);
        else
            keepView(workspace, place);
    });
    show();
}

} // namespace strongroom::ui
