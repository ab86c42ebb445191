// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmarks/measure.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>

namespace strongroom::benchmarks {

using namespace Qt::StringLiterals;

namespace {

qint64 nanosecondsOf(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<qint64>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

/// The folders that the kernel keeps of a process's threads.
QStringList threadsOf(const QString& process)
{
    QStringList folders;
    const QDir tasks(u"/proc/%1/task"_s.arg(process));
    for (const QString& thread : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        folders.push_back(tasks.filePath(thread));
    return folders;
}

QByteArray contentOf(const QString& fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

qint64 cpuNanoseconds() { return nanosecondsOf(CLOCK_PROCESS_CPUTIME_ID); }

qint64 cpuNanosecondsOf(qint64 pid)
{
    clockid_t clock{};
    return clock_getcpuclockid(static_cast<pid_t>(pid), &clock) == 0 ? nanosecondsOf(clock) : 0;
}

std::vector<qint64> cpuNanosecondsOfThreads(qint64 pid, const QByteArray& name)
{
    std::vector<qint64> spent;
    for (const QString& thread : threadsOf(QString::number(pid))) {
        if (contentOf(thread + u"/comm"_s).trimmed() == name)
            spent.push_back(contentOf(thread + u"/schedstat"_s).split(' ').front().toLongLong());
    }
    return spent;
}

qint64 waitedNanoseconds()
{
    qint64 waited = 0;
    for (const QString& thread : threadsOf(u"self"_s))
        waited += contentOf(thread + u"/schedstat"_s).split(' ').value(1).toLongLong();
    return waited;
}

double residentKiB(qint64 pid)
{
    for (const QByteArray& line : contentOf(u"/proc/%1/status"_s.arg(pid)).split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.sliced(6).chopped(2).trimmed().toDouble();
    }
    return 0;
}

double median(std::vector<double> values) { return quantile(std::move(values), 0.5); }

double quantile(std::vector<double> values, double p)
{
    if (values.empty())
        return 0;
    const auto at
        = std::min(values.size() - 1, static_cast<std::size_t>(p * static_cast<double>(values.size())));
    const auto place = values.begin() + static_cast<std::ptrdiff_t>(at);
    std::nth_element(values.begin(), place, values.end());
    return *place;
}

double growth(const std::vector<double>& sizes, const std::vector<double>& costs)
{
    double sumX = 0;
    double sumY = 0;
    double sumXX = 0;
    double sumXY = 0;
    const auto n = static_cast<double>(sizes.size());
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const double x = std::log(sizes[i]);
        const double y = std::log(costs[i]);
        sumX += x;
        sumY += y;
        sumXX += x * x;
        sumXY += x * y;
    }
    return (n * sumXY - sumX * sumY) / (n * sumXX - sumX * sumX);
}

Compared compare(int rounds, const std::function<double()>& reference, const std::function<double()>& ours)
{
    std::vector<double> references;
    std::vector<double> own;
    std::vector<double> ratios;
    for (int round = 0; round < rounds; ++round) {
        references.push_back(reference());
        own.push_back(ours());
        ratios.push_back(references.back() / own.back());
    }
    return { median(references), median(own), median(ratios) };
}

QString microseconds(double nanoseconds)
{
    if (nanoseconds >= 10'000'000)
        return u"%1 ms"_s.arg(nanoseconds / 1'000'000, 0, 'f', 1);
    return u"%1 us"_s.arg(nanoseconds / 1000, 0, 'f', nanoseconds < 100'000 ? 1 : 0);
}

QString percent(double ratio) { return u"%1 %"_s.arg(ratio * 100, 0, 'f', 0); }

void printTable(const std::vector<Row>& rows)
{
    std::printf("%-6s %-58s %12s %12s %9s %14s\n", "ID", "What", "Reference", "Strongroom", "Ratio", "Floor");
    for (const Row& row : rows) {
        std::printf("%-6s %-58s %12s %12s %9s %10s %s\n", qPrintable(row.id), qPrintable(row.what),
                    qPrintable(row.reference), qPrintable(row.ours), qPrintable(row.ratio),
                    qPrintable(row.floor), row.isReached ? "ok" : "--");
    }
    std::fflush(stdout);
}

void report(const std::vector<Row>& rows)
{
    printTable(rows);
    QFile file(qEnvironmentVariable("BENCHMARK_ROWS"));
    if (file.fileName().isEmpty() || !file.open(QIODevice::Append))
        return;
    for (const Row& row : rows) {
        const QStringList cells{ row.id,
                                 row.what,
                                 row.reference,
                                 row.ours,
                                 row.ratio,
                                 row.floor,
                                 row.isReached ? u"ok"_s : QString() };
        file.write(cells.join(u'\t').toUtf8() + '\n');
    }
}

std::vector<Row> keptRows(const QString& fileName)
{
    std::vector<Row> rows;
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return rows;
    for (const QByteArray& line : file.readAll().split('\n')) {
        const QStringList cells = QString::fromUtf8(line).split(u'\t');
        if (cells.size() == 7)
            rows.push_back(
                { cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], !cells[6].isEmpty() });
    }
    return rows;
}

} // namespace strongroom::benchmarks
