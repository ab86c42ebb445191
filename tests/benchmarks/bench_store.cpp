// SPDX-License-Identifier: Apache-2.0
// The rows of the store, measured in this process: opening, listing, searching, locking, and how the costs
// grow with the number of secrets. bench_store [LARGEST]: the largest of four sizes, a million as a rule.
#include "model/local/database.h"
#include "tests/benchmarks/filled_store.h"
#include "tests/benchmarks/measure.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <cstdio>

using namespace strongroom;
using namespace strongroom::benchmarks;
using namespace Qt::StringLiterals;

namespace {

constexpr int rounds = 5;
constexpr int repetitions = 20;

template <typename Work> double costOf(int count, Work work)
{
    const qint64 before = cpuNanoseconds();
    for (int i = 0; i < count; ++i)
        work(i);
    return static_cast<double>(cpuNanoseconds() - before) / count;
}

vault::BrowseSecrets firstPage()
{
    vault::BrowseSecrets browse;
    browse.request.wantsCount = false;
    return browse;
}

int rowsOf(local::Database& database, const char* sql)
{
    local::Query query(database, sql);
    int rows = 0;
    while (query.next().value())
        ++rows;
    return rows;
}

constexpr const char* rawFirstPage
    = "SELECT * FROM objects WHERE vault = 1 AND kind = 0 AND deleted IS NULL ORDER BY folded LIMIT 128";
constexpr const char* rawSearch = "SELECT o.* FROM object_search s JOIN objects o ON o.id = s.rowid "
                                  "WHERE object_search MATCH '\"t-0009\"' ORDER BY o.folded LIMIT 200";
constexpr const char* rawScan = "SELECT * FROM objects WHERE name LIKE '%t-0009%' ORDER BY folded LIMIT 200";

Row rowOf(const QString& id, const QString& what, const Compared& compared, double atMost)
{
    const double times = compared.ours / compared.reference;
    return { id,
             what,
             microseconds(compared.reference),
             microseconds(compared.ours),
             u"%1 x"_s.arg(times, 0, 'f', 2),
             u"<= %1 x"_s.arg(atMost),
             times <= atMost };
}

/// B5 and B7 on a store that is closed between the rounds: one connection has the file at a time.
void addRatios(std::vector<Row>& rows, const QString& file, int size)
{
    const auto rawOpen = [&](const auto& work) {
        auto database
            = local::Database::open(file, benchmarkKeys(), local::Database::Mode::OpenExisting).value();
        return work(database);
    };
    const auto opened = compare(
        rounds,
        [&] {
            return costOf(
                1, [&](int) { rawOpen([](auto& database) { return rowsOf(database, rawFirstPage); }); });
        },
        [&] {
            return costOf(1, [&](int) {
                FilledStore store(file, size);
                store.run(store.vaultId(), firstPage());
            });
        });
    rows.push_back(rowOf(u"B5"_s, u"unlock to first page, %1 secrets"_s.arg(size), opened, 10));

    const auto searchRaw = [&](const char* sql) {
        return rawOpen([&](auto& database) {
            rowsOf(database, sql);
            return costOf(repetitions, [&](int) { rowsOf(database, sql); });
        });
    };
    const auto searchOurs = [&] {
        FilledStore store(file, size);
        store.run(vault::SearchStore{ u"t-0009"_s, 200 });
        return costOf(repetitions, [&](int) { store.run(vault::SearchStore{ u"t-0009"_s, 200 }); });
    };
    rows.push_back(rowOf(u"B7"_s, u"substring search, first page, against raw FTS5"_s,
                         compare(
                             rounds, [&] { return searchRaw(rawSearch); }, searchOurs),
                         4));
    if (size >= 1'000'000) // before that a scan is short
        rows.push_back(rowOf(u"B7"_s, u"the same against a LIKE scan"_s,
                             compare(
                                 rounds, [&] { return searchRaw(rawScan); }, searchOurs),
                             0.02));
}

/// B17: from the wish to lock to keys and connection being gone.
Row lockRow(const QString& file, int size)
{
    std::vector<double> walls;
    for (int round = 0; round < rounds; ++round) {
        auto store = std::make_unique<FilledStore>(file, size);
        store->run(store->vaultId(), firstPage());
        QElapsedTimer timer;
        timer.start();
        store.reset();
        walls.push_back(static_cast<double>(timer.nsecsElapsed()));
    }
    const double wall = median(walls);
    return { u"B17"_s,     u"lock with %1 secrets (wall)"_s.arg(size),
             u"-"_s,       microseconds(wall),
             u"-"_s,       u"<= 200 ms"_s,
             wall <= 200e6 };
}

/// What one size costs, in nanoseconds of CPU.
struct Costs final
{
    double open = 0;
    double get = 0;
    double put = 0;
    double page = 0;
    double search = 0;
};

Costs costsOf(const QString& file, int size)
{
    Costs costs;
    costs.open = costOf(3, [&](int) { FilledStore(file, size); });
    FilledStore store(file, size);
    const auto get = [&](int i) {
        store.run(store.vaultId(), vault::GetSecret{ secretName(i * 37 % size), {} });
    };
    const auto put = [&](int i) {
        store.run(
            store.vaultId(),
            vault::SetSecret{
                secretName(i * 37 % size), base::SecureBytes::copyOf(QByteArray(64, 'w')), {}, {}, {} });
    };
    costOf(100, get);
    costs.get = costOf(500, get);
    costs.put = costOf(200, put);
    costs.page = costOf(50, [&](int) { store.run(store.vaultId(), firstPage()); });
    costs.search = costOf(50, [&](int) { store.run(vault::SearchStore{ u"ret-000123"_s, 200 }); });
    return costs;
}

void addGrowth(std::vector<Row>& rows, int largest)
{
    std::vector<double> sizes;
    std::vector<Costs> costs;
    for (int size = largest / 1000; size <= largest; size *= 10) {
        sizes.push_back(size);
        costs.push_back(costsOf(keptStore(size), size));
    }
    const auto add = [&](const QString& what, double Costs::*member, double floor) {
        std::vector<double> values;
        for (const Costs& cost : costs)
            values.push_back(cost.*member);
        const double slope = growth(sizes, values);
        rows.push_back({ u"8.3"_s,
                         u"growth of %1, %2 to %3 secrets"_s.arg(what).arg(sizes.front()).arg(sizes.back()),
                         microseconds(values.front()), microseconds(values.back()),
                         QString::number(slope, 'f', 2), u"<= %1"_s.arg(floor), slope <= floor });
    };
    add(u"unlock"_s, &Costs::open, 0.15);
    add(u"get by name"_s, &Costs::get, 0.15);
    add(u"put"_s, &Costs::put, 0.15);
    add(u"first page"_s, &Costs::page, 0.2);
    add(u"substring search"_s, &Costs::search, 0.4);
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const int largest = argc > 1 ? QByteArray(argv[1]).toInt() : 1'000'000;
    std::vector<Row> rows;
    addGrowth(rows, largest);
    const QString file = keptStore(largest);
    addRatios(rows, file, largest);
    rows.push_back(lockRow(file, largest));
    report(rows);
}
