// SPDX-License-Identifier: Apache-2.0
#include "support/failing_vfs.h"
#include "support/local_store_file.h"
#include "support/working_store.h"

#include <sqlite3.h>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace strongroom;
using support::createVault;
using support::FailingVfs;
using support::LocalStoreFile;
using support::named;
using support::WorkingStore;
using vault::FilterTerm;
using vault::SortColumn;
using vault::SortKey;

namespace {

/// What the test knows of a live secret; sought and sorted here as the vault in memory does it.
struct Known final
{
    QString name;
    QString type;
    vault::Tags tags;
    qint64 updated = 0;

    bool contains(const QString& part) const
    {
        const auto has = [&part](const QString& text) { return text.contains(part, Qt::CaseInsensitive); };
        if (has(name) || has(type))
            return true;
        for (auto tag = tags.cbegin(); tag != tags.cend(); ++tag) {
            if (has(tag.key()) || has(tag.value()))
                return true;
        }
        return false;
    }
};

int compared(const Known& a, const Known& b, SortColumn column)
{
    switch (column) {
    case SortColumn::ContentType:
        return a.type.compare(b.type);
    case SortColumn::Updated:
        return a.updated < b.updated ? -1 : (a.updated > b.updated ? 1 : 0);
    default:
        return a.name.compare(b.name, Qt::CaseInsensitive);
    }
}

FilterTerm textTerm(const QString& text, bool isNegated = false)
{
    FilterTerm term;
    term.text = text;
    term.isNegated = isNegated;
    return term;
}

} // namespace

/// Windows of a list that is longer than what is found without the roll, each asked for again and again:
/// first without it, then with it.
class TestObjectBrowse final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void findsPlacesFarDown_data();
    void findsPlacesFarDown();
    void searchesTexts_data();
    void searchesTexts();
    void searchesInEveryOrder();
    void findsLateHits();
    void followsComingAndGoing();
    void followsTexts();
    void followsDates();
    void followsTheOtherVault();
    void followsWhatIsUndone();

private:
    static constexpr int secrets = 2400;

    void fill(WorkingStore& work);
    void set(const char* name, const QString& type = {}, const vault::Tags& tags = {});
    std::vector<Known> wanted(const vault::ObjectFilter& filter, const std::vector<SortKey>& sort) const;
    void compareWindows(const vault::ObjectFilter& filter, const std::vector<SortKey>& sort = {});
    void compareAgain(const vault::ObjectFilter& filter, const std::vector<SortKey>& sort = {});
    vault::BrowseSecrets far() const;

    FailingVfs m_vfs;
    LocalStoreFile m_filled;
    LocalStoreFile::Content m_template;
    std::vector<Known> m_templateKnown;
    vault::VaultId m_vault;
    std::unique_ptr<LocalStoreFile> m_file;
    std::unique_ptr<local::LocalStore> m_store;
    std::unique_ptr<WorkingStore> m_work;
    std::vector<Known> m_known;
};

void TestObjectBrowse::initTestCase()
{
    auto store = m_filled.create();
    QVERIFY(store);
    {
        WorkingStore work(**store);
        const auto made = work.run(createVault("vault"));
        QVERIFY(made);
        m_vault = made->id;
        fill(work);
    }
    store->reset();
    m_template = m_filled.content();
}

void TestObjectBrowse::fill(WorkingStore& work)
{
    const QStringList words{ u"alpha"_s, u"Beta"_s, u"GAMMA"_s };
    std::vector<base::Answer<ops::ResultOf<vault::SetSecret>>> answers;
    for (int number = 0; number < secrets; ++number) {
        const int shuffled = number * 1009 % secrets;
        Known known;
        known.name = u"%1-%2"_s.arg(words[shuffled % 3]).arg(shuffled, 4, 10, QLatin1Char('0'));
        if (number % 40 == 0)
            known.type = number % 80 == 0 ? u"text/Plain"_s : u"application/json"_s;
        if (number % 50 == 0)
            known.tags = { { u"Env"_s, u"Prod Ü"_s }, { u"owner"_s, u"q%1"_s.arg(number % 7) } };
        if (number % 100 == 0) { // many with the same date
            for (auto& answer : std::exchange(answers, {}))
                QVERIFY(answer.takeResult());
            work.clock.advance(1);
        }
        known.updated = work.clock.now();
        vault::SetSecret op{ *vault::ObjectName::create(known.name),
                             base::SecureBytes::copyOf(QByteArrayView("v")),
                             known.type,
                             {},
                             known.tags };
        answers.push_back(work.operations().run(work.caller, m_vault, std::move(op)));
        m_templateKnown.push_back(std::move(known));
    }
    for (auto& answer : answers)
        QVERIFY(answer.takeResult());
}

