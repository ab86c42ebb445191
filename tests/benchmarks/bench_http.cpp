// SPDX-License-Identifier: Apache-2.0
// The rows that are measured through a socket: servers are processes of their own on one core, the client
// is this process on another, and what counts is the CPU time the kernel charges to the server.
#include "model/local/database.h"
#include "tests/benchmarks/filled_store.h"
#include "tests/benchmarks/load_client.h"
#include "tests/benchmarks/measure.h"
#include "tests/benchmarks/openssl_speed.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <sched.h>
#include <set>
#include <thread>

using namespace strongroom;
using namespace strongroom::benchmarks;
using namespace Qt::StringLiterals;

namespace {

constexpr int rounds = 7;

const unsigned coreCount = std::max(1U, std::thread::hardware_concurrency());

void pinTo(const std::set<unsigned>& chosen)
{
    cpu_set_t cores;
    CPU_ZERO(&cores);
    for (const unsigned core : chosen)
        CPU_SET(core % coreCount, &cores);
    sched_setaffinity(0, sizeof cores, &cores);
}

std::set<unsigned> allCores()
{
    std::set<unsigned> cores;
    for (unsigned core = 0; core < coreCount; ++core)
        cores.insert(core);
    return cores;
}

/// A server in a process on core 0, as a rule, that prints its port first.
class Server final
{
public:
    explicit Server(const QString& program, const QStringList& arguments = {},
                    const std::set<unsigned>& cores = { 0 })
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.setChildProcessModifier([cores] { pinTo(cores); });
        m_process.start(QCoreApplication::applicationDirPath() + u'/' + program, arguments);
        m_process.waitForReadyRead(300'000);
        m_facts = m_process.readLine().trimmed().split(' ');
    }
    ~Server()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    int port() const { return m_facts.front().toInt(); }
    /// The words of its first line; the port is the first.
    const QList<QByteArray>& facts() const { return m_facts; }
    qint64 pid() const { return m_process.processId(); }

private:
    QProcess m_process;
    QList<QByteArray> m_facts;
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

/// What a row is about, and the ratio that it must reach.
struct Aim final
{
    QString id;
    QString what;
    double floor = 0;
};

Row rowOf(const Aim& aim, const Compared& compared)
{
    return { aim.id,
             aim.what,
             microseconds(compared.reference),
             microseconds(compared.ours),
             percent(compared.ratio),
             percent(aim.floor),
             compared.ratio >= aim.floor };
}

Row compareServers(const Aim& aim, int connections, int count, const Server& reference, const Server& ours,
                   const std::function<QByteArray(int)>& request)
{
    LoadClient referenceClient(reference.port(), connections);
    LoadClient ownClient(ours.port(), connections);
    if (!referenceClient.isConnected() || !ownClient.isConnected())
        return { aim.id, aim.what, u"-"_s, u"-"_s, u"-"_s, percent(aim.floor), false };
    costOf(reference, referenceClient, count / 10, hello);
    costOf(ours, ownClient, count / 10, request);
    const auto compared = compare(
        rounds, [&] { return costOf(reference, referenceClient, count, hello); },
        [&] { return costOf(ours, ownClient, count, request); });
    return rowOf(aim, compared);
}

constexpr int secretCount = 1000;

QByteArray bearerToken(const Server& vaultServer)
{
    LoadClient client(vaultServer.port(), 1);
    const auto& facts = vaultServer.facts();
    const QByteArray form = "grant_type=client_credentials&client_id=" + facts[2]
        + "&client_secret=" + facts[3] + "&scope=https%3A%2F%2Fvault.localhost%2F.default";
    const QByteArray answer
        = client.ask("POST /" + facts[1]
                     + "/oauth2/v2.0/token HTTP/1.1\r\nHost: login.vault.localhost\r\n"
                       "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                     + QByteArray::number(form.size()) + "\r\n\r\n" + form);
    const qsizetype begin = answer.indexOf("access_token\":\"") + 15;
    return answer.mid(begin, answer.indexOf('"', begin) - begin);
}

QByteArray vaultRequest(const QByteArray& method, const QByteArray& path, const QByteArray& token,
                        const QByteArray& body)
{
    QByteArray request = method + path
        + "?api%2Dversion=2025-07-01 HTTP/1.1\r\nHost: bench.vault.localhost\r\nAccept: application/json\r\n"
          "User-Agent: azsdk-js-keyvault-secrets/4.11.2 core-rest-pipeline/1.22.2 Node/20\r\n"
          "x-ms-client-request-id: 6b2a3c0e-2f9c-4bd1-8c3a-0a4d1e5f7a90\r\n"
          "Accept-Encoding: gzip,deflate\r\nAuthorization: Bearer "
        + token + "\r\nConnection: keep-alive\r\n";
    if (!body.isEmpty())
        request += "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size())
            + "\r\n";
    return request + "\r\n" + body;
}

QByteArray secretRequest(const QByteArray& method, int number, const QByteArray& token,
                         const QByteArray& body)
{
    return vaultRequest(method, "/secrets/" + secretName(number).text().toLatin1(), token, body);
}

/// Which rows were asked for on the command line; all when none was.
class Wanted final
{
public:
    explicit Wanted(QStringList ids)
        : m_ids(std::move(ids))
    {
    }
    bool has(const QString& id) const { return m_ids.isEmpty() || m_ids.contains(id); }

private:
    QStringList m_ids;
};

/// The object that request number `i` asks for: neighbours in time are no neighbours in the file.
int objectOf(int i) { return i * 7 % secretCount; }

/// The rows of one PUT, straight into a file with the store's own settings: the reference of B2. The same
/// objects in the same order as the requests, the same columns and sizes, and as many commits as there
/// are connections to share one; no MAC, no seal and no chain is computed.
class RawPuts final
{
public:
    explicit RawPuts(const QString& file)
        : m_database([&] {
            { // filled, and closed again
                const FilledStore filled(file, secretCount);
            }
            return local::Database::open(file, benchmarkKeys(), local::Database::Mode::OpenExisting).value();
        }())
    {
        m_database.acceptFile();
        m_sequence = m_database.number("SELECT max(sequence) FROM audit").value();
        m_ordinal = m_sequence;
    }

    /// CPU of this process per version, in nanoseconds.
    double costOf(int count, int perCommit)
    {
        const qint64 before = cpuNanoseconds();
        for (int done = 0; done < count; done += perCommit) {
            require(m_database.execute("BEGIN IMMEDIATE"));
            for (int i = 0; i < perCommit; ++i)
                putOne(objectOf(done + i) + 1);
            writeBuckets();
            require(
                local::Query(m_database, "UPDATE state SET sequence = ?1, head = ?2, latest = ?1, mac = ?2")
                    .number(m_sequence)
                    .bytes(m_hash)
                    .run());
            require(local::Query(m_database, "COMMIT").run());
        }
        return static_cast<double>(cpuNanoseconds() - before) / count;
    }

private:
    static void require(const base::Result<void>& result)
    {
        if (!result)
            qFatal("%s", qPrintable(result.error().message));
    }

    void putOne(int object)
    {
        ++m_sequence;
        const qint64 now = base::SystemClock().now();
        QByteArray version(16, 'v');
        memcpy(version.data(), &m_sequence, sizeof m_sequence);
        require(
            local::Query(m_database,
                         "INSERT INTO versions (mac, object, ordinal, version, previous, enabled, created, "
                         "updated, content_type, tags, sealed_key, sealed_value) "
                         "VALUES (?1, ?2, ?3, ?4, ?4, 1, ?5, ?5, '', ?6, ?7, ?8)")
                .bytes(m_hash)
                .number(object)
                .number(++m_ordinal)
                .bytes(version)
                .number(now)
                .bytes({ "", 0 })
                .bytes(m_sealedKey)
                .bytes(m_sealedValue)
                .run());
        require(local::Query(m_database,
                             "UPDATE objects SET mac = ?1, current = ?5, version = ?2, previous = ?2, "
                             "created = ?3, updated = ?3 WHERE id = ?4")
                    .bytes(m_hash)
                    .bytes(version)
                    .number(now)
                    .number(object)
                    .number(m_ordinal)
                    .run());
        m_changedBuckets.insert(objectBuckets + object / bucketRows);
        m_changedBuckets.insert(versionBuckets + m_ordinal / bucketRows);
        require(
            local::Query(m_database, "INSERT INTO audit (sequence, body, hash, seal) VALUES (?1, ?2, ?3, ?4)")
                .number(m_sequence)
                .bytes(m_body)
                .bytes(m_hash)
                .bytes(version)
                .run());
        for (const qint64 key : { qint64(-1), qint64(-2), qint64(object) })
            m_found.emplace_back(key, m_sequence);
        if (m_found.size() >= 3 * 2048)
            indexAudit();
    }

    /// Of the rows' sums, and of the sums of those.
    void writeBuckets()
    {
        std::set<qint64> shelves;
        for (const qint64 bucket : m_changedBuckets) {
            shelves.insert(bucket >> 8);
            require(local::Query(m_database,
                                 "INSERT INTO buckets (id, digest) VALUES (?1, ?2) "
                                 "ON CONFLICT (id) DO UPDATE SET digest = excluded.digest")
                        .number(bucket)
                        .bytes(m_hash)
                        .run());
        }
        for (const qint64 shelf : shelves) {
            require(local::Query(m_database,
                                 "INSERT INTO bucket_shelves (id, digest) VALUES (?1, ?2) "
                                 "ON CONFLICT (id) DO UPDATE SET digest = excluded.digest")
                        .number(shelf)
                        .bytes(m_hash)
                        .run());
        }
        m_changedBuckets.clear();
    }

    /// By two thousand rows, as the store does it: by operation, vault and object.
    void indexAudit()
    {
        std::sort(m_found.begin(), m_found.end());
        for (const auto& [key, sequence] : m_found) {
            require(local::Query(m_database, "INSERT INTO audit_index (key, sequence) VALUES (?1, ?2)")
                        .number(key)
                        .number(sequence)
                        .run());
        }
        m_found.clear();
    }

    static constexpr qint64 bucketRows = 128;
    static constexpr qint64 objectBuckets = qint64(2) << 48;
    static constexpr qint64 versionBuckets = qint64(3) << 48;

    local::Database m_database;
    std::set<qint64> m_changedBuckets;
    std::vector<std::pair<qint64, qint64>> m_found;
    qint64 m_sequence = 0;
    qint64 m_ordinal = 0;
    const QByteArray m_hash = QByteArray(32, 'h');
    const QByteArray m_sealedKey = QByteArray(60, 'k');
    const QByteArray m_sealedValue = QByteArray(92, 's');
    const QByteArray m_body = QByteArray(354, 'b'); // as long as the store's own
};

void addBareServer(std::vector<Row>& rows, const Wanted& wanted, const Server& reference)
{
    const Server bare(u"answer_server"_s);
    if (wanted.has(u"B0"_s))
        rows.push_back(
            compareServers({ u"B0"_s, u"model/net alone against a bare TLS hello, 64 connections"_s, 1.0 },
                           64, 20'000, reference, bare, hello));
    if (wanted.has(u"B0a"_s))
        rows.push_back(
            compareServers({ u"B0a"_s, u"the same, 1 connection"_s, 1.0 }, 1, 4'000, reference, bare, hello));
}

void addWholeStack(std::vector<Row>& rows, const Wanted& wanted, const Server& reference,
                   const Server& vaults)
{
    const QByteArray token = bearerToken(vaults);
    const auto get = [&](int i) { return secretRequest("GET ", objectOf(i), token, {}); };
    if (wanted.has(u"B1"_s))
        rows.push_back(compareServers({ u"B1"_s, u"GET secret, whole stack, 64 connections"_s, 0.35 }, 64,
                                      10'000, reference, vaults, get));
    if (wanted.has(u"B1a"_s))
        rows.push_back(compareServers({ u"B1a"_s, u"the same, 1 connection"_s, 0.18 }, 1, 2'000, reference,
                                      vaults, get));
}

/// B15: the same server with and without the allocator that zeroes what is freed.
void addZeroing(std::vector<Row>& rows, const Server& plain, const Server& zeroing)
{
    const QByteArray plainToken = bearerToken(plain);
    const QByteArray zeroingToken = bearerToken(zeroing);
    LoadClient plainClient(plain.port(), 64);
    LoadClient zeroingClient(zeroing.port(), 64);
    const auto cost = [](const Server& server, LoadClient& client, const QByteArray& token) {
        return costOf(server, client, 10'000,
                      [&](int i) { return secretRequest("GET ", objectOf(i), token, {}); });
    };
    const auto compared = compare(
        rounds, [&] { return cost(plain, plainClient, plainToken); },
        [&] { return cost(zeroing, zeroingClient, zeroingToken); });
    rows.push_back({ u"B15"_s, u"GET secret without and with zeroing of freed memory"_s,
                     microseconds(compared.reference), microseconds(compared.ours), percent(compared.ratio),
                     percent(0.95), compared.ratio >= 0.95 });
}

/// A key in the store behind an endpoint, and the request that signs with it.
class ServedKey final
{
public:
    /// `create` is the body of the request that makes it.
    ServedKey(const Server& server, const QByteArray& create, const QByteArray& algorithm)
        : m_token(bearerToken(server))
        , m_body("{\"alg\":\"" + algorithm + "\",\"value\":\"" + QByteArray(43, 'A') + "\"}")
    {
        const QByteArray name = "/keys/key-" + algorithm;
        const auto made = QJsonDocument::fromJson(
            LoadClient(server.port(), 1).ask(vaultRequest("POST ", name + "/create", m_token, create)));
        const QString id = made[u"key"_s][u"kid"_s].toString();
        m_path = name + id.sliced(id.lastIndexOf(u'/')).toLatin1() + "/sign";
    }

    std::function<QByteArray(int)> request() const
    {
        return [bytes = vaultRequest("POST ", m_path, m_token, m_body)](int) { return bytes; };
    }

private:
    QByteArray m_token;
    QByteArray m_body;
    QByteArray m_path;
};

constexpr int signingConnections = 64;
constexpr const char* createRsa = R"({"kty":"RSA","key_size":2048})";
constexpr const char* createEc = R"({"kty":"EC","crv":"P-256"})";

/// B3a, B3b: signatures through the endpoint against `openssl speed`.
Row signRow(const Aim& aim, int count, const OpenSslSpeed& reference, const Server& server,
            const ServedKey& key)
{
    LoadClient client(server.port(), signingConnections);
    costOf(server, client, count / 10, key.request());
    const auto compared = compare(
        rounds, [&] { return benchmarks::costOf(reference); },
        [&] { return costOf(server, client, count, key.request()); });
    return rowOf(aim, compared);
}

/// Of a server that may use all processors: how evenly its threads for slow work share the signatures.
Row sharedRow(const Server& server)
{
    const ServedKey key(server, createRsa, "RS256");
    LoadClient client(server.port(), signingConnections);
    client.run(500, key.request());
    const auto before = cpuNanosecondsOfThreads(server.pid(), "crew");
    client.run(5'000, key.request());
    auto spent = cpuNanosecondsOfThreads(server.pid(), "crew");
    for (std::size_t i = 0; i < spent.size(); ++i)
        spent[i] -= before[i];
    const auto all = static_cast<double>(std::accumulate(spent.begin(), spent.end(), qint64(0)));
    const auto most = static_cast<double>(*std::max_element(spent.begin(), spent.end()));
    const double shared = all / most;
    const double floor = 0.8 * coreCount;
    return { u"B3a"_s,       u"processors that share these signatures, of %1"_s.arg(coreCount),
             u"-"_s,         u"%1"_s.arg(shared, 0, 'f', 2),
             u"-"_s,         u">= %1"_s.arg(floor, 0, 'f', 1),
             shared >= floor };
}

void addSignatures(std::vector<Row>& rows, const Wanted& wanted, const Server& server, const QString& folder)
{
    if (wanted.has(u"B3a"_s)) {
        rows.push_back(signRow({ u"B3a"_s, u"sign RS256 through the endpoint, 64 connections"_s, 0.75 },
                               1'500, rsaPrivateSpeed(2048), server, ServedKey(server, createRsa, "RS256")));
        const Server everywhere(u"vault_server"_s, { folder + u"/shared.db"_s, u"10"_s }, allCores());
        rows.push_back(sharedRow(everywhere));
    }
    if (wanted.has(u"B3b"_s))
        rows.push_back(signRow({ u"B3b"_s, u"sign ES256 through the endpoint, 64 connections"_s, 0.35 },
                               6'000, ecdsaSignSpeed(u"p256"_s), server,
                               ServedKey(server, createEc, "ES256")));
}

Row putRow(const Aim& aim, int connections, RawPuts& raw, const Server& vaults)
{
    const int count = 64 * (connections == 1 ? 15 : 60);
    const QByteArray token = bearerToken(vaults);
    const QByteArray body = "{\"value\":\"" + QByteArray(64, 'w') + "\"}";
    const auto put = [&](int i) { return secretRequest("PUT ", objectOf(i), token, body); };
    LoadClient client(vaults.port(), connections);
    costOf(vaults, client, count / 10, put);
    const auto compared = compare(
        rounds, [&] { return raw.costOf(count, connections); },
        [&] { return costOf(vaults, client, count, put); });
    return rowOf(aim, compared);
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const Wanted wanted(QCoreApplication::arguments().mid(1)); // bench_http [ROW...]
    pinTo({ 1 });
    const Server reference(u"hello_server"_s);
    std::vector<Row> rows;
    if (wanted.has(u"B0"_s) || wanted.has(u"B0a"_s))
        addBareServer(rows, wanted, reference);
    const QTemporaryDir folder;
    const Server vaults(u"vault_server"_s, { folder.filePath(u"served.db"_s), QString::number(secretCount) });
    addWholeStack(rows, wanted, reference, vaults);
    if (wanted.has(u"B15"_s)) {
        const Server zeroing(u"vault_server_zeroing"_s,
                             { folder.filePath(u"zeroing.db"_s), QString::number(secretCount) });
        addZeroing(rows, vaults, zeroing);
    }
    if (wanted.has(u"B2"_s) || wanted.has(u"B2a"_s)) {
        // Both begin with the same rows: what was read before has left a log that costs to write on.
        RawPuts raw(folder.filePath(u"raw.db"_s));
        const Server puts(u"vault_server"_s, { folder.filePath(u"puts.db"_s), QString::number(secretCount) });
        if (wanted.has(u"B2"_s))
            rows.push_back(
                putRow({ u"B2"_s, u"PUT secret against a raw SQLCipher loop, 64 connections"_s, 0.6 }, 64,
                       raw, puts));
        if (wanted.has(u"B2a"_s))
            rows.push_back(putRow({ u"B2a"_s, u"the same, 1 connection"_s, 0.5 }, 1, raw, puts));
    }
    addSignatures(rows, wanted, vaults, folder.path());
    report(rows);
}
