// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/rotation/rotation_pane.h"

#include "pane_fixture.h"
#include "ui/dialogs/rotate_dialog.h"
#include "ui/widgets/object_list_view.h"

#include <QPushButton>
#include <QTabBar>

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;

namespace {

using RotationFixture = PaneFixture<ui::RotationPane, ui::PaneKind::Rotation>;

constexpr int stateColumn = 2;

} // namespace

class TestRotationPane final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<RotationFixture>(); }
    void cleanup()
    {
        m_fixture->window.reset();
        m_fixture.reset();
    }
    void showsKeysOfAllVaultsByWhatIsNext();
    void showsOneStateOnly();
    void rotatesWhatIsChosen();
    void whatWasImportedIntoAnHsmIsBlocked();
    void showsTheLastUseWhenAskedTo();
    void theLogOfAKeyIsOnItsOwnPage();

private:
    void make(const vault::VaultId& vault, const char* name, int rotatedAfterMonths)
    {
        QVERIFY(
            m_fixture->working.run(vault, vault::CreateKey{ named(name), crypto::KeyType::Ec }).has_value());
        if (rotatedAfterMonths == 0)
            return;
        vault::SetRotationPolicy op{ named(name), vault::defaultRotationPolicy() };
        vault::LifetimeAction rotate{ vault::LifetimeAction::Kind::Rotate, vault::Duration{}, {} };
        rotate.timeAfterCreate->months = rotatedAfterMonths;
        op.policy.actions.push_back(rotate);
        QVERIFY(m_fixture->working.run(vault, std::move(op)).has_value());
    }
    void open()
    {
        m_pane = m_fixture->show();
        m_list = m_pane->findChild<ui::ObjectListView*>();
        m_states = m_pane->findChild<QTabBar*>();
        QVERIFY(m_list && m_states);
    }
    QStringList column(int number) const
    {
        QStringList texts;
        for (int row = 0; row < m_list->model()->rowCount(); ++row)
            texts += m_list->model()->index(row, number).data().toString();
        return texts;
    }

    std::unique_ptr<RotationFixture> m_fixture;
    ui::RotationPane* m_pane = nullptr;
    ui::ObjectListView* m_list = nullptr;
    QTabBar* m_states = nullptr;
};

void TestRotationPane::showsKeysOfAllVaultsByWhatIsNext()
{
    const auto other = m_fixture->working.run(createVault("other"));
    QTRY_VERIFY(m_fixture->workspace.vaults().find(other->id));
    make(m_fixture->vaultId, "by-hand", 0);
    make(m_fixture->vaultId, "yearly", 12);
    make(other->id, "monthly", 1);
    open();
    QTRY_COMPARE(column(0), (QStringList{ u"monthly"_s, u"yearly"_s, u"by-hand"_s }));
    QCOMPARE(column(1), (QStringList{ u"other"_s, u"contoso-prod"_s, u"contoso-prod"_s }));
    QCOMPARE(column(stateColumn), (QStringList{ u"On time"_s, u"On time"_s, u"No policy"_s }));
    QCOMPARE(m_pane->statusText(), u"3 keys"_s);
}

void TestRotationPane::showsOneStateOnly()
{
    make(m_fixture->vaultId, "by-hand", 0);
    make(m_fixture->vaultId, "yearly", 12);
    make(m_fixture->vaultId, "off", 12);
    vault::UpdateKey disable{ named("off") };
    disable.attributes.isEnabled = false;
    QVERIFY(m_fixture->working.run(m_fixture->vaultId, std::move(disable)).has_value());
    open();
    QTRY_COMPARE(m_states->tabText(0), u"All 3"_s);
    for (int tab = 1; tab < m_states->count(); ++tab) {
        if (!m_states->tabText(tab).startsWith(u"Blocked"_s))
            continue;
        QCOMPARE(m_states->tabText(tab), u"Blocked 1"_s);
        m_states->setCurrentIndex(tab);
    }
    QTRY_COMPARE(column(0), QStringList{ u"off"_s });
}

