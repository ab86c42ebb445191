// SPDX-License-Identifier: Apache-2.0
#include "model/transfer/import_table.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::transfer;
using namespace Qt::StringLiterals;

namespace {

using Pairs = QList<QPair<QString, QByteArray>>;

Pairs pairsOf(const ImportTable& table)
{
    Pairs pairs;
    for (const ImportRow& row : table.rows)
        pairs.append(
            { row.name ? row.name->text() : u"?"_s + row.sourceName, row.value.view().toByteArray() });
    return pairs;
}

} // namespace

Q_DECLARE_METATYPE(strongroom::transfer::RowProblem)

class TestImportTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void env_data();
    void env();
    void envThatCannotBeRead_data();
    void envThatCannotBeRead();
    void delimited_data();
    void delimited();
    void delimitedDetails();
    void columnsThatAreNotUsed();
    void columnsCanBeChosen();
    void json_data();
    void json();
    void jsonThatCannotBeRead_data();
    void jsonThatCannotBeRead();
    void jsonOfAnExport();
    void encodings_data();
    void encodings();
    void names_data();
    void names();
    void problems_data();
    void problems();
    void limitsOfFiles();
    void linesAreCounted();
};

void TestImportTable::env_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<Pairs>("expected");
    QTest::newRow("plain") << QByteArray("A=1\nB=two words\n")
                           << Pairs{ { u"A"_s, "1" }, { u"B"_s, "two words" } };
    QTest::newRow("name") << QByteArray("DB_PASSWORD=x") << Pairs{ { u"DB-PASSWORD"_s, "x" } };
    QTest::newRow("export") << QByteArray("export A=1\nexport\tB=2\nexported=3")
                            << Pairs{ { u"A"_s, "1" }, { u"B"_s, "2" }, { u"exported"_s, "3" } };
    QTest::newRow("comments") << QByteArray("# c\n\n  # d\nA=1 # e\nB=a#b\nC=\"#\" # f\nD='#'\n")
                              << Pairs{
                                     { u"A"_s, "1" }, { u"B"_s, "a#b" }, { u"C"_s, "#" }, { u"D"_s, "#" }
                                 };
    QTest::newRow("space") << QByteArray("  A = 1  \n") << Pairs{ { u"A"_s, "1" } };
    QTest::newRow("space in quotes") << QByteArray("A=\"  1 \"\n") << Pairs{ { u"A"_s, "  1 " } };
    QTest::newRow("escapes") << QByteArray("A=\"1\\n2\\r\\t\\\"\\\\ \\$x \\q\"")
                             << Pairs{ { u"A"_s, "1\n2\r\t\"\\ $x \\q" } };
    QTest::newRow("single quotes") << QByteArray("A='1\\n\"2'") << Pairs{ { u"A"_s, "1\\n\"2" } };
    QTest::newRow("backticks") << QByteArray("A=`it's \"so\"`") << Pairs{ { u"A"_s, "it's \"so\"" } };
    QTest::newRow("many lines") << QByteArray("A=\"-----BEGIN-----\nabc\n-----END-----\"\nB='1\n2'\n")
                                << Pairs{ { u"A"_s, "-----BEGIN-----\nabc\n-----END-----" },
                                          { u"B"_s, "1\n2" } };
    QTest::newRow("equals in value") << QByteArray("A=b=c==\n") << Pairs{ { u"A"_s, "b=c==" } };
    QTest::newRow("variables stay") << QByteArray("A=${HOME}/x\n") << Pairs{ { u"A"_s, "${HOME}/x" } };
    QTest::newRow("CRLF") << QByteArray("A=1\r\nB=\"2\"\r\n") << Pairs{ { u"A"_s, "1" }, { u"B"_s, "2" } };
    QTest::newRow("empty file") << QByteArray() << Pairs{};
}

