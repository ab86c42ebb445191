// SPDX-License-Identifier: Apache-2.0
#include "model/transfer/export_writer.h"

#include "model/transfer/import_table.h"

#include <QRandomGenerator>
#include <QTest>

using namespace strongroom;
using namespace strongroom::transfer;
using namespace Qt::StringLiterals;

namespace {

QString randomText(QRandomGenerator& random, int longest)
{
    static const QString alphabet = u"aB3 \t\n\r\"'`\\$#=,;|{}[]:é漢😀\u0001\u007f-_."_s;
    QString text;
    const int length = static_cast<int>(random.bounded(1, longest));
    for (int i = 0; i < length; ++i) {
        const QChar c = alphabet[random.bounded(static_cast<int>(alphabet.size()))];
        if (!c.isSurrogate())
            text += c;
    }
    return text.isEmpty() ? u"x"_s : text;
}

vault::Secret randomSecret(QRandomGenerator& random, int number)
{
    static const QString letters = u"abcXYZ019-"_s;
    QString name = QString::number(number);
    for (int i = 0; i < 10; ++i)
        name += letters[random.bounded(static_cast<int>(letters.size()))];
    vault::SecretProperties properties{
        *vault::ObjectName::create(name), vault::VersionId::random(), {}, {}, {}
    };
    properties.attributes.isEnabled = random.bounded(2) == 0;
    if (random.bounded(2) == 0)
        properties.attributes.notBefore = random.bounded(1'000'000'000);
    if (random.bounded(2) == 0)
        properties.attributes.expires = 1'000'000'001 + random.bounded(1'000'000'000);
    if (random.bounded(2) == 0)
        properties.contentType = randomText(random, 20).trimmed();
    for (int i = random.bounded(4); i > 0; --i)
        properties.tags.insert(u"k"_s + QString::number(i) + randomText(random, 5).trimmed().remove(u'\r'),
                               randomText(random, 20).trimmed());
    return { std::move(properties), base::SecureBytes::fromText(randomText(random, 60)) };
}

} // namespace

class TestExportWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsBackTheSame_data();
    void readsBackTheSame();
    void envLooksLikeEnv();
    void csvLooksLikeCsv();
    void bytesThatAreNotTextAreRefused();
};

void TestExportWriter::readsBackTheSame_data()
{
    QTest::addColumn<int>("format");
    QTest::addColumn<QString>("file");
    QTest::newRow("env") << static_cast<int>(ExportFormat::Env) << u"x.env"_s;
    QTest::newRow("csv") << static_cast<int>(ExportFormat::Csv) << u"x.csv"_s;
    QTest::newRow("json") << static_cast<int>(ExportFormat::Json) << u"x.json"_s;
}

void TestExportWriter::readsBackTheSame()
{
    QFETCH(int, format);
    QFETCH(QString, file);
    QRandomGenerator random(20260101);
    for (int round = 0; round < 40; ++round) {
        std::vector<vault::Secret> secrets;
        for (int i = 0; i < 25; ++i)
            secrets.push_back(randomSecret(random, i));
        const auto written = writeExport(secrets, static_cast<ExportFormat>(format));
        QVERIFY(written);
        const auto table = readImport(written->view(), file);
        QVERIFY(table);
        QCOMPARE(table->rows.size(), secrets.size());
        for (std::size_t i = 0; i < secrets.size(); ++i) {
            const ImportRow& row = table->rows[i];
            const vault::SecretProperties& properties = secrets[i].properties;
            QVERIFY(row.name);
            QCOMPARE(row.name->text(), properties.name.text());
            QCOMPARE(row.value.view().toByteArray(), secrets[i].value.view().toByteArray());
            QCOMPARE(row.problem, RowProblem::None);
            if (static_cast<ExportFormat>(format) == ExportFormat::Env)
                continue;
            QCOMPARE(row.contentType, properties.contentType);
            QCOMPARE(row.attributes.isEnabled, std::optional(properties.attributes.isEnabled));
            QVERIFY(vault::applied(row.attributes, {})->expires == properties.attributes.expires);
            QVERIFY(vault::applied(row.attributes, {})->notBefore == properties.attributes.notBefore);
            vault::Tags tags = properties.tags;
            if (static_cast<ExportFormat>(format) == ExportFormat::Csv)
                tags.removeIf([](vault::Tags::iterator tag) { return tag->isEmpty(); });
            QCOMPARE(row.tags, tags);
        }
    }
}

void TestExportWriter::envLooksLikeEnv()
{
    std::vector<vault::Secret> secrets;
    secrets.push_back(
        { { *vault::ObjectName::create(u"Db-Password"_s), vault::VersionId::random(), {}, {}, {} },
          base::SecureBytes::copyOf(QByteArrayView("a\"$b\nc")) });
    QCOMPARE(writeExport(secrets, ExportFormat::Env)->view().toByteArray(),
             QByteArray("Db_Password=\"a\\\"\\$b\nc\"\n"));
}

void TestExportWriter::csvLooksLikeCsv()
{
    std::vector<vault::Secret> secrets;
    secrets.push_back({ { *vault::ObjectName::create(u"A"_s), vault::VersionId::random(), {}, {}, {} },
                        base::SecureBytes::copyOf(QByteArrayView("x,\"y\"")) });
    QCOMPARE(writeExport(secrets, ExportFormat::Csv)->view().toByteArray(),
             QByteArray("name,value,contentType,enabled,notBefore,expires\r\n"
                        "A,\"x,\"\"y\"\"\",\"\",\"true\",\"\",\"\"\r\n"));
    QCOMPARE(writeExport({}, ExportFormat::Json)->view().toByteArray(),
             QByteArray(
                 "{\n  \"format\": \"strongroom-secrets\",\n  \"version\": 1,\n  \"secrets\": [\n  ]\n}\n"));
}

void TestExportWriter::bytesThatAreNotTextAreRefused()
{
    std::vector<vault::Secret> secrets;
    secrets.push_back({ { *vault::ObjectName::create(u"A"_s), vault::VersionId::random(), {}, {}, {} },
                        base::SecureBytes::copyOf(QByteArrayView("\xff\xfe")) });
    for (const ExportFormat format : { ExportFormat::Env, ExportFormat::Csv, ExportFormat::Json }) {
        const auto written = writeExport(secrets, format);
        QVERIFY(!written);
        QCOMPARE(written.error().code, base::ErrorCode::NotSupported);
    }
}

QTEST_GUILESS_MAIN(TestExportWriter)
#include "tst_export_writer.moc"