void TestRotationPane::rotatesWhatIsChosen()
{
    make(m_fixture->vaultId, "yearly", 12);
    open();
    QTRY_COMPARE(column(0), QStringList{ u"yearly"_s });
    QVERIFY(!m_pane->facts().testFlag(ui::Fact::OneChosen));
    m_list->choose(0);
    QVERIFY(m_pane->facts().testFlag(ui::Fact::OneChosen) && m_pane->handles(ui::ActionId::RotateItem));
    m_fixture->working.clock.advance(60);
    m_pane->perform(ui::ActionId::RotateItem);
    auto* const dialog = openDialog<ui::RotateDialog>();
    QVERIFY(dialog);
    dialog->acceptButton()->click();
    const auto versions = [this] {
        const auto page
            = m_fixture->working.run(m_fixture->vaultId, vault::ListKeyVersions{ named("yearly"), {} });
        return page ? page->items.size() : std::size_t(0);
    };
    QTRY_COMPARE(versions(), std::size_t(2));
}

void TestRotationPane::whatWasImportedIntoAnHsmIsBlocked()
{
    m_fixture = std::make_unique<RotationFixture>(vault::Sku::Premium);
    make(m_fixture->vaultId, "yearly", 12);
    const auto outside = crypto::SoftwareKey::generateEc(crypto::Curve::P256);
    vault::ImportKey import{ named("yearly"),
                             { vault::ImportedKey::Form::Der, outside->toStored().value(),
                               crypto::KeyType::Ec },
                             vault::KeyProtection::Hsm,
                             {} };
    QVERIFY(m_fixture->working.run(m_fixture->vaultId, std::move(import)).has_value());
    open();
    QTRY_COMPARE(column(stateColumn), QStringList{ u"Blocked"_s });
    QVERIFY(m_list->model()
                ->index(0, stateColumn)
                .data(Qt::ToolTipRole)
                .toString()
                .contains(u"imported into an HSM"_s));
    QCOMPARE(column(stateColumn + 1), QStringList{ u"off"_s });
    m_list->choose(0);
    QVERIFY(m_pane->facts().testFlag(ui::Fact::OneChosen));
    QVERIFY(!m_pane->facts().testFlag(ui::Fact::Rotatable));
}

void TestRotationPane::showsTheLastUseWhenAskedTo()
{
    constexpr int column = 8;
    make(m_fixture->vaultId, "signing", 12);
    make(m_fixture->vaultId, "unused", 24);
    QVERIFY(m_fixture->working
                .run(m_fixture->vaultId,
                     vault::SignWithKey{ named("signing"), {}, u"ES256"_s, QByteArray(32, 'd') })
                .has_value());
    open();
    QTRY_COMPARE(this->column(0), (QStringList{ u"signing"_s, u"unused"_s }));
    QVERIFY(m_list->isColumnHidden(column));
    QCOMPARE(this->column(column), (QStringList{ QString(), QString() }));
    m_list->setColumnHidden(column, false); // as the menu of the header does
    Q_EMIT m_list->layoutStateChanged();
    QTRY_COMPARE(this->column(column), (QStringList{ u"just now"_s, u"never"_s }));
}

void TestRotationPane::theLogOfAKeyIsOnItsOwnPage()
{
    make(m_fixture->vaultId, "yearly", 12);
    open();
    QTRY_COMPARE(column(0), QStringList{ u"yearly"_s });
    m_list->choose(0);
    std::optional<std::pair<ui::Place, ui::ActionId>> asked;
    connect(&m_fixture->workspace, &ui::Workspace::openAndPerformRequested, this,
            [&asked](const ui::Place& place, ui::ActionId then) {
                asked = { place, then };
            });
    QVERIFY(m_pane->handles(ui::ActionId::ItemActivity));
    m_pane->perform(ui::ActionId::ItemActivity);
    QVERIFY(asked);
    QCOMPARE(asked->first, (ui::Place{ ui::PaneKind::Keys, m_fixture->vaultId, u"yearly"_s, {} }));
    QCOMPARE(asked->second, ui::ActionId::ItemActivity);
}

QTEST_MAIN(TestRotationPane)
#include "tst_rotation_pane.moc"