void TestObjectBrowse::init()
{
    m_vfs.disarm();
    m_work.reset();
    m_store.reset();
    m_file = std::make_unique<LocalStoreFile>();
    m_file->replace(m_template);
    auto store = m_file->open();
    QVERIFY(store);
    m_store = std::move(*store);
    m_work = std::make_unique<WorkingStore>(*m_store);
    m_work->clock.advance(1000); // behind the newest secret
    m_known = m_templateKnown;
}

void TestObjectBrowse::set(const char* name, const QString& type, const vault::Tags& tags)
{
    m_work->clock.advance(1);
    const Known known{ QString::fromUtf8(name), type, tags, m_work->clock.now() };
    const auto done = m_work->run(
        m_vault,
        vault::SetSecret{ named(name), base::SecureBytes::copyOf(QByteArrayView("v")), type, {}, tags });
    QVERIFY(done);
    const auto before = std::ranges::find(m_known, known.name, &Known::name);
    if (before == m_known.end())
        m_known.push_back(known);
    else
        *before = known;
}

std::vector<Known> TestObjectBrowse::wanted(const vault::ObjectFilter& filter,
                                            const std::vector<SortKey>& sort) const
{
    std::vector<Known> found;
    for (const Known& known : m_known) {
        if (std::ranges::all_of(filter, [&known](const FilterTerm& term) {
                return known.contains(term.text) != term.isNegated;
            }))
            found.push_back(known);
    }
    const bool namesDescend = !sort.empty() && sort.front().isDescending;
    std::ranges::sort(found, [&](const Known& a, const Known& b) {
        for (const SortKey& key : sort) {
            if (const int order = compared(a, b, key.column); order != 0)
                return key.isDescending ? order > 0 : order < 0;
        }
        const int order = compared(a, b, SortColumn::Name);
        return namesDescend ? order > 0 : order < 0;
    });
    return found;
}

/// The rows of some windows, how many there are, and where one of them stands.
void TestObjectBrowse::compareWindows(const vault::ObjectFilter& filter, const std::vector<SortKey>& sort)
{
    const auto all = wanted(filter, sort);
    const auto size = static_cast<qint64>(all.size());
    for (const qint64 offset : { qint64(0), qint64(1150), size / 2, size - 3, size + 5 }) {
        vault::BrowseSecrets browse;
        browse.request.filter = filter;
        browse.request.sort = sort;
        browse.request.offset = std::max<qint64>(offset, 0);
        browse.request.limit = 5;
        const bool isWithin = browse.request.offset < size;
        if (isWithin)
            browse.request.locate = all[std::size_t(browse.request.offset)].name.toLower();
        const auto found = m_work->run(m_vault, browse);
        QVERIFY2(found, qPrintable(found ? QString() : found.error().message));
        QCOMPARE(found->matched, size);
        QCOMPARE(found->total, static_cast<qint64>(m_known.size()));
        QCOMPARE(found->locatedRow, isWithin ? browse.request.offset : -1);
        QStringList names;
        for (const auto& row : found->rows)
            names << row.name.text();
        QStringList expected;
        for (qint64 i = browse.request.offset; i < std::min(size, browse.request.offset + 5); ++i)
            expected << all[std::size_t(i)].name;
        QCOMPARE(names, expected);
    }
}

void TestObjectBrowse::compareAgain(const vault::ObjectFilter& filter, const std::vector<SortKey>& sort)
{
    for (int time = 0; time < 3 && !QTest::currentTestFailed(); ++time)
        compareWindows(filter, sort);
}

vault::BrowseSecrets TestObjectBrowse::far() const
{
    vault::BrowseSecrets browse;
    browse.request.offset = secrets / 2;
    browse.request.limit = 5;
    browse.request.wantsCount = false;
    return browse;
}

