// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <functional>
#include <vector>

namespace strongroom::benchmarks {

/// CPU time of this process, or of the process `pid`, in nanoseconds, from the kernel.
qint64 cpuNanoseconds();
qint64 cpuNanosecondsOf(qint64 pid);
/// The same for each thread named `name` of the process `pid`.
std::vector<qint64> cpuNanosecondsOfThreads(qint64 pid, const QByteArray& name);

/// For how long all threads of this process together were ready to run and did not, because others kept the
/// cores.
qint64 waitedNanoseconds();
/// Resident memory of a process.
double residentKiB(qint64 pid);

double median(std::vector<double> values);
/// The value that a part `p` of all does not exceed.
double quantile(std::vector<double> values, double p);

/// Slope of log(cost) over log(size), least squares.
double growth(const std::vector<double>& sizes, const std::vector<double>& costs);

/// Two ways to do the same, measured in turn, ABAB: each function answers its cost for one round.
struct Compared final
{
    double reference = 0; ///< median cost
    double ours = 0; ///< median cost
    double ratio = 0; ///< median of reference / ours per round: 1 is as good as the reference
};
Compared compare(int rounds, const std::function<double()>& reference, const std::function<double()>& ours);

/// A line of the table.
struct Row final
{
    QString id;
    QString what;
    QString reference; ///< absolute
    QString ours; ///< absolute
    QString ratio;
    QString floor;
    bool isReached = false;
};

/// CPU time as people read it.
QString microseconds(double nanoseconds);
QString percent(double ratio);
void printTable(const std::vector<Row>& rows);
/// Prints the table; keeps the rows as well in the file that BENCHMARK_ROWS names, for the table of all
/// programs.
void report(const std::vector<Row>& rows);
/// The rows that were kept.
std::vector<Row> keptRows(const QString& file);

} // namespace strongroom::benchmarks
