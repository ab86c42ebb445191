// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/tokens/tokens_pane.h"

#include "in_memory_store.h"
#include "window_parts.h"
#include "working_store.h"

#include <QAbstractItemView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QPushButton>

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;

class TestTokensPane final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatToDoWithoutHardware();
    void listsVaultsThatCanHaveAToken();
};

namespace {

struct Parts final
{
    Parts()
        : working(store)
        , door(working.operations())
        , workspace(door, endpoint, working.clock, settings)
    {
    }
    InMemoryStore store;
    WorkingStore working;
    OpenDoor door;
    PaperEndpoint endpoint;
    ui::SettingsBook settings;
    ui::Workspace workspace;
};

bool says(const QWidget& page, const QString& part)
{
    for (const auto* const label : page.findChildren<QLabel*>())
        if (label->isVisibleTo(&page) && label->text().contains(part))
            return true;
    return false;
}

} // namespace

void TestTokensPane::saysWhatToDoWithoutHardware()
{
    Parts parts;
    ui::TokensPane pane(parts.workspace, { ui::PaneKind::Tokens, {}, {}, {} });
    pane.show();
    QTRY_VERIFY(says(pane, u"Make a Premium vault"_s));
    for (const char* const name : { "enterPin", "bind", "test" })
        QVERIFY(!pane.findChild<QPushButton*>(QString::fromLatin1(name))->isEnabled());
}

void TestTokensPane::listsVaultsThatCanHaveAToken()
{
    Parts parts;
    auto premium = createVault("signing");
    premium.sku = vault::Sku::Premium;
    QVERIFY(parts.working.run(std::move(premium)).has_value());
    QVERIFY(parts.working.run(createVault("plain")).has_value());
    QTRY_COMPARE(parts.workspace.vaults().vaults().size(), std::size_t(2));
    ui::TokensPane pane(parts.workspace, { ui::PaneKind::Tokens, {}, {}, {} });
    pane.show();
    auto* const list = pane.findChild<QAbstractItemView*>();
    QTRY_COMPARE(list->model()->rowCount(), 1);
    QCOMPARE(list->model()->index(0, 0).data().toString(), u"signing"_s);
    list->selectionModel()->select(list->model()->index(0, 0),
                                   QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    QTRY_VERIFY(pane.findChild<QPushButton*>(u"bind"_s)->isEnabled());
    QVERIFY(!pane.findChild<QPushButton*>(u"test"_s)->isEnabled());
}

QTEST_MAIN(TestTokensPane)
#include "tst_tokens_pane.moc"