void TestImportTable::env()
{
    QFETCH(QByteArray, file);
    QFETCH(Pairs, expected);
    const auto table = readImport(file, u"x.env"_s);
    QVERIFY(table);
    QCOMPARE(pairsOf(*table), expected);
}

void TestImportTable::envThatCannotBeRead_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("line");
    QTest::newRow("no equals") << QByteArray("A=1\nhello\n") << u"Line 2:"_s;
    QTest::newRow("open quote") << QByteArray("A=\"1\nB=2\n") << u"Line 1:"_s;
    QTest::newRow("open single quote") << QByteArray("\nA='1") << u"Line 2:"_s;
}

void TestImportTable::envThatCannotBeRead()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, line);
    const auto table = readImport(file, u".env"_s);
    QVERIFY(!table);
    QCOMPARE(table.error().code, base::ErrorCode::BadParameter);
    QVERIFY2(table.error().message.startsWith(line), qPrintable(table.error().message));
}

void TestImportTable::delimited_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<Pairs>("expected");
    const Pairs two{ { u"A"_s, "1" }, { u"B"_s, "2" } };
    QTest::newRow("comma") << QByteArray("name,value\nA,1\nB,2\n") << two;
    QTest::newRow("semicolon") << QByteArray("Name;Value\r\nA;1\r\nB;2") << two;
    QTest::newRow("tab") << QByteArray("Secret name\tSecret value\nA\t1\nB\t2\n") << two;
    QTest::newRow("bar") << QByteArray("KEY|SECRET\nA|1\nB|2\n") << two;
    QTest::newRow("no titles") << QByteArray("A,1\nB,2\n") << two;
    QTest::newRow("other order") << QByteArray("comment,value,name\nx,1,A\ny,2,B\n") << two;
    QTest::newRow("blank lines") << QByteArray("name,value\n\nA,1\n\n\nB,2\n\n") << two;
    QTest::newRow("quotes") << QByteArray("name,value\nA,\"x,\"\"y\"\"\nz\"\nB,\" 2 \"\n")
                            << Pairs{ { u"A"_s, "x,\"y\"\nz" }, { u"B"_s, " 2 " } };
    QTest::newRow("quotes in titles") << QByteArray("\"name\",\"value\"\n\"A\",\"1\"\n\"B\",\"2\"\n") << two;
    QTest::newRow("delimiter in quoted title") << QByteArray("\"a;b;c;d\",name,value\nx,A,1\nx,B,2\n") << two;
}

void TestImportTable::delimited()
{
    QFETCH(QByteArray, file);
    QFETCH(Pairs, expected);
    const auto table = readImport(file, u"x.csv"_s);
    QVERIFY(table);
    QCOMPARE(pairsOf(*table), expected);
}

void TestImportTable::delimitedDetails()
{
    const auto table = readImport("name,value,Content type,enabled,not before,expires,tags,tag:team\n"
                                  "A,1,text/plain,no,2026-01-02,2026-02-03T04:05:06+01:00,a=1;b=2,x\n"
                                  "B,2,,yes,,1767225600,,\n",
                                  u"x.csv"_s);
    QVERIFY(table);
    QCOMPARE(table->rows.size(), std::size_t{ 2 });
    const ImportRow& row = table->rows[0];
    QCOMPARE(row.contentType, u"text/plain"_s);
    QCOMPARE(row.attributes.isEnabled, std::optional(false));
    QCOMPARE(**row.attributes.notBefore, 1767312000);
    QCOMPARE(**row.attributes.expires, 1770087906);
    QCOMPARE(row.tags, (vault::Tags{ { u"a"_s, u"1"_s }, { u"b"_s, u"2"_s }, { u"team"_s, u"x"_s } }));
    QCOMPARE(row.problem, RowProblem::None);
    QCOMPARE(**table->rows[1].attributes.expires, 1767225600);
    QVERIFY(!table->rows[1].attributes.notBefore);
    QVERIFY(table->rows[1].tags.isEmpty());
}

