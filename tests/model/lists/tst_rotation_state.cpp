// SPDX-License-Identifier: Apache-2.0
#include "model/lists/rotation_state.h"

#include <QTest>

using namespace strongroom;
using namespace Qt::StringLiterals;
using lists::RotationState;

namespace {

constexpr qint64 day = 86400;
constexpr base::UnixSeconds now = 1'800'000'000;

struct Case final
{
    const char* policy; ///< rotate after creation, "" for none
    const char* before; ///< rotate before expiry, "" for none
    qint64 createdDaysAgo;
    qint64 expiresInDays; ///< 0: never
    bool isEnabled;
    RotationState state;
    vault::KeyOrigin origin = vault::KeyOrigin::MadeHere; ///< of a key in an HSM
};

vault::KeyListing keyOf(const Case& given)
{
    vault::KeyListing key{ { *vault::ObjectName::create(u"k"_s), vault::VersionId::random() },
                           vault::defaultRotationPolicy() };
    key.properties.attributes.created = now - given.createdDaysAgo * day;
    key.properties.attributes.isEnabled = given.isEnabled;
    key.properties.protection = vault::KeyProtection::Hsm;
    key.properties.origin = given.origin;
    if (given.expiresInDays != 0)
        key.properties.attributes.expires = now + given.expiresInDays * day;
    const auto add = [&key](const char* text, auto member) {
        if (!*text)
            return;
        vault::LifetimeAction action;
        action.kind = vault::LifetimeAction::Kind::Rotate;
        action.*member = *vault::Duration::parse(QString::fromLatin1(text));
        key.policy.actions.push_back(action);
    };
    add(given.policy, &vault::LifetimeAction::timeAfterCreate);
    add(given.before, &vault::LifetimeAction::timeBeforeExpiry);
    return key;
}

} // namespace

Q_DECLARE_METATYPE(Case)

class TestRotationState final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void states_data();
    void states();
};

void TestRotationState::states_data()
{
    QTest::addColumn<Case>("given");
    const auto row = [](const char* name, const Case& given) { QTest::newRow(name) << given; };
    row("only the notice", { "", "", 10, 0, true, RotationState::NoPolicy });
    row("far away", { "P90D", "", 10, 0, true, RotationState::Ok });
    row("in 14 days", { "P90D", "", 76, 0, true, RotationState::DueSoon });
    row("in 15 days", { "P90D", "", 75, 0, true, RotationState::Ok });
    row("this second", { "P90D", "", 90, 0, true, RotationState::Overdue });
    row("long ago", { "P90D", "", 400, 0, true, RotationState::Overdue });
    row("before the end", { "", "P30D", 10, 40, true, RotationState::DueSoon });
    row("before an end that is not there", { "", "P30D", 10, 0, true, RotationState::Blocked });
    row("after the end", { "P90D", "", 10, 40, true, RotationState::EndsFirst });
    row("at the end", { "P90D", "", 10, 80, true, RotationState::Ok });
    row("overdue, and ended", { "P90D", "", 400, -1, true, RotationState::Overdue });
    row("disabled", { "P90D", "", 400, 0, false, RotationState::Blocked });
    const auto imported = vault::KeyOrigin::Imported;
    row("imported", { "P90D", "", 400, 0, true, RotationState::Blocked, imported });
    row("imported, with an end", { "", "P30D", 10, 40, true, RotationState::Blocked, imported });
    row("imported, only the notice", { "", "", 10, 0, true, RotationState::NoPolicy, imported });
}

void TestRotationState::states()
{
    QFETCH(Case, given);
    const vault::KeyListing key = keyOf(given);
    QCOMPARE(lists::rotationStateOf(key, now), given.state);
    QVERIFY(!lists::rotationWord(given.state).isEmpty());
    QVERIFY(lists::rotationReason(key, now).endsWith(u'.'));
    const bool isImported = given.origin == vault::KeyOrigin::Imported;
    QCOMPARE(lists::rotationReason(key, now).contains(u"imported into an HSM"_s), isImported);
    QVERIFY(!isImported || !lists::nextRotation(key));
}

QTEST_GUILESS_MAIN(TestRotationState)
#include "tst_rotation_state.moc"