void TestObjectBrowse::findsPlacesFarDown_data()
{
    QTest::addColumn<QList<SortKey>>("sort");
    QTest::newRow("as it is") << QList<SortKey>{};
    QTest::newRow("names") << QList<SortKey>{ { SortColumn::Name, false } };
    QTest::newRow("names, down") << QList<SortKey>{ { SortColumn::Name, true } };
    QTest::newRow("names and what cannot matter")
        << QList<SortKey>{ { SortColumn::Name, true }, { SortColumn::Updated, false } };
    QTest::newRow("dates") << QList<SortKey>{ { SortColumn::Updated, false } };
    QTest::newRow("dates, down") << QList<SortKey>{ { SortColumn::Updated, true } };
    QTest::newRow("dates, down, and names, up")
        << QList<SortKey>{ { SortColumn::Updated, true }, { SortColumn::Name, false } };
    QTest::newRow("types and dates, down")
        << QList<SortKey>{ { SortColumn::ContentType, false }, { SortColumn::Updated, true } };
}

void TestObjectBrowse::findsPlacesFarDown()
{
    QFETCH(QList<SortKey>, sort);
    const std::vector<SortKey> keys(sort.begin(), sort.end());
    compareAgain({}, keys);
    // The same order in the other direction.
    std::vector<SortKey> turned = keys;
    for (SortKey& key : turned)
        key.isDescending = !key.isDescending;
    compareAgain({}, turned);
}

void TestObjectBrowse::searchesTexts_data()
{
    QTest::addColumn<QStringList>("texts");
    QTest::addColumn<QString>("without");
    QTest::newRow("one letter in most") << QStringList{ u"A"_s } << QString();
    QTest::newRow("one letter of a type") << QStringList{ u"/"_s } << QString();
    QTest::newRow("one letter of a tag") << QStringList{ u"ü"_s } << QString();
    QTest::newRow("one letter in none") << QStringList{ u"y"_s } << QString();
    QTest::newRow("two letters") << QStringList{ u"-1"_s } << QString();
    QTest::newRow("two letters of a tag's value") << QStringList{ u"Q3"_s } << QString();
    QTest::newRow("two letters across texts") << QStringList{ u"vp"_s } << QString();
    QTest::newRow("two letters in none") << QStringList{ u"zz"_s } << QString();
    QTest::newRow("signs that mean something elsewhere") << QStringList{ u"%"_s } << QString();
    QTest::newRow("in a third") << QStringList{ u"gamma"_s } << QString();
    QTest::newRow("in one") << QStringList{ u"-0777"_s } << QString();
    QTest::newRow("in a tag") << QStringList{ u"prod ü"_s } << QString();
    QTest::newRow("in a type") << QStringList{ u"PLAIN"_s } << QString();
    QTest::newRow("two texts") << QStringList{ u"beta"_s, u"7"_s } << QString();
    QTest::newRow("one and not another") << QStringList{ u"alpha"_s } << u"0"_s;
    QTest::newRow("all but some") << QStringList{} << u"env"_s;
}

void TestObjectBrowse::searchesTexts()
{
    QFETCH(QStringList, texts);
    QFETCH(QString, without);
    vault::ObjectFilter filter;
    for (const QString& text : texts)
        filter.push_back(textTerm(text));
    if (!without.isEmpty())
        filter.push_back(textTerm(without, true));
    compareAgain(filter);
}

void TestObjectBrowse::searchesInEveryOrder()
{
    for (const SortColumn column : { SortColumn::Name, SortColumn::Updated, SortColumn::ContentType }) {
        for (const bool isDescending : { false, true }) {
            for (const QString& text : { u"a"_s, u"beta"_s, u"q3"_s })
                compareAgain({ textTerm(text) }, { { column, isDescending } });
        }
    }
}

/// A filter that takes long over each row, and is met by the last one only: the walk through the list is
/// given up for the roll.
void TestObjectBrowse::findsLateHits()
{
    set("zzz-last");
    vault::BrowseSecrets browse;
    browse.request.wantsCount = false;
    for (int i = 0; i < 40; ++i)
        browse.request.filter.push_back(textTerm(u"~"_s, true));
    browse.request.filter.push_back(textTerm(u"zz"_s));
    for (const bool isDescending : { false, true }) {
        browse.request.sort = { { SortColumn::Updated, isDescending } };
        const auto found = m_work->run(m_vault, browse);
        QVERIFY(found);
        QCOMPARE(found->rows.size(), std::size_t(1));
        QCOMPARE(found->rows.front().name.text(), u"zzz-last"_s);
    }
    compareWindows(browse.request.filter);
}