void TestImportTable::columnsThatAreNotUsed()
{
    const auto unused = [](QByteArrayView file) {
        const auto table = readImport(file, u"x.csv"_s);
        return table ? unusedColumns(*table) : QStringList{ table.error().message };
    };
    QCOMPARE(unused("name,value,owner,tags,url\nA,1,me,x=y,z\n"), QStringList({ u"owner"_s, u"url"_s }));
    // The second of a kind, and what has no title.
    QCOMPARE(unused("name,value,password\nA,1,2\n"), QStringList({ u"password"_s }));
    QCOMPARE(unused("A,1,2\n"), QStringList({ u"3"_s }));
    QCOMPARE(unused("name,value,tag:team\nA,1,x\n"), QStringList());
    QCOMPARE(unusedColumns(*readImport("A=1\n", u".env"_s)), QStringList());
}

void TestImportTable::columnsCanBeChosen()
{
    ImportOptions options;
    options.hasTitles = true;
    options.columns = { ColumnRole::Tag, ColumnRole::Name, ColumnRole::Value };
    const auto table = readImport("Owner,Account,PIN\nann,A,1\n", u"x.csv"_s, options);
    QVERIFY(table);
    QCOMPARE(table->titles, QStringList({ u"Owner"_s, u"Account"_s, u"PIN"_s }));
    QCOMPARE(pairsOf(*table), (Pairs{ { u"A"_s, "1" } }));
    QCOMPARE(table->rows[0].tags.value(u"Owner"_s), u"ann"_s);
    options.columns = { ColumnRole::Name, ColumnRole::Name, ColumnRole::Value };
    QVERIFY(!readImport("a,b,c\n1,2,3\n", u"x.csv"_s, options));
    QVERIFY(!readImport("only\none\n", u"x.csv"_s));
}

void TestImportTable::json_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<Pairs>("expected");
    QTest::newRow("flat") << QByteArray(R"({"A": "1", "B": 2.50, "C": true})")
                          << Pairs{ { u"A"_s, "1" }, { u"B"_s, "2.50" }, { u"C"_s, "true" } };
    QTest::newRow("nested") << QByteArray(R"({"Db": {"Password": "p", "Hosts": ["a", "b"]}})")
                            << Pairs{ { u"Db--Password"_s, "p" },
                                      { u"Db--Hosts--0"_s, "a" },
                                      { u"Db--Hosts--1"_s, "b" } };
    QTest::newRow("escapes") << QByteArray(R"({"A": "\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"})")
                             << Pairs{ { u"A"_s, "\"\\/\b\f\n\r\t\xc3\xa9\xf0\x9f\x98\x80" } };
    QTest::newRow("empty") << QByteArray("{}") << Pairs{};
    QTest::newRow("null") << QByteArray(R"({"A": null})") << Pairs{ { u"A"_s, "" } };
}

void TestImportTable::json()
{
    QFETCH(QByteArray, file);
    QFETCH(Pairs, expected);
    const auto table = readImport(file, u"settings.json"_s);
    QVERIFY(table);
    QCOMPARE(pairsOf(*table), expected);
}

