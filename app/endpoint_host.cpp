// SPDX-License-Identifier: Apache-2.0
#include "app/endpoint_host.h"

#include "model/ops/operations.h"
#include "model/serve/endpoint.h"

#include <QDir>
#include <QFileInfo>
#include <QHostInfo>
#include <QMetaMethod>
#include <QProcess>
#include <QSaveFile>
#include <QStandardPaths>

#include <algorithm>
#include <atomic>

using namespace Qt::StringLiterals;

namespace strongroom::app {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr int renewIntervalMilliseconds = 24 * 60 * 60 * 1000;
constexpr int certutilMilliseconds = 10000;
/// What a list of served requests could show anyway; older ones of a burst are dropped.
constexpr std::size_t longestBurst = 500;
const auto certificateNickname = u"Strongroom local CA"_s;

Error locked() { return { ErrorCode::Locked, u"The store is locked."_s, {} }; }

/// A public file: everybody may read it.
Result<void> writePublicFile(const QString& file, const QByteArray& content)
{
    QSaveFile out(file);
    const bool isWritten = out.open(QIODevice::WriteOnly)
        && out.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadGroup
                              | QFileDevice::ReadOther)
        && out.write(content) == content.size() && out.commit();
    if (!isWritten)
        return Error{ ErrorCode::StorageFailed,
                      u"The file %1 could not be written: %2"_s.arg(file, out.errorString()), u"file"_s };
    return {};
}

/// The certificate database that Chromium and its kin use for this user (NSS shared database).
bool trustInBrowsers(const QString& certutil, const QString& certificateFile)
{
    const QString folder = QDir::homePath() + "/.pki/nssdb"_L1;
    const QString database = "sql:"_L1 + folder;
    const auto run = [&certutil](const QStringList& arguments) {
        QProcess process;
        process.setStandardInputFile(QProcess::nullDevice());
        process.start(certutil, arguments);
        return process.waitForFinished(certutilMilliseconds) && process.exitStatus() == QProcess::NormalExit
            && process.exitCode() == 0;
    };
    if (!QFileInfo::exists(folder + "/cert9.db"_L1)
        && (!QDir().mkpath(folder) || !run({ u"-N"_s, u"-d"_s, database, u"--empty-password"_s })))
        return false;
    run({ u"-D"_s, u"-d"_s, database, u"-n"_s, certificateNickname }); // an older one of another store
    return run({ u"-A"_s, u"-d"_s, database, u"-n"_s, certificateNickname, u"-t"_s, u"C,,"_s, u"-i"_s,
                 certificateFile });
}

Result<QString> trustForUser(const QByteArray& certificate)
{
    const QString folder
        = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + "/ca-certificates"_L1;
    const QString file = folder + "/strongroom-local-ca.crt"_L1;
    if (!QDir().mkpath(folder))
        return Error{ ErrorCode::StorageFailed, u"The folder %1 could not be made."_s.arg(folder),
                      u"file"_s };
    if (auto written = writePublicFile(file, certificate); !written)
        return written.error();
    const QString certutil = QStandardPaths::findExecutable(u"certutil"_s);
    const QString browsers = certutil.isEmpty()
        ? u"Browsers were not changed, because certutil (package libnss3-tools) is not installed."_s
        : trustInBrowsers(certutil, file)
        ? u"Browsers of this user that read ~/.pki/nssdb trust it now."_s
        : u"The browsers' certificate database in ~/.pki/nssdb could not be changed."_s;
    return u"The certificate is in %1. %2 To trust it in every program of this computer, run: "
           "sudo cp %1 /usr/local/share/ca-certificates/ && sudo update-ca-certificates"_s.arg(file,
                                                                                               browsers);
}

} // namespace

/// Brings served requests from any thread to the host's, many at a time, and none while nobody listens.
class EndpointHost::Relay final
{
public:
    explicit Relay(EndpointHost& host)
        : m_host(&host)
    {
    }

    void setWatched(bool isWatched) { m_isWatched = isWatched; }
    void leave()
    {
        const std::lock_guard guard(m_mutex);
        m_host = nullptr;
    }

