// SPDX-License-Identifier: Apache-2.0
// B10: what the program costs until its first screen stands, against a bare window of the same library.
// Both run on the offscreen platform with empty settings until they have been quiet; what counts is the CPU
// time and the resident memory that the kernel charges to them. B6 to B7a: the list of very many secrets.
// bench_window [SECRETS]: a million as a rule.
#include "tests/benchmarks/filled_store.h"
#include "tests/benchmarks/measure.h"

#include <QCoreApplication>
#include <QFile>
#include <QHash>
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

/// Without a screen, and with empty settings.
QProcessEnvironment bareEnvironment(const QTemporaryDir& home)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    for (const auto& name : { u"HOME"_s, u"XDG_CONFIG_HOME"_s, u"XDG_DATA_HOME"_s, u"XDG_RUNTIME_DIR"_s })
        environment.insert(name, home.path());
    return environment;
}

Start startOf(const QString& program)
{
    const QTemporaryDir home;
    QProcess process;
    process.setProcessEnvironment(bareEnvironment(home));
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

QString mebibytes(double kib) { return u"%1 MiB"_s.arg(kib / 1024, 0, 'f', 1); }
QString times(double ratio) { return u"%1 x"_s.arg(ratio, 0, 'f', 2); }

void addStart(std::vector<Row>& rows, const QString& program)
{
    const QString folder = QCoreApplication::applicationDirPath();
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
    const double cost = 1 / cpu.ratio;
    const double memory = median(ownMemory) / median(bareMemory);
    rows.push_back({ u"B10"_s, u"start of the program to its first screen, CPU"_s,
                     microseconds(cpu.reference), microseconds(cpu.ours), times(cost), u"<= 3 x"_s,
                     cost <= 3 });
    rows.push_back({ u"B10"_s, u"the same, resident memory"_s, mebibytes(median(bareMemory)),
                     mebibytes(median(ownMemory)), times(memory), u"<= 2.5 x"_s, memory <= 2.5 });
}

/// What list_window says of itself, word by word.
using Facts = QHash<QByteArray, double>;

Facts listWindow(const QStringList& arguments)
{
    const QTemporaryDir home;
    QProcess process;
    process.setProcessEnvironment(bareEnvironment(home));
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QCoreApplication::applicationDirPath() + u"/list_window"_s, arguments);
    process.waitForFinished(600'000);
    Facts facts;
    for (const QByteArray& line : process.readAllStandardOutput().split('\n')) {
        const qsizetype space = line.indexOf(' ');
        if (space > 0)
            facts.insert(line.first(space), line.sliced(space + 1).toDouble());
    }
    return facts;
}

Row limitRow(const QString& id, const QString& what, double nanoseconds, double mostMilliseconds)
{
    return { id,
             what,
             u"-"_s,
             microseconds(nanoseconds),
             u"-"_s,
             u"<= %1 ms"_s.arg(mostMilliseconds),
             nanoseconds <= mostMilliseconds * 1e6 };
}

/// B6, B6a, B6b, B7a: the list of a store against the same window with nothing in it.
void addList(std::vector<Row>& rows, int secrets)
{
    const QStringList store{ keptStore(secrets), QString::number(secrets) };
    std::vector<Facts> bare;
    std::vector<Facts> own;
    const auto painted = compare(
        rounds,
        [&] {
            bare.push_back(listWindow({}));
            return bare.back()["painted-cpu"];
        },
        [&] {
            own.push_back(listWindow(store));
            return own.back()["painted-cpu"];
        });
    const auto medianOf = [](const std::vector<Facts>& all, const QByteArray& word) {
        std::vector<double> values;
        for (const Facts& facts : all)
            values.push_back(facts[word]);
        return median(values);
    };
    const double cost = 1 / painted.ratio;
    rows.push_back({ u"B6"_s, u"first painting of a list of %1, CPU"_s.arg(secrets),
                     microseconds(painted.reference), microseconds(painted.ours), times(cost), u"<= 3 x"_s,
                     cost <= 3 });
    rows.push_back(limitRow(u"B6"_s, u"the same, from the start of main"_s, medianOf(own, "painted"), 100));
    const double bareMemory = medianOf(bare, "painted-memory");
    const double usedMemory = medianOf(own, "used-memory");
    rows.push_back({ u"B6a"_s, u"resident memory after scrolling and filtering it"_s, mebibytes(bareMemory),
                     mebibytes(usedMemory), u"+%1"_s.arg(mebibytes(usedMemory - bareMemory)), u"<= +96 MiB"_s,
                     usedMemory - bareMemory <= 96 * 1024 });
    rows.push_back(limitRow(u"B6b"_s, u"scrolling to any place, painted, p95"_s, medianOf(own, "jump"), 16));
    rows.push_back(limitRow(u"B7a"_s, u"a letter of the filter to its result, painted, p95"_s,
                            medianOf(own, "keystroke"), 50));
    rows.push_back(limitRow(u"B7a"_s, u"longest time the window did not answer meanwhile"_s,
                            medianOf(own, "stall"), 16));
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    const int secrets = arguments.isEmpty() ? 1'000'000 : arguments.first().toInt();
    const QString program = QCoreApplication::applicationDirPath() + u"/strongroom"_s;
    std::vector<Row> rows;
    if (QFile::exists(program))
        addStart(rows, program);
    addList(rows, secrets);
    report(rows);
}