void TestImportTable::jsonThatCannotBeRead_data()
{
    QTest::addColumn<QByteArray>("file");
    for (const char* const text :
         { "", "{", "{\"a\"}", "{\"a\":1,}", "[1,]", "{\"a\":01x}", "{\"a\":\"\\x\"}", "{\"a\":\"\\ud800\"}",
           "{\"a\":\"\\udc00\"}", "{\"a\":\"\n\"}", "{} {}", "\"text\"", "12", "{\"a\":+1}", "{a:1}", "nul" })
        QTest::newRow(text) << QByteArray(text);
    QTest::newRow("deep") << QByteArray(100'000, '[');
    QTest::newRow("deep and closed") << QByteArray(100, '[') + QByteArray(100, ']');
}

void TestImportTable::jsonThatCannotBeRead()
{
    QFETCH(QByteArray, file);
    const auto table = readImport(file, u"x.json"_s);
    QVERIFY(!table);
    QCOMPARE(table.error().code, base::ErrorCode::BadParameter);
}

void TestImportTable::jsonOfAnExport()
{
    const auto table = readImport(R"({"format": "strongroom-secrets", "version": 1, "secrets": [
        {"name": "A", "value": "1", "enabled": false, "contentType": "t", "expires": "2026-01-01T00:00:00Z",
         "tags": {"k": "v"}},
        {"name": "B", "value": "2"}]})",
                                  u"x.json"_s);
    QVERIFY(table);
    QCOMPARE(pairsOf(*table), (Pairs{ { u"A"_s, "1" }, { u"B"_s, "2" } }));
    const ImportRow& row = table->rows[0];
    QCOMPARE(row.line, 2);
    QCOMPARE(row.attributes.isEnabled, std::optional(false));
    QCOMPARE(**row.attributes.expires, 1767225600);
    QCOMPARE(row.contentType, u"t"_s);
    QCOMPARE(row.tags.value(u"k"_s), u"v"_s);
    QVERIFY(!table->rows[1].attributes.isEnabled);
}

void TestImportTable::encodings_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("encoding");
    const QString text = u"A=grün😀\n"_s;
    QByteArray little("\xff\xfe");
    QByteArray big("\xfe\xff");
    for (const QChar c : text) {
        little.append(static_cast<char>(c.cell())).append(static_cast<char>(c.row()));
        big.append(static_cast<char>(c.row())).append(static_cast<char>(c.cell()));
    }
    QTest::newRow("UTF-8") << text.toUtf8() << static_cast<int>(TextEncoding::Utf8);
    QTest::newRow("UTF-8 with mark") << QByteArray("\xef\xbb\xbf" + text.toUtf8())
                                     << static_cast<int>(TextEncoding::Utf8);
    QTest::newRow("UTF-16 LE") << little << static_cast<int>(TextEncoding::Utf16LittleEndian);
    QTest::newRow("UTF-16 BE") << big << static_cast<int>(TextEncoding::Utf16BigEndian);
}

void TestImportTable::encodings()
{
    QFETCH(QByteArray, file);
    QFETCH(int, encoding);
    const auto table = readImport(file, u".env"_s);
    QVERIFY(table);
    QCOMPARE(static_cast<int>(table->encoding), encoding);
    QCOMPARE(pairsOf(*table), (Pairs{ { u"A"_s, u"grün😀"_s.toUtf8() } }));

    const auto latin1 = readImport("A=gr\xfcn", u".env"_s);
    QVERIFY(latin1);
    QCOMPARE(latin1->encoding, TextEncoding::Latin1);
    QCOMPARE(pairsOf(*latin1), (Pairs{ { u"A"_s, u"grün"_s.toUtf8() } }));
    ImportOptions wrong;
    wrong.encoding = TextEncoding::Utf8;
    QVERIFY(!readImport("A=gr\xfcn", u".env"_s, wrong));
    wrong.encoding = TextEncoding::Utf16LittleEndian;
    QVERIFY(!readImport("A=1", u".env"_s, wrong));
}

void TestImportTable::names_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("name");
    QTest::newRow("allowed") << u"Name-1"_s << u"Name-1"_s;
    QTest::newRow("underscore") << u"DB_PASSWORD"_s << u"DB-PASSWORD"_s;
    QTest::newRow("two underscores") << u"Db__Password"_s << u"Db--Password"_s;
    QTest::newRow("ends stay") << u"_x."_s << u"-x-"_s;
    QTest::newRow("path") << u"a/b:c d"_s << u"a-b-c-d"_s;
    QTest::newRow("accents") << u"café.key"_s << u"cafe-key"_s;
    QTest::newRow("beyond the BMP") << u"a😀b"_s << u"a-b"_s;
    QTest::newRow("127") << QString(127, u'a') << QString(127, u'a');
    QTest::newRow("128") << QString(128, u'a') << QString();
    QTest::newRow("empty") << QString() << QString();
}

