// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "in_memory_store.h"
#include "ui/panes/pane.h"
#include "window_parts.h"

#include <QAbstractButton>
#include <QAbstractItemModel>
#include <QApplication>
#include <QDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QTest>

namespace strongroom::support {

/// A page over a store in memory, in a window of its own, and what it asked the shell to do.
class PaneFixture final
{
public:
    PaneFixture()
        : working(store)
        , door(working.operations())
        , workspace(door, endpoint, working.clock, settings)
    {
        QObject::connect(&workspace, &ui::Workspace::openRequested, &workspace,
                         [this](const ui::Place& place) { opened.push_back(place); });
        QObject::connect(&workspace.notices(), &ui::Notices::posted, &workspace,
                         [this](const ui::Notice& notice) { notices.push_back(notice); });
    }

    vault::VaultId addVault(const char* name)
    {
        const auto made = working.run(createVault(name));
        waitForVault(made->id);
        return made->id;
    }
    void waitForVault(const vault::VaultId& id) { QTRY_VERIFY(workspace.vaults().find(id) != nullptr); }
    /// `days` from now; 0: never.
    void addSecret(const vault::VaultId& id, const char* name, qint64 days = 0, const vault::Tags& tags = {})
    {
        auto op = setSecret(name, "value");
        op.tags = tags;
        if (days != 0)
            op.attributes.expires = vault::DateChange(working.clock.now() + days * 86'400);
        QVERIFY(working.run(id, std::move(op)).has_value());
    }

    template <typename PaneType> PaneType* show(const ui::Place& place)
    {
        window = std::make_unique<QWidget>();
        workspace.setWindow(window.get());
        auto* row = new QHBoxLayout(window.get());
        auto* pane = new PaneType(workspace, place, window.get());
        row->addWidget(pane, 1);
        if (auto* details = pane->details()) {
            details->setParent(window.get());
            row->addWidget(details);
        }
        window->resize(1180, 760);
        window->show();
        return pane;
    }

    InMemoryStore store;
    WorkingStore working;
    OpenDoor door;
    PaperEndpoint endpoint;
    ui::SettingsBook settings;
    ui::Workspace workspace;
    std::vector<ui::Place> opened;
    std::vector<ui::Notice> notices;
    std::unique_ptr<QWidget> window;
};

/// The visible dialog of this kind.
template <typename Dialog> Dialog* openedDialog()
{
    for (QWidget* widget : QApplication::topLevelWidgets())
        if (auto* dialog = qobject_cast<Dialog*>(widget); dialog && dialog->isVisible())
            return dialog;
    return nullptr;
}

/// Every word of every label that can be seen below `root`.
inline QString wordsIn(const QWidget* root)
{
    QStringList words;
    for (const auto* label : root->findChildren<QLabel*>())
        if (label->isVisibleTo(root))
            words += label->text();
    return words.join(u'\n');
}

/// The button of this name for readers.
inline QAbstractButton* buttonNamed(const QWidget* root, const QString& name)
{
    for (auto* button : root->findChildren<QAbstractButton*>())
        if (button->accessibleName() == name || button->text().remove(u'&') == name)
            return button;
    return nullptr;
}

inline QStringList column(const QAbstractItemModel* model, int number = 0)
{
    QStringList texts;
    for (int row = 0; row < model->rowCount(); ++row)
        texts += model->index(row, number).data().toString();
    return texts;
}

} // namespace strongroom::support