    static void take(const std::shared_ptr<Relay>& self, const ops::ServedRequest& request)
    {
        if (!self->m_isWatched)
            return;
        const std::lock_guard guard(self->m_mutex);
        if (!self->m_host)
            return;
        if (self->m_waiting.size() >= longestBurst)
            self->m_waiting.erase(self->m_waiting.begin());
        self->m_waiting.push_back(request);
        if (!std::exchange(self->m_isPosted, true))
            QMetaObject::invokeMethod(
                self->m_host, [self] { self->deliver(); }, Qt::QueuedConnection);
    }

private:
    void deliver()
    {
        std::vector<ops::ServedRequest> requests;
        EndpointHost* host = nullptr;
        {
            const std::lock_guard guard(m_mutex);
            requests.swap(m_waiting);
            m_isPosted = false;
            host = m_host;
        }
        for (const ops::ServedRequest& request : requests) {
            if (host)
                Q_EMIT host->served(request);
        }
    }

    std::atomic<bool> m_isWatched = false;
    std::mutex m_mutex;
    // Guarded by m_mutex:
    EndpointHost* m_host;
    std::vector<ops::ServedRequest> m_waiting;
    bool m_isPosted = false;
};

EndpointHost::EndpointHost(ops::StoreDoor& door, const base::Clock& clock, Options options, QObject* parent)
    : EndpointControl(parent)
    , m_door(door)
    , m_clock(clock)
    , m_options(options)
    , m_relay(std::make_shared<Relay>(*this))
    , m_files("endpoint-files")
{
    m_renewTimer.setInterval(renewIntervalMilliseconds);
    connect(&m_renewTimer, &QTimer::timeout, this, [this] {
        if (m_endpoint)
            m_endpoint->renewCertificate();
    });
    connect(&door, &ops::StoreDoor::stateChanged, this, [this](ops::StoreDoor::State state) {
        if (state != ops::StoreDoor::State::Open)
            release();
    });
}

EndpointHost::~EndpointHost()
{
    m_relay->leave();
    m_endpoint.reset();
}

void EndpointHost::connectNotify(const QMetaMethod& signal)
{
    if (signal == QMetaMethod::fromSignal(&EndpointControl::served))
        m_relay->setWatched(true);
}

void EndpointHost::disconnectNotify(const QMetaMethod&)
{
    // Not now: a watcher that is being destroyed holds a lock of Qt's that the question wants too.
    QMetaObject::invokeMethod(
        this,
        [this] { m_relay->setWatched(isSignalConnected(QMetaMethod::fromSignal(&EndpointControl::served))); },
        Qt::QueuedConnection);
}

void EndpointHost::adopt(const ops::EndpointFacts& facts)
{
    m_facts = facts;
    Q_EMIT factsChanged();
}

QFuture<void> EndpointHost::release()
{
    base::Promise<void> promise;
    auto future = promise.future();
    if (!m_endpoint && m_awaitingRelease.empty()) {
        promise.fulfil();
        return future;
    }
    m_awaitingRelease.push_back(std::move(promise));
    if (!m_endpoint)
        return future; // on its way already
    m_renewTimer.stop();
    std::shared_ptr<serve::Endpoint> endpoint = std::move(m_endpoint);
    auto stopped = endpoint->stop();
    stopped.then(this, [this, endpoint = std::move(endpoint)](const ops::EndpointFacts&) mutable {
        endpoint.reset();
        for (base::Promise<void>& awaiting : std::exchange(m_awaitingRelease, {}))
            awaiting.fulfil();
    });
    adopt({});
    return future;
}

QFuture<void> EndpointHost::stop() { return release(); }

QFuture<Result<void>> EndpointHost::start(int port)
{
    ops::Operations* const operations = m_door.operations();
    if (!operations)
        return base::readyFuture(Result<void>(locked()));
    const int wanted = port > 0 ? port : m_options.port;
    if (m_endpoint)
        return base::readyFuture(
            m_facts.isRunning && (wanted == 0 || wanted == m_facts.port)
                ? Result<void>()
                : Result<void>(Error{ ErrorCode::Conflict, u"The endpoint runs already."_s, u"port"_s }));
    m_endpoint = std::make_shared<serve::Endpoint>(
        *operations, m_clock,
        [relay = m_relay](const ops::ServedRequest& request) { Relay::take(relay, request); });
    base::Promise<Result<void>> answer;
    auto future = answer.future();
    m_endpoint->start({ wanted, m_managedIdentityClientId, 1 })
        .then(this,
              [this, endpoint = std::weak_ptr(m_endpoint),
               answer = std::move(answer)](QFuture<Result<ops::EndpointFacts>> done) mutable {
                  const auto started = done.takeResult();
                  if (!isCurrent(endpoint))
                      return answer.fulfil(locked()); // released meanwhile
                  if (!started)
                      return answer.fulfil(failed(started.error()));
                  keepCertificate(*started, std::move(answer));
              });
    return future;
}

