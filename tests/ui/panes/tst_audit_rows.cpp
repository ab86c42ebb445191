// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/audit_rows.h"

#include <QDateTime>
#include <QTest>

using namespace strongroom;
using namespace Qt::StringLiterals;

class TestAuditRows final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resultsAreWords_data();
    void resultsAreWords();
    void todayHasNoDate();
    void ownRoutineIsLeftOut_data();
    void ownRoutineIsLeftOut();
};

void TestAuditRows::resultsAreWords_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("toolTip");
    QTest::newRow("success") << 200 << QString() << u"Success"_s << QString();
    QTest::newRow("no right") << 403 << u"ForbiddenByRbac"_s << u"Denied"_s << u"ForbiddenByRbac: why"_s;
    QTest::newRow("no token") << 401 << u"Unauthorized"_s << u"Denied"_s << u"Unauthorized: why"_s;
    QTest::newRow("a failure") << 404 << u"SecretNotFound"_s << u"Failed"_s << u"SecretNotFound: why"_s;
}

void TestAuditRows::resultsAreWords()
{
    QFETCH(int, status);
    QFETCH(QString, code);
    vault::AuditRecord record;
    record.httpStatus = status;
    record.resultCode = code;
    record.resultDescription = u"why"_s;
    const auto row = ui::auditRow(record, lists::TimeZone::Utc, 0);
    const auto& result = row.cells.at(2);
    QTEST(result.text, "word");
    QTEST(result.toolTip, "toolTip");
}

void TestAuditRows::todayHasNoDate()
{
    const QDateTime now({ 2026, 5, 14 }, { 9, 5, 7 }, Qt::UTC);
    vault::AuditRecord record;
    const auto timeOf = [&](const QDateTime& when) {
        record.timeMilliseconds = when.toMSecsSinceEpoch();
        return ui::auditRow(record, lists::TimeZone::Utc, now.toSecsSinceEpoch()).cells.at(0);
    };
    QCOMPARE(timeOf(now).text, u"09:05:07"_s);
    QCOMPARE(timeOf(now.addDays(-1)).text, u"13 May 09:05"_s);
    QVERIFY(timeOf(now.addDays(-1)).toolTip.startsWith(u"13 May 2026 09:05:07, "_s));
}

void TestAuditRows::ownRoutineIsLeftOut_data()
{
    using Kind = vault::Caller::Kind;
    QTest::addColumn<QString>("operation");
    QTest::addColumn<Kind>("caller");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("isLeftOut");
    QTest::newRow("a look-up") << u"SecretList"_s << Kind::Owner << 200 << true;
    QTest::newRow("of a program") << u"SecretList"_s << Kind::Application << 200 << false;
    QTest::newRow("a failed look-up") << u"SecretList"_s << Kind::Owner << 500 << false;
    QTest::newRow("a job") << u"ScheduledPurge"_s << Kind::System << 200 << true;
    QTest::newRow("another job") << u"TokenCollect"_s << Kind::System << 200 << true;
    QTest::newRow("a failed job") << u"TokenCollect"_s << Kind::System << 404 << false;
    QTest::newRow("asked for") << u"TokenCollect"_s << Kind::Owner << 200 << false;
    QTest::newRow("what a job did") << u"SecretPurge"_s << Kind::System << 200 << false;
}

void TestAuditRows::ownRoutineIsLeftOut()
{
    QFETCH(int, status);
    QFETCH(vault::Caller::Kind, caller);
    QFETCH(QString, operation);
    vault::AuditRecord record;
    record.operation = operation;
    record.callerKind = caller;
    record.httpStatus = status;
    record.resultCode = status == 200 ? QString() : u"Code"_s;
    QTEST(ui::isOwnRoutine(record), "isLeftOut");
}

QTEST_MAIN(TestAuditRows)
#include "tst_audit_rows.moc"
