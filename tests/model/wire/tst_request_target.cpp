// SPDX-License-Identifier: Apache-2.0
#include "model/wire/api_version.h"
#include "model/wire/paging.h"
#include "model/wire/request_target.h"

#include "model/base/encodings.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::wire;
using namespace Qt::StringLiterals;

class RequestTargetTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void paths_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QString>("segments"); // joined by '|'; "!" for refused
        const auto row = [](const char* target, const char* segments) {
            QTest::newRow(target) << QByteArray(target) << QString::fromUtf8(segments);
        };
        row("/", "");
        row("/secrets", "secrets");
        row("/secrets/", "secrets");
        row("/secrets/a/", "secrets|a");
        row("/secrets//a//b", "secrets|a|b");
        row("/secrets/a/%2F", "secrets|a");
        row("/secrets/a/%2f?x=1", "secrets|a");
        row("/secrets/%2F/a", "secrets|/|a");
        row("/secrets/a%2Fb", "secrets|a/b");
        row("/secrets/%61%C3%A4", "secrets|aä");
        row("/secrets/..", "secrets|..");
        row("/secrets/a+b", "secrets|a+b");
        row("/%", "!");
        row("/%4", "!");
        row("/%zz", "!");
        row("/%00", "!");
        row("/%ff", "!");
        row("/%C0%80", "!");
    }
    void paths()
    {
        QFETCH(QByteArray, target);
        const auto parsed = RequestTarget::parse(target);
        QString found = u"!"_s;
        if (parsed)
            found = QStringList(parsed->segments.begin(), parsed->segments.end()).join(u'|');
        QTEST(found, "segments");
    }

    void queryNamesAreDecodedAndComparedWithoutCase()
    {
        const auto target
            = RequestTarget::parse("/secrets?api%2Dversion=7.4&%24SkipToken=a%3Db&flag&&x=1&X=2&y=a+b");
        QVERIFY(target);
        QCOMPARE(parameter(target->query, u"api-version"), std::optional(u"7.4"_s));
        QCOMPARE(parameter(target->query, u"$skiptoken"), std::optional(u"a=b"_s));
        QCOMPARE(parameter(target->query, u"flag"), std::optional(QString()));
        QCOMPARE(parameter(target->query, u"x"), std::optional(u"1"_s));
        QCOMPARE(parameter(target->query, u"y"), std::optional(u"a+b"_s));
        QCOMPARE(parameter(target->query, u"z"), std::nullopt);
        QVERIFY(!RequestTarget::parse("/secrets?a=%"));
    }

    void forms()
    {
        const auto form
            = parseForm("grant_type=client_credentials&scope=https%3A%2F%2Fa%2F.default&s=a+b%2Bc");
        QVERIFY(form);
        QCOMPARE(parameter(*form, u"scope"), std::optional(u"https://a/.default"_s));
        QCOMPARE(parameter(*form, u"s"), std::optional(u"a b+c"_s));
        QVERIFY(!parseForm("a=%1"));
    }

    void apiVersions_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<bool>("isKnown");
        QTest::addColumn<bool>("hasPreviousVersion");
        for (const char* old : { "2015-06-01", "2016-10-01", "7.0", "7.1", "7.2", "7.3", "7.4-preview.1",
                                 "7.4", "7.5", "7.6-preview.2", "7.6" })
            QTest::newRow(old) << QString::fromLatin1(old) << true << false;
        for (const char* recent :
             { "2025-06-01-preview", "2025-07-01", "2026-01-01-preview", "2026-03-01-preview", "2026-04-01",
               "2026-05-01-preview", "2026-07-01-preview" })
            QTest::newRow(recent) << QString::fromLatin1(recent) << true << true;
        for (const char* unknown : { "", "1.0", "7.7", "2025-07-02", "7.4 ", "2099-01-01" })
            QTest::newRow(qPrintable(u"unknown "_s + QLatin1String(unknown)))
                << QString::fromLatin1(unknown) << false << false;
    }
    void apiVersions()
    {
        QFETCH(QString, version);
        QFETCH(bool, isKnown);
        const auto found = ApiVersion::fromQuery({ { u"Api-Version"_s, version } });
        QCOMPARE(found.has_value(), isKnown);
        if (found) {
            QTEST(found->hasPreviousVersion(), "hasPreviousVersion");
        } else {
            QCOMPARE(found.error().code, base::ErrorCode::BadParameter);
            QVERIFY(version.isEmpty() || found.error().message.contains(version));
            QVERIFY(version.isEmpty() || found.error().message.contains("2026-04-01"_L1));
        }
    }

    void apiVersionIsRequired()
    {
        QVERIFY(!ApiVersion::fromQuery({}));
        QVERIFY(ApiVersion::newest().hasPreviousVersion());
    }

    void skipTokens()
    {
        const QString token = toSkipToken(u"API-KEY"_s);
        const auto json = base::fromBase64Url(token.toLatin1());
        QVERIFY(json);
        QCOMPARE(*json, QByteArray("{\"NextMarker\":\"2!12!QVBJLUtFWQ--\",\"TargetLocation\":0}"));
        for (const QString& marker : { u""_s, u"A"_s, u"AB"_s, u"ABC"_s, QString(127, u'Z'), u"ä!\"\\"_s }) {
            const auto back = fromSkipToken(toSkipToken(marker));
            QVERIFY(back);
            QCOMPARE(*back, marker);
        }
        for (const QString& bad : { u"x"_s, u"e30"_s, u"====="_s,
                                    QString::fromLatin1(base::toBase64Url("{\"NextMarker\":\"2!3!QUJD\"}")),
                                    QString::fromLatin1(base::toBase64Url("{\"NextMarker\":\"1!4!QUJD\"}")),
                                    QString::fromLatin1(base::toBase64Url("{\"NextMarker\":\"2!4!QUJ*\"}")) })
            QVERIFY2(!fromSkipToken(bad), qPrintable(bad));
    }

    void pageRequests_data()
    {
        QTest::addColumn<QString>("maxresults");
        QTest::addColumn<int>("expected"); // -1: refused
        QTest::newRow("1") << u"1"_s << 1;
        QTest::newRow("25") << u"25"_s << 25;
        for (const char* bad : { "0", "26", "-1", "", "a", "1.5", "99999999999" })
            QTest::newRow(bad) << QString::fromLatin1(bad) << -1;
    }
    void pageRequests()
    {
        QFETCH(QString, maxresults);
        const auto request = readPageRequest({ { u"maxresults"_s, maxresults } });
        QTEST(request ? request->maxResults : -1, "expected");
    }

    void nextLinksComeBack()
    {
        const QString link
            = nextLink(u"https://v.vault.localhost:8443/secrets"_s, ApiVersion::newest(), { 7, {} }, u"B"_s);
        QVERIFY(link.startsWith("https://v.vault.localhost:8443/secrets?"_L1));
        const auto target
            = RequestTarget::parse(link.mid(qsizetype(qstrlen("https://v.vault.localhost:8443"))).toLatin1());
        QVERIFY(target);
        const auto request = readPageRequest(target->query);
        QVERIFY(request);
        QCOMPARE(request->maxResults, 7);
        QCOMPARE(request->next, u"B"_s);
        QVERIFY(ApiVersion::fromQuery(target->query));
    }
};

QTEST_GUILESS_MAIN(RequestTargetTest)
#include "tst_request_target.moc"