/// Programs are told where the certificate is, so the endpoint counts as running once it is there.
void EndpointHost::keepCertificate(const ops::EndpointFacts& facts, base::Promise<Result<void>> answer)
{
    withCertificate<base::Nothing>([file = caFile()](const QByteArray& certificate) -> Result<base::Nothing> {
        if (auto written = writePublicFile(file, certificate); !written)
            return written.error();
        return base::Nothing{};
    })
        .then(this,
              [this, facts, endpoint = std::weak_ptr(m_endpoint),
               answer = std::move(answer)](QFuture<Result<base::Nothing>> kept) mutable {
                  const auto result = kept.takeResult();
                  if (!isCurrent(endpoint))
                      return answer.fulfil(locked());
                  if (!result)
                      return answer.fulfil(failed(result.error()));
                  m_renewTimer.start();
                  adopt(facts);
                  answer.fulfil({});
              });
}

bool EndpointHost::isCurrent(const std::weak_ptr<serve::Endpoint>& endpoint) const
{
    return m_endpoint && endpoint.lock() == m_endpoint;
}

Result<void> EndpointHost::failed(const Error& error)
{
    m_endpoint.reset();
    ops::EndpointFacts facts;
    facts.problem = error.message;
    adopt(facts);
    return error;
}

QFuture<Result<void>> EndpointHost::serveManagedIdentity(const QString& clientId)
{
    m_managedIdentityClientId = clientId;
    if (!m_endpoint || !m_facts.isRunning)
        return base::readyFuture(Result<void>());
    return base::continued(m_endpoint->serveManagedIdentity(clientId), this,
                           [this](Result<ops::EndpointFacts> facts) -> Result<void> {
                               if (!facts)
                                   return facts.error();
                               adopt(*facts);
                               return {};
                           });
}

QString EndpointHost::urlOf(const QString& name, QLatin1StringView domain) const
{
    const int port = m_facts.isRunning ? m_facts.port : m_options.port;
    const QString host = "https://"_L1 + name.toLower() + domain;
    return port == 0 ? host : QString(host + u':' + QString::number(port));
}

QString EndpointHost::vaultUrl(const QString& vaultName) const
{
    return urlOf(vaultName, ".vault.localhost"_L1);
}

QString EndpointHost::poolUrl(const QString& poolName) const
{
    return urlOf(poolName, ".managedhsm.localhost"_L1);
}

template <typename T>
QFuture<Result<T>> EndpointHost::withCertificate(base::UniqueFunction<Result<T>(QByteArray)> work)
{
    ops::Operations* const operations = m_door.operations();
    if (!operations)
        return base::readyFuture(Result<T>(locked()));
    auto promise = std::make_shared<base::Promise<Result<T>>>();
    auto future = promise->future();
    operations->run(vault::Caller::owner(), vault::GetEndpointCa{})
        .then(this,
              [this, promise,
               work = std::make_shared<base::UniqueFunction<Result<T>(QByteArray)>>(std::move(work))](
                  QFuture<Result<vault::GetEndpointCa::Output>> done) {
                  auto ca = done.takeResult();
                  if (!ca)
                      return promise->fulfil(ca.error());
                  m_files.post([promise, work, certificate = ca->caCertificatePem] {
                      promise->fulfil((*work)(certificate));
                  });
              });
    return future;
}

QFuture<Result<void>> EndpointHost::exportCa(const QString& file)
{
    return base::continued(
        withCertificate<base::Nothing>([file](const QByteArray& certificate) -> Result<base::Nothing> {
            if (auto written = writePublicFile(file, certificate); !written)
                return written.error();
            return base::Nothing{};
        }),
        this, [](const Result<base::Nothing>& written) -> Result<void> {
            return written ? Result<void>() : Result<void>(written.error());
        });
}

QFuture<Result<QString>> EndpointHost::trustCaForUser()
{
    return withCertificate<QString>([](const QByteArray& certificate) { return trustForUser(certificate); });
}

QString EndpointHost::caFile() const { return m_door.path() + "/ca.pem"_L1; }

QFuture<bool> EndpointHost::resolves(const QString& host)
{
    auto promise = std::make_shared<base::Promise<bool>>();
    auto future = promise->future();
    // Looked up on a thread of Qt's.
    QHostInfo::lookupHost(host, this, [promise](const QHostInfo& info) {
        const auto addresses = info.addresses();
        promise->fulfil(!addresses.isEmpty()
                        && std::all_of(addresses.begin(), addresses.end(),
                                       [](const QHostAddress& address) { return address.isLoopback(); }));
    });
    return future;
}

} // namespace strongroom::app