void TestObjectBrowse::followsComingAndGoing()
{
    const auto compare = [this] {
        compareAgain({});
        compareAgain({ textTerm(u"a-1"_s) });
        compareAgain({ textTerm(u"zz"_s) });
    };
    compare();
    set("alpha-1zz");
    compare();
    QVERIFY(m_work->run(m_vault, vault::DeleteSecret{ named("alpha-1zz") }));
    const Known gone = m_known.back();
    m_known.pop_back();
    compare();
    QVERIFY(m_work->run(m_vault, vault::RecoverDeletedSecret{ named("alpha-1zz") }));
    m_known.push_back(gone);
    compare();
    QVERIFY(m_work->run(m_vault, vault::DeleteSecret{ named("alpha-1zz") }));
    QVERIFY(m_work->run(m_vault, vault::PurgeDeletedSecret{ named("alpha-1zz") }));
    m_known.pop_back();
    compare();
}

void TestObjectBrowse::followsTexts()
{
    const auto compare = [this] {
        compareAgain({ textTerm(u"zz"_s) });
        compareAgain({ textTerm(u"ü"_s) });
    };
    compare();
    Known& known = m_known[7];
    vault::UpdateSecret update{ *vault::ObjectName::create(known.name), {}, {}, {}, {} };
    update.contentType = known.type = u"a/zz"_s;
    QVERIFY(m_work->run(m_vault, update));
    compare();
    update.contentType = known.type = QString();
    update.tags = known.tags = vault::Tags{ { u"zz"_s, u"Ü"_s } };
    QVERIFY(m_work->run(m_vault, update));
    compare();
    update.tags = known.tags = vault::Tags();
    QVERIFY(m_work->run(m_vault, update));
    compare();
    // A new version brings texts of its own.
    set(known.name.toUtf8().constData(), u"zz"_s);
    compare();
}

void TestObjectBrowse::followsDates()
{
    const std::vector<SortKey> byDate{ { SortColumn::Updated, true } };
    compareAgain({}, byDate);
    compareAgain({}); // what is known of the order of names stays
    set(m_known[1200].name.toUtf8().constData(), m_known[1200].type, m_known[1200].tags);
    compareWindows({});
    compareAgain({}, byDate);
    compareAgain({ textTerm(u"a"_s) }, byDate);
}

void TestObjectBrowse::followsTheOtherVault()
{
    const auto other = m_work->run(createVault("other"));
    QVERIFY(other);
    QVERIFY(m_work->run(other->id, support::setSecret("alpha-of-the-other", "v")));
    for (int time = 0; time < 3; ++time) {
        compareWindows({ textTerm(u"alpha"_s) });
        vault::BrowseSecrets browse;
        browse.request.filter = { textTerm(u"a"_s) };
        const auto found = m_work->run(other->id, browse);
        QVERIFY(found);
        QCOMPARE(found->matched, 1);
        QCOMPARE(found->rows.front().name.text(), u"alpha-of-the-other"_s);
    }
}

void TestObjectBrowse::followsWhatIsUndone()
{
    compareAgain({});
    compareAgain({ textTerm(u"zz"_s) });
    // The unit of work sees what it has done itself, and fails in the end.
    vault::BrowseSecrets search;
    search.request.filter = { textTerm(u"zz"_s) };
    std::vector<base::Answer<ops::ResultOf<vault::BrowseSecrets>>> browsed;
    std::optional<base::Answer<ops::ResultOf<vault::SetSecret>>> set;
    ops::Operations& operations = m_work->operations();
    m_vfs.arm({ FailingVfs::Sync, SQLITE_IOERR_FSYNC, 1, FailingVfs::Extent::Once });
    operations.desk().gather([&] {
        set = operations.run(m_work->caller, m_vault, support::setSecret("alpha-zz", "v"));
        for (int time = 0; time < 3; ++time) {
            browsed.push_back(operations.run(m_work->caller, m_vault, far()));
            browsed.push_back(operations.run(m_work->caller, m_vault, search));
        }
    });
    for (auto& answer : browsed)
        answer.waitForFinished();
    const bool isSet = set->takeResult().has_value();
    QCOMPARE(m_vfs.failures(), 1);
    m_vfs.disarm();
    if (isSet)
        m_known.push_back({ u"alpha-zz"_s, {}, {}, m_work->clock.now() });
    compareAgain({});
    compareAgain({ textTerm(u"zz"_s) });
}

QTEST_GUILESS_MAIN(TestObjectBrowse)
#include "tst_object_browse.moc"
