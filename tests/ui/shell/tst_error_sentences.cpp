// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/error_sentences.h"

#include <QFile>
#include <QSet>
#include <QTest>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

class TestErrorSentences final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCodeHasItsOwnSentence();
    void messageFillsAMissingCause();
};

void TestErrorSentences::everyCodeHasItsOwnSentence()
{
    QFile list(QStringLiteral(STRONGROOM_SOURCE_DIR) + u"/resources/icons.txt"_s);
    QVERIFY(list.open(QIODevice::ReadOnly));
    const auto icons = QString::fromUtf8(list.readAll()).split(u'\n');
    QSet<QString> seen;
    for (int code = 0; code <= int(base::ErrorCode::Internal); ++code) {
        const auto text = errorSentences({ base::ErrorCode(code), u"the message"_s, {} });
        QVERIFY2(text.title.endsWith(u'.'), qPrintable(text.title));
        QVERIFY2(!text.cause.isEmpty(), qPrintable(text.title));
        QVERIFY2(icons.contains(text.icon), qPrintable(text.icon));
        QCOMPARE(text.details, u"the message"_s);
        const QString both = text.title + text.cause;
        QVERIFY2(!seen.contains(both), qPrintable(both));
        seen.insert(both);
    }
}

void TestErrorSentences::messageFillsAMissingCause()
{
    const auto text
        = errorSentences({ base::ErrorCode::StoreInUse, u"Process 12 (window) has it open."_s, {} });
    QCOMPARE(text.cause, u"Process 12 (window) has it open."_s);
    QVERIFY(!text.nextStep.isEmpty());
}

QTEST_GUILESS_MAIN(TestErrorSentences)
#include "tst_error_sentences.moc"
