// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/home/home_pane.h"

#include "pane_fixture.h"
#include "ui/widgets/count_tile.h"
#include "ui/widgets/object_list_view.h"

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;

namespace {

using HomeFixture = PaneFixture<ui::HomePane, ui::PaneKind::Home>;
constexpr qint64 day = 86'400;

} // namespace

/// What Home says of keys.
class TestHomeKeys final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<HomeFixture>(); }
    void cleanup()
    {
        m_fixture->window.reset();
        m_fixture.reset();
    }
    void countsKeysWithSecrets();
    void listsKeysAmongWhatExpires();
    void listsWhatIsRotatedNext();

private:
    void makeKey(const char* name, qint64 endsInDays)
    {
        vault::CreateKey op{ named(name), crypto::KeyType::Ec };
        if (endsInDays != 0)
            op.draft.attributes.expires
                = vault::DateChange(m_fixture->working.clock.now() + endsInDays * day);
        QVERIFY(m_fixture->working.run(m_fixture->vaultId, std::move(op)).has_value());
    }
    void makeSecret(const char* name, qint64 endsInDays)
    {
        auto op = setSecret(name, "value");
        op.attributes.expires = vault::DateChange(m_fixture->working.clock.now() + endsInDays * day);
        QVERIFY(m_fixture->working.run(m_fixture->vaultId, std::move(op)).has_value());
    }
    ui::HomePane* open()
    {
        ui::HomePane* const pane = m_fixture->show();
        return m_fixture->workspace.vaults().find(m_fixture->vaultId) ? pane : nullptr;
    }
    static qint64 countOf(const QWidget* pane, const QString& words)
    {
        for (const auto* tile : pane->findChildren<ui::CountTile*>())
            if (tile->text() == words)
                return tile->count();
        return -1;
    }
    static ui::ObjectListView* list(const QWidget* pane, const QString& name)
    {
        for (auto* one : pane->findChildren<ui::ObjectListView*>())
            if (one->accessibleName() == name)
                return one;
        return nullptr;
    }
    static QStringList names(const ui::ObjectListView* view)
    {
        QStringList texts;
        for (int row = 0; row < view->model()->rowCount(); ++row)
            texts += view->model()->index(row, 0).data().toString();
        return texts;
    }

    std::unique_ptr<HomeFixture> m_fixture;
};

void TestHomeKeys::countsKeysWithSecrets()
{
    makeKey("over", -3);
    makeKey("soon", 3);
    makeKey("for-ever", 0);
    makeSecret("also-soon", 4);
    QTRY_VERIFY(m_fixture->workspace.vaults().find(m_fixture->vaultId));
    auto* const pane = open();
    QTRY_COMPARE(countOf(pane, u"Keys"_s), 3);
    QTRY_COMPARE(countOf(pane, u"Secrets"_s), 1);
    QTRY_COMPARE(countOf(pane, u"Expired"_s), 1);
    QTRY_COMPARE(countOf(pane, u"Expire within 7 days"_s), 2);
    QTRY_COMPARE(countOf(pane, u"Never expire"_s), 1);
}

void TestHomeKeys::listsKeysAmongWhatExpires()
{
    makeKey("later-key", 9);
    makeSecret("secret", 5);
    makeKey("sooner-key", 2);
    QTRY_VERIFY(m_fixture->workspace.vaults().find(m_fixture->vaultId));
    auto* const view = list(open(), u"Next to expire"_s);
    QTRY_COMPARE(names(view), (QStringList{ u"sooner-key"_s, u"secret"_s, u"later-key"_s }));
    std::vector<ui::Place> opened;
    connect(&m_fixture->workspace, &ui::Workspace::openRequested, this,
            [&opened](const ui::Place& place) { opened.push_back(place); });
    Q_EMIT view->opened(view->model()->index(0, 0));
    QCOMPARE(opened.back(), (ui::Place{ ui::PaneKind::Keys, m_fixture->vaultId, u"sooner-key"_s, {} }));
    Q_EMIT view->opened(view->model()->index(1, 0));
    QCOMPARE(opened.back(), (ui::Place{ ui::PaneKind::Secrets, m_fixture->vaultId, u"secret"_s, {} }));
}

void TestHomeKeys::listsWhatIsRotatedNext()
{
    makeKey("by-hand", 0);
    makeKey("monthly", 0);
    vault::SetRotationPolicy op{ named("monthly"), vault::defaultRotationPolicy() };
    vault::LifetimeAction rotate{ vault::LifetimeAction::Kind::Rotate, vault::Duration{}, {} };
    rotate.timeAfterCreate->months = 1;
    op.policy.actions.push_back(rotate);
    QVERIFY(m_fixture->working.run(m_fixture->vaultId, std::move(op)).has_value());
    QTRY_VERIFY(m_fixture->workspace.vaults().find(m_fixture->vaultId));
    auto* const view = list(open(), u"Next to rotate"_s);
    QTRY_COMPARE(names(view), QStringList{ u"monthly"_s });
    QVERIFY(view->isVisible());
}

QTEST_MAIN(TestHomeKeys)
#include "tst_home_keys.moc"
