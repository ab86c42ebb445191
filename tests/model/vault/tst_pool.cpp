// SPDX-License-Identifier: Apache-2.0
#include "model/vault/pool.h"

#include <QSet>
#include <QTest>

#include <algorithm>

using namespace strongroom::vault;
using namespace Qt::StringLiterals;
using strongroom::base::ErrorCode;

namespace {

const auto roleId = u"11111111-0000-4000-8000-000000000001"_s;

RoleDefinition role(const QStringList& actions)
{
    return { roleId, u"signers"_s, u"may sign"_s, false, { { actions, {} } }, 0, 0 };
}

} // namespace

class PoolTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void builtInRolesAreDefinitions()
    {
        const auto roles = builtInPoolRoles();
        for (const RoleDefinition& role : roles)
            QVERIFY2(role.description.endsWith(u'.'), qPrintable(role.name));
        QCOMPARE(roles.size(), 9u);
        QSet<QString> ids;
        for (const RoleDefinition& one : roles) {
            ids.insert(one.id);
            QVERIFY(one.isBuiltIn);
            QVERIFY(!one.name.isEmpty());
            QCOMPARE(one.permissions.size(), 1u);
            QVERIFY(!one.permissions.front().dataActions.isEmpty());
        }
        QCOMPARE(ids.size(), 9);
    }

    void takesRoles_data()
    {
        QTest::addColumn<QStringList>("actions");
        QTest::addColumn<bool>("isTaken");
        QTest::newRow("one") << QStringList{ u"keys/sign/action"_s } << true;
        QTest::newRow("without case") << QStringList{ u"Keys/Sign/Action"_s } << true;
        QTest::newRow("pattern") << QStringList{ u"keys/*"_s } << true;
        QTest::newRow("everything") << QStringList{ u"*"_s } << true;
        QTest::newRow("nothing") << QStringList() << true;
        QTest::newRow("two stars") << QStringList{ u"keys/*/*"_s } << false;
        QTest::newRow("of vaults") << QStringList{ u"keys/create/action"_s } << false;
        QTest::newRow("unknown") << QStringList{ u"keys/sing/action"_s } << false;
        QTest::newRow("one unknown") << QStringList{ u"keys/sign/action"_s, QString() } << false;
        QTest::newRow("line break") << QStringList{ u"keys/sign/action\nkeys/*"_s } << false;
        QTest::newRow("too many") << QStringList(101, u"keys/*"_s) << false;
    }
    void takesRoles()
    {
        QFETCH(QStringList, actions);
        QFETCH(bool, isTaken);
        const auto checked = checkedRole(role(actions));
        QCOMPARE(checked.has_value(), isTaken);
        if (!checked)
            QCOMPARE(checked.error().code, ErrorCode::BadParameter);
        RoleDefinition takingAway = role({ u"*"_s });
        takingAway.permissions.front().notDataActions = actions;
        QCOMPARE(checkedRole(takingAway).has_value(), isTaken);
    }

    void refusesRoles()
    {
        const auto codeOf = [](const RoleDefinition& wanted) {
            const auto checked = checkedRole(wanted);
            return checked ? ErrorCode::Internal : checked.error().code;
        };
        RoleDefinition wanted = role({ u"keys/*"_s });
        wanted.id = u"signers"_s;
        QCOMPARE(codeOf(wanted), ErrorCode::BadParameter);
        wanted.id = u"A290E904-7015-4bba-90c8-60543313cdb4"_s;
        QCOMPARE(codeOf(wanted), ErrorCode::Forbidden);
        wanted = role({});
        wanted.name = QString(513, u'x');
        QCOMPARE(codeOf(wanted), ErrorCode::BadParameter);
        wanted.name = u"  "_s;
        QCOMPARE(codeOf(wanted), ErrorCode::Internal);
        wanted.name = u"managed hsm administrator"_s;
        QCOMPARE(codeOf(wanted), ErrorCode::Conflict);
        wanted = role({});
        wanted.permissions.assign(11, {});
        QCOMPARE(codeOf(wanted), ErrorCode::BadParameter);
        wanted.permissions.clear();
        QCOMPARE(codeOf(wanted), ErrorCode::Internal);
        wanted = role({});
        wanted.description = QString(1025, u'x');
        QCOMPARE(codeOf(wanted), ErrorCode::BadParameter);
    }

    void settingsAreTrueOrFalse()
    {
        const auto settings = defaultPoolSettings();
        QCOMPARE(settings.size(), 1u);
        QCOMPARE(settings.front().value, u"false"_s);
        const auto on = changed(settings.front(), u"True"_s);
        QVERIFY(on);
        QCOMPARE(on->value, u"true"_s);
        QCOMPARE(on->name, settings.front().name);
        QCOMPARE(changed(settings.front(), u"1"_s).error().code, ErrorCode::BadParameter);
    }
};

QTEST_GUILESS_MAIN(PoolTest)
#include "tst_pool.moc"