void TestImportTable::names()
{
    QFETCH(QString, source);
    QFETCH(QString, name);
    const auto found = sanitisedName(source);
    QCOMPARE(found ? found->text() : QString(), name);
}

void TestImportTable::problems_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QList<int>>("expected");
    const auto row
        = [](const char* name, const QByteArray& file, std::initializer_list<RowProblem> problems) {
              QList<int> numbers;
              for (const RowProblem problem : problems)
                  numbers.append(static_cast<int>(problem));
              QTest::newRow(name) << file << numbers;
          };
    row("none", "name,value\nA,1\n", { RowProblem::None });
    row("no name", "name,value\n,1\n", { RowProblem::NameMissing });
    row("long name", "name,value\n" + QByteArray(128, 'a') + ",1\n", { RowProblem::NameTooLong });
    row("no value", "name,value\nA,\n", { RowProblem::ValueMissing });
    row("largest value", "name,value\nA," + QByteArray(25600, 'x') + "\n", { RowProblem::None });
    row("too large value", "name,value\nA," + QByteArray(25601, 'x') + "\n", { RowProblem::ValueTooLong });
    row("twice", "name,value\nA_b,1\na-B,2\nC,3\n",
        { RowProblem::None, RowProblem::NameTwice, RowProblem::None });
    row("bad row is no twin", "name,value\nA,\nA,2\n", { RowProblem::ValueMissing, RowProblem::None });
    row("cells", "name,value\nA\nB,2\n", { RowProblem::CellsMissing, RowProblem::None });
    row("date", "name,value,expires\nA,1,tomorrow\n", { RowProblem::DateNotUnderstood });
    row("dates", "name,value,nbf,exp\nA,1,20,10\n", { RowProblem::DatesContradict });
    row("content type", "name,value,type\nA,1," + QByteArray(256, 'x') + "\n",
        { RowProblem::ContentTypeTooLong });
    row("tags", "name,value,tags\nA,1,1=;2=;3=;4=;5=;6=;7=;8=;9=;10=;11=;12=;13=;14=;15=;16=\n",
        { RowProblem::TagsNotAllowed });
}

void TestImportTable::problems()
{
    QFETCH(QByteArray, file);
    QFETCH(QList<int>, expected);
    const auto table = readImport(file, u"x.csv"_s);
    QVERIFY(table);
    QList<int> found;
    for (const ImportRow& row : table->rows) {
        found.append(static_cast<int>(row.problem));
        QCOMPARE(problemText(row.problem).isEmpty(), row.problem == RowProblem::None);
    }
    QCOMPARE(found, expected);
}

void TestImportTable::limitsOfFiles()
{
    QVERIFY(!readImport(QByteArray(limits::fileBytes + 1, 'x'), u".env"_s));
    QByteArray file;
    for (int i = 0; i < limits::rows; ++i)
        file += "K" + QByteArray::number(i) + "=v\n";
    const auto table = readImport(file, u".env"_s);
    QVERIFY(table);
    QCOMPARE(table->rows.size(), static_cast<std::size_t>(limits::rows));
    QVERIFY(!readImport(QByteArray(file + "one=more\n"), u".env"_s));
}

void TestImportTable::linesAreCounted()
{
    const auto env = readImport("A=1\nB=\"2\n2\"\nC=3\n", u".env"_s);
    QVERIFY(env);
    QCOMPARE(env->rows[2].line, 4);
    const auto csv = readImport("name,value\nA,\"1\n1\"\nB,2\n", u".csv"_s);
    QVERIFY(csv);
    QCOMPARE(csv->rows[1].line, 4);
}

QTEST_GUILESS_MAIN(TestImportTable)
#include "tst_import_table.moc"
