// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "in_memory_store.h"
#include "ui/panes/pane.h"
#include "window_parts.h"
#include "working_store.h"

#include <QAbstractButton>
#include <QAbstractItemModel>
#include <QApplication>
#include <QDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QTest>

namespace strongroom::support {

/// A store in memory, any page over it with its details beside it in a window of their own, and what it
/// asked the shell to do.
class PaneStage
{
public:
    PaneStage()
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

    template <typename PaneType> PaneType* showPane(const ui::Place& place)
    {
        window = std::make_unique<QWidget>();
        workspace.setWindow(window.get());
        auto* const row = new QHBoxLayout(window.get());
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(1);
        auto* const pane = new PaneType(workspace, place, window.get());
        row->addWidget(pane, 1);
        if (QWidget* const details = pane->details()) {
            details->setParent(window.get());
            details->setFixedWidth(376);
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

/// The page of one kind over one vault, which is there from the start.
template <typename PaneType, ui::PaneKind kind> class PaneFixture : public PaneStage
{
public:
    explicit PaneFixture(vault::Sku sku = vault::Sku::Standard)
    {
        auto op = createVault("contoso-prod");
        op.environment = vault::Environment::Production;
        op.sku = sku;
        vaultId = working.run(std::move(op))->id;
        QTest::qWait(0); // the directory hears of it
    }

    PaneType* show(const ui::Place& place = {})
    {
        ui::Place where = place;
        where.kind = kind;
        where.vault = vaultId;
        pane = showPane<PaneType>(where);
        return pane;
    }

    vault::VaultId vaultId;
    PaneType* pane = nullptr;
};

/// The dialog of this kind that is open; nullptr when there is none.
template <typename Dialog> Dialog* openDialog()
{
    for (QWidget* const widget : QApplication::topLevelWidgets()) {
        auto* const dialog = qobject_cast<Dialog*>(widget);
        if (dialog && dialog->isVisible())
            return dialog;
    }
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
