// SPDX-License-Identifier: Apache-2.0

// The program that tst_token_kills kills: clears the token of what a former process was killed over, says
// whether it then holds exactly the keys of the store, and makes, turns, deletes and purges keys without end.
// Each line on standard output is one fact: "found KEYS in the token", "left KEYS" that no version has,
// "ready", "made" a key, "bad WHY".
//   token_kill_probe STORE TOKEN PIN [verify | die]
// The module is that of SoftHSM2, the token is called TOKEN. "die" kills itself when a key has been made and
// no version has it yet.

#include "model/base/lane.h"
#include "model/hsm/token.h"
#include "model/local/local_store.h"
#include "model/ops/operations.h"

#include <QFile>
#include <QRandomGenerator>
#include <QSet>

#include <array>
#include <atomic>
#include <csignal>
#include <semaphore>
#include <unistd.h>

using namespace strongroom;
using namespace Qt::StringLiterals;

namespace {

constexpr int names = 4;
constexpr int together = 3;
constexpr auto modulePath = "/usr/lib/softhsm/libsofthsm2.so"_L1;

void say(const QByteArray& line)
{
    const QByteArray whole = line + '\n';
    if (write(STDOUT_FILENO, whole.constData(), static_cast<std::size_t>(whole.size())) != whole.size())
        _exit(3);
}

[[noreturn]] void giveUp(const base::Error& error)
{
    say("bad " + error.message.toUtf8());
    _exit(2);
}

template <typename T> T must(base::Result<T> result)
{
    if (!result)
        giveUp(result.error());
    return std::move(result).value();
}

vault::ObjectName nameOf(int number) { return *vault::ObjectName::create(u"k%1"_s.arg(number)); }

base::SecureBytes secret(const char* text) { return base::SecureBytes::copyOf(QByteArrayView(text)); }

/// Kills the program when it has been asked so many times.
class DeadlyClock final : public base::Clock
{
public:
    qint64 nowMilliseconds() const override
    {
        if (m_left > 0 && --m_left == 0)
            raise(SIGKILL);
        return m_system.nowMilliseconds();
    }
    void killAfter(int times) { m_left = times; }

private:
    base::SystemClock m_system;
    mutable std::atomic<int> m_left = 0;
};

class Worker final
{
public:
    Worker(local::LocalStore& store, QString token, const char* pin)
        : m_token(std::move(token))
        , m_pin(pin)
        , m_open(must(hsm::Token::open({ modulePath, m_token }, secret(m_pin))))
        , m_operations(store, m_clock, m_lane)
    {
        const auto vaults = must(ask(vault::ListVaults{}));
        if (!vaults.empty()) {
            m_vault = vaults.front().id;
            return;
        }
        vault::CreateVault create{ .vaultName = *vault::VaultName::create(u"kills"_s) };
        create.sku = vault::Sku::Premium;
        create.token = vault::TokenChoice{ { modulePath, m_token }, secret(m_pin), vault::PinKeeping::Store };
        m_vault = must(ask(std::move(create))).id;
    }

    /// After that the token has the keys of the store and no others.
    void collect()
    {
        const auto versions = keysOfStore();
        const auto before = keysInToken();
        say("found " + QByteArray::number(before.size()));
        say("left " + QByteArray::number((before - versions).size()));
        while (must(ask(vault::CollectTokenLeftovers{})) > 0) { }
        if (keysInToken() != versions)
            say("bad: the token has other keys than the store");
        if (!must(ask(vault::VerifyAudit{})).isIntact)
            say("bad audit log");
    }

    /// The operations layer asks for the time when it prepares the key, and again when it has been made.
    void dieBeforeTheCommit()
    {
        vault::CreateKey create{ nameOf(0), crypto::KeyType::Ec, vault::KeyProtection::Hsm };
        if (QRandomGenerator::global()->bounded(2) == 0)
            create.type = crypto::KeyType::Rsa;
        m_clock.killAfter(2);
        must(askVault(std::move(create)));
    }

