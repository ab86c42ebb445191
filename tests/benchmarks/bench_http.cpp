// SPDX-License-Identifier: Apache-2.0
// The rows that are measured through a socket: servers are processes of their own on one core, the client
// is this process on another, and what counts is the CPU time the kernel charges to the server.
#include "tests/benchmarks/load_client.h"
#include "tests/benchmarks/measure.h"

#include <QCoreApplication>
#include <QProcess>

#include <cstdio>
#include <sched.h>
#include <thread>

using namespace strongroom::benchmarks;
using namespace Qt::StringLiterals;

namespace {

constexpr int rounds = 7;

void pinTo(unsigned core)
{
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(core % std::max(1U, std::thread::hardware_concurrency()), &cores);
    sched_setaffinity(0, sizeof cores, &cores);
}

/// A server in a process on core 0 that prints its port first.
class Server final
{
public:
    explicit Server(const QString& program, const QStringList& arguments = {})
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.setChildProcessModifier([] { pinTo(0); });
        m_process.start(QCoreApplication::applicationDirPath() + u'/' + program, arguments);
        m_process.waitForReadyRead(30'000);
        m_port = m_process.readLine().trimmed().toInt();
    }
    ~Server()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    int port() const { return m_port; }
    qint64 pid() const { return m_process.processId(); }

private:
    QProcess m_process;
    int m_port = 0;
};

QByteArray hello(int)
{
    return QByteArrayLiteral(
        "GET /secrets/benchmark/?api%2Dversion=2025-07-01 HTTP/1.1\r\n"
        "Host: localhost\r\nAccept: application/json\r\n"
        "User-Agent: azsdk-js-keyvault-secrets/4.11.2 core-rest-pipeline/1.22.2 Node/20\r\n"
        "x-ms-client-request-id: 6b2a3c0e-2f9c-4bd1-8c3a-0a4d1e5f7a90\r\n"
        "Accept-Encoding: gzip,deflate\r\nConnection: keep-alive\r\n\r\n");
}

/// CPU of the server per request, in nanoseconds.
double costOf(const Server& server, LoadClient& client, int count,
              const std::function<QByteArray(int)>& request)
{
    const qint64 before = cpuNanosecondsOf(server.pid());
    const int good = client.run(count, request);
    const qint64 spent = cpuNanosecondsOf(server.pid()) - before;
    if (good != count)
        std::fprintf(stderr, "only %d of %d requests were answered with 200\n", good, count);
    return static_cast<double>(spent) / count;
}

Row compareServers(const QString& id, const QString& what, int connections, int count, double floor,
                   const Server& reference, const Server& ours, const std::function<QByteArray(int)>& request)
{
    LoadClient referenceClient(reference.port(), connections);
    LoadClient ownClient(ours.port(), connections);
    if (!referenceClient.isConnected() || !ownClient.isConnected())
        return { id, what, u"-"_s, u"-"_s, u"-"_s, percent(floor), false };
    costOf(reference, referenceClient, count / 10, hello);
    costOf(ours, ownClient, count / 10, request);
    const auto compared = compare(
        rounds, [&] { return costOf(reference, referenceClient, count, hello); },
        [&] { return costOf(ours, ownClient, count, request); });
    return { id,
             what,
             microseconds(compared.reference),
             microseconds(compared.ours),
             percent(compared.ratio),
             percent(floor),
             compared.ratio >= floor };
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    pinTo(1);
    const Server reference(u"hello_server"_s);
    const Server bare(u"answer_server"_s);
    std::vector<Row> rows;
    rows.push_back(compareServers(u"B0"_s, u"model/net alone against a bare TLS hello, 64 connections"_s, 64,
                                  20'000, 1.0, reference, bare, hello));
    rows.push_back(
        compareServers(u"B0a"_s, u"the same, 1 connection"_s, 1, 4'000, 1.0, reference, bare, hello));
    printTable(rows);
}
