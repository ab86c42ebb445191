// SPDX-License-Identifier: Apache-2.0
// B10: what the program costs until its first screen stands, against a bare window of the same library.
// Both run on the offscreen platform with empty settings until they have been quiet; what counts is the CPU
// time and the resident memory that the kernel charges to them. bench_window [PROGRAM]
#include "tests/benchmarks/measure.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QThread>

using namespace strongroom::benchmarks;
using namespace Qt::StringLiterals;

namespace {

constexpr int rounds = 5;

struct Start final
{
    double cpu = 0; ///< nanoseconds
    double memory = 0; ///< KiB
};

double residentKiB(qint64 pid)
{
    QFile status(u"/proc/%1/status"_s.arg(pid));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.sliced(6).chopped(2).trimmed().toDouble();
    }
    return 0;
}

Start startOf(const QString& program)
{
    const QTemporaryDir home;
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    for (const auto& name : { u"HOME"_s, u"XDG_CONFIG_HOME"_s, u"XDG_DATA_HOME"_s, u"XDG_RUNTIME_DIR"_s })
        environment.insert(name, home.path());
    process.setProcessEnvironment(environment);
    process.start(program, QStringList());
    process.waitForStarted();
    Start start;
    double before = 0;
    do { // quiet: less than 2 ms of CPU in half a second
        before = start.cpu;
        QThread::msleep(500);
        start.cpu = static_cast<double>(cpuNanosecondsOf(process.processId()));
        start.memory = residentKiB(process.processId());
    } while (start.cpu - before > 2e6);
    process.kill();
    process.waitForFinished();
    return start;
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const QString folder = QCoreApplication::applicationDirPath();
    const QString program = argc > 1 ? QString::fromLocal8Bit(argv[1]) : folder + u"/strongroom"_s;
    std::vector<double> bareMemory;
    std::vector<double> ownMemory;
    const auto cpu = compare(
        rounds,
        [&] {
            const Start start = startOf(folder + u"/bare_window"_s);
            bareMemory.push_back(start.memory);
            return start.cpu;
        },
        [&] {
            const Start start = startOf(program);
            ownMemory.push_back(start.memory);
            return start.cpu;
        });
    const double times = cpu.ours / cpu.reference;
    const double memory = median(ownMemory) / median(bareMemory);
    const auto mebibytes = [](double kib) { return u"%1 MiB"_s.arg(kib / 1024, 0, 'f', 1); };
    printTable({
        { u"B10"_s, u"start of the program to its first screen, CPU"_s, microseconds(cpu.reference),
          microseconds(cpu.ours), u"%1 x"_s.arg(times, 0, 'f', 2), u"<= 3 x"_s, times <= 3 },
        { u"B10"_s, u"the same, resident memory"_s, mebibytes(median(bareMemory)),
          mebibytes(median(ownMemory)), u"%1 x"_s.arg(memory, 0, 'f', 2), u"<= 2.5 x"_s, memory <= 2.5 },
    });
}