    void workWithoutEnd()
    {
        while (true) {
            std::counting_semaphore<together + 1> answered(0);
            for (int i = 0; i < together; ++i)
                change(QRandomGenerator::global()->bounded(names), answered);
            submit(vault::CollectTokenLeftovers{}, {}, answered);
            for (int i = 0; i <= together; ++i)
                answered.acquire();
        }
    }

private:
    template <typename Op> ops::ResultOf<Op> ask(Op op)
    {
        return m_operations.run(vault::Caller::owner(), std::move(op)).takeResult();
    }
    template <typename Op> ops::ResultOf<Op> askVault(Op op)
    {
        return m_operations.run(vault::Caller::owner(), m_vault, std::move(op)).takeResult();
    }

    static QByteArray markOf(const crypto::PublicKey& key) { return key.n + key.x + key.y; }

    /// The public parts of all versions, deleted ones too.
    QSet<QByteArray> keysOfStore()
    {
        QSet<QByteArray> marks;
        for (int i = 0; i < names; ++i) {
            const bool isDeleted = askVault(vault::GetDeletedKey{ nameOf(i) }).has_value();
            if (isDeleted)
                must(askVault(vault::RecoverDeletedKey{ nameOf(i) }));
            vault::ListKeyVersions list{ nameOf(i), {} };
            do {
                const auto page = must(askVault(list));
                for (const vault::KeyProperties& version : page.items)
                    marks.insert(markOf(version.publicKey));
                list.page.next = page.next;
            } while (!list.page.next.isEmpty());
        }
        return marks;
    }

    QSet<QByteArray> keysInToken()
    {
        QSet<QByteArray> marks;
        for (const hsm::TokenKeyFacts& facts : must(m_open->keys())) {
            const auto key = m_open->find(facts.id);
            // One whose other half was never made has no public part.
            marks.insert(key ? markOf((*key)->publicKey()) : facts.id);
        }
        return marks;
    }

    void change(int number, std::counting_semaphore<together + 1>& answered)
    {
        vault::CreateKey create{ nameOf(number), crypto::KeyType::Ec, vault::KeyProtection::Hsm };
        const int dice = QRandomGenerator::global()->bounded(10);
        if (dice < 5)
            submit(std::move(create), m_vault, answered);
        else if (dice < 6)
            submit(vault::RotateKey{ nameOf(number) }, m_vault, answered);
        else if (dice < 8)
            submit(vault::DeleteKey{ nameOf(number) }, m_vault, answered);
        else
            submit(vault::PurgeDeletedKey{ nameOf(number) }, m_vault, answered);
    }

    /// Names may be free, taken or deleted just then: such answers are right ones. SoftHSM2 now and then
    /// cannot make a key after it was killed over an object; what must hold then holds in the store.
    template <typename Op>
    void submit(Op op, const vault::VaultId& vault, std::counting_semaphore<together + 1>& answered)
    {
        using base::ErrorCode;
        m_operations.submit(
            vault::Caller::owner(), vault, std::move(op), [&answered](ops::ResultOf<Op> result) {
                constexpr std::array expected{ ErrorCode::KeyNotFound, ErrorCode::DeletedKeyNotFound,
                                               ErrorCode::DeletedButRecoverable, ErrorCode::TokenFailed };
                if (!result && std::ranges::count(expected, result.error().code) == 0)
                    giveUp(result.error());
                if (result && std::is_same_v<Op, vault::CreateKey>)
                    say("made");
                answered.release();
            });
    }

    const QString m_token;
    const char* const m_pin;
    /// SoftHSM2 writes its token anew at each sign-in, and loses it when it is killed just then.
    const std::shared_ptr<hsm::Token> m_open;
    DeadlyClock m_clock;
    base::Lane m_lane{ "store" };
    ops::Operations m_operations;
    vault::VaultId m_vault;
};

} // namespace

int main(int argc, char** argv)
{
    if (argc < 4)
        return 1;
    const QString file = QFile::decodeName(argv[1]);
    const auto root = secret("a root key of thirty-two bytes..");
    auto keys = local::StoreKeys::derive(root, "store");
    const auto store
        = must(QFile::exists(file) ? local::LocalStore::open(file, u"store"_s, std::move(keys), {})
                                   : local::LocalStore::create(file, u"store"_s, std::move(keys)));
    Worker worker(*store, QString::fromLocal8Bit(argv[2]), argv[3]);
    worker.collect();
    say("ready");
    if (argc == 4)
        worker.workWithoutEnd();
    if (QByteArrayView(argv[4]) == "die") {
        worker.dieBeforeTheCommit();
        say("bad: it lives");
    }
    return 0;
}
