// SPDX-License-Identifier: Apache-2.0

// The program that tst_kills kills: says what it finds in a store, then changes it without end. Each
// line on standard output is one write: "found NAME STATE", "ready", "try NAME STATE", "done NAME STATE",
// "bad WHY". A state is "free", "deleted", or "has VALUE"; a key "has" as many versions, the access policy
// its permission.
//   kill_probe FOLDER KEY ORIGIN RECOVERY GONE [verify]
// KEY opens the keychain slot (hexadecimal); RECOVERY is the printed recovery key, GONE a keychain key that
// was removed: of these it says whether they open, "-": not known. Time runs fast: from ORIGIN, in
// milliseconds, a fifth of a second is a month, so that keys become due.

#include "model/base/encodings.h"
#include "model/base/lane.h"
#include "model/keep/recovery_key.h"
#include "model/keep/store_folder.h"
#include "model/local/local_store.h"
#include "model/ops/operations.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>
#include <semaphore>
#include <unistd.h>

using namespace strongroom;
using namespace Qt::StringLiterals;

namespace {

constexpr int names = 8;
constexpr int policyPlace = names; ///< no secret, but changes beside them
constexpr int places = names + 1;
constexpr int keys = 2;
constexpr int together = 4;
constexpr int turnsTogether = 3; // for each key: twice the same turn, and a signature
constexpr base::UnixSeconds month = 30 * 86400;

class FastClock final : public base::Clock
{
public:
    explicit FastClock(qint64 origin)
        : m_origin(origin)
    {
    }
    qint64 nowMilliseconds() const override
    {
        constexpr qint64 factor = month * 1000 / 200;
        return m_origin + (m_system.nowMilliseconds() - m_origin) * factor;
    }

private:
    const base::SystemClock m_system;
    const qint64 m_origin;
};

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

vault::ObjectName nameOf(int number) { return *vault::ObjectName::create(u"s%1"_s.arg(number)); }
vault::ObjectName keyNameOf(int number) { return *vault::ObjectName::create(u"k%1"_s.arg(number)); }

using Answered = std::counting_semaphore<together + keys * turnsTogether>;

/// The slots of the store, which change while it is in use.
class SlotChanges final
{
public:
    SlotChanges(keep::OpenStore& store, QString mine)
        : m_store(store)
        , m_mine(std::move(mine))
    {
    }

    /// What a former process was killed over.
    void removeOthers()
    {
        for (const keep::SlotFacts& slot : m_store.slotFacts()) {
            if (slot.kind == keep::SlotKind::Keychain && slot.id != m_mine)
                must(m_store.removeSlot(slot.id));
        }
    }

    void change()
    {
        if (QRandomGenerator::global()->bounded(2) == 0)
            changeRecoveryKey();
        else
            changeKeychainKey();
    }

    QByteArray key; ///< in hexadecimal

private:
    static void must(const base::Result<void>& result)
    {
        if (!result)
            giveUp(result.error());
    }

    void changeRecoveryKey()
    {
        say("try recovery");
        const auto printed = m_store.replaceRecoveryKey();
        if (!printed)
            giveUp(printed.error());
        say("done recovery " + printed->view().toByteArray());
    }

    void changeKeychainKey()
    {
        const auto added = m_store.addKeychainKey();
        if (!added)
            giveUp(added.error());
        const QByteArray former = std::exchange(key, base::toHex(added->key.view()));
        say("done key " + key);
        must(m_store.removeSlot(std::exchange(m_mine, added->slotId)));
        say("done gone " + former);
    }

    keep::OpenStore& m_store;
    QString m_mine;
};

class Worker final
{
public:
    Worker(local::LocalStore& store, const base::Clock& clock)
        : m_clock(clock)
        , m_operations(store, m_clock, m_lane)
    {
    }

    void findVault()
    {
        const auto vaults = must(ask(vault::ListVaults{}));
        if (!vaults.empty()) {
            m_vault = vaults.front().id;
            return;
        }
        m_vault = must(ask(vault::CreateVault{ .vaultName = *vault::VaultName::create(u"kills"_s) })).id;
    }

    void report()
    {
        for (int i = 0; i < places; ++i) {
            m_states[std::size_t(i)] = i == policyPlace ? policyState() : stateOf(i);
            say("found s" + QByteArray::number(i) + ' ' + m_states[std::size_t(i)]);
        }
        for (int i = 0; i < keys; ++i) {
            const auto versions = keyVersions(i);
            m_turns[std::size_t(i)] = qsizetype(versions.size());
            if (!versions.empty()) {
                m_current[std::size_t(i)] = versions.back().version;
                say("found k" + QByteArray::number(i) + " has " + QByteArray::number(versions.size()));
            }
        }
    }

    /// The keys that are to be turned each month.
    void makeKeys()
    {
        for (int i = 0; i < keys; ++i) {
            if (m_turns[std::size_t(i)] == 0) {
                say("try k" + QByteArray::number(i) + " has 1");
                m_current[std::size_t(i)]
                    = must(askVault(vault::CreateKey{ keyNameOf(i), crypto::KeyType::Ec })).version;
                m_turns[std::size_t(i)] = 1;
                say("done k" + QByteArray::number(i) + " has 1");
            }
            if (must(askVault(vault::GetRotationPolicy{ keyNameOf(i) })).created != 0)
                continue;
            vault::RotationPolicy policy;
            policy.actions.push_back(
                { vault::LifetimeAction::Kind::Rotate, vault::Duration{ 0, 0, 30, 0 }, {} });
            must(askVault(vault::SetRotationPolicy{ keyNameOf(i), policy }));
        }
    }

    /// The audit log is whole, and no row is without its entry or the reverse.
    void verify()
    {
        const auto verified = must(ask(vault::VerifyAudit{}));
        if (!verified.isIntact)
            say("bad audit log: " + verified.finding.toUtf8());
        for (int i = 0; i < names; ++i) {
            if (m_states[std::size_t(i)].startsWith("has") && countVersions(i) != countSets(i))
                say("bad s" + QByteArray::number(i) + ": rows and audit entries differ");
        }
        for (int i = 0; i < keys; ++i)
            verifyTurns(i);
    }

    void workWithoutEnd(SlotChanges& slotChanges)
    {
        while (true) {
            Answered answered(0);
            const int first = QRandomGenerator::global()->bounded(places);
            for (int i = 0; i < together; ++i)
                change((first + i) % places, answered);
            for (int i = 0; i < keys; ++i)
                turn(i, answered);
            // While the store is being written: slots are another file.
            if (QRandomGenerator::global()->bounded(4) == 0)
                slotChanges.change();
            for (int i = 0; i < together + keys * turnsTogether; ++i)
                answered.acquire();
        }
    }

private:
    template <typename T> static T must(base::Result<T> result)
    {
        if (!result)
            giveUp(result.error());
        return std::move(result).value();
    }
    template <typename Op> ops::ResultOf<Op> ask(Op op)
    {
        auto future = m_operations.run(vault::Caller::owner(), std::move(op));
        return future.takeResult();
    }
    template <typename Op> ops::ResultOf<Op> askVault(Op op)
    {
        auto future = m_operations.run(vault::Caller::owner(), m_vault, std::move(op));
        return future.takeResult();
    }

    QByteArray stateOf(int number)
    {
        const auto checked = must(askVault(vault::CheckSecretNames{ { nameOf(number) } }));
        using State = vault::CheckSecretNames::NameState;
        if (checked.front() == State::Free)
            return "free";
        if (checked.front() == State::Deleted)
            return "deleted";
        return "has " + must(askVault(vault::GetSecret{ nameOf(number), {} })).value.view().toByteArray();
    }

    qsizetype countVersions(int number)
    {
        qsizetype count = 0;
        vault::ListSecretVersions list{ nameOf(number), {} };
        do {
            const auto page = must(askVault(list));
            count += qsizetype(page.items.size());
            list.page.next = page.next;
        } while (!list.page.next.isEmpty());
        return count;
    }

    /// Successful entries since the name was last purged.
    qsizetype countSets(int number)
    {
        qsizetype count = 0;
        vault::AuditQuery query;
        query.vault = m_vault;
        query.objectName = nameOf(number).text();
        query.limit = 1000;
        while (true) {
            const auto rows = must(ask(vault::ListAudit{ query }));
            for (const auto& row : rows) {
                if (row.operation == "SecretPurge"_L1 && row.resultCode.isEmpty())
                    return count;
                count += row.operation == "SecretSet"_L1 && row.resultCode.isEmpty() ? 1 : 0;
            }
            if (rows.empty())
                return count;
            query.beforeSequence = rows.back().sequence;
        }
    }

    /// By the time they were made.
    std::vector<vault::KeyProperties> keyVersions(int number)
    {
        std::vector<vault::KeyProperties> versions;
        vault::ListKeyVersions list{ keyNameOf(number), {} };
        do {
            const auto page = askVault(list);
            if (!page)
                return {}; // there is no such key yet
            versions.insert(versions.end(), page->items.begin(), page->items.end());
            list.page.next = page->next;
        } while (!list.page.next.isEmpty());
        std::ranges::sort(versions, {}, [](const auto& version) { return version.attributes.created; });
        return versions;
    }

    /// One due date has turned the key once: versions are a month apart, and each has its entry.
    void verifyTurns(int number)
    {
        const auto versions = keyVersions(number);
        for (std::size_t i = 1; i < versions.size(); ++i) {
            if (versions[i].attributes.created - versions[i - 1].attributes.created < month)
                say("bad k" + QByteArray::number(number) + ": turned twice for one due date");
        }
        qsizetype turns = 0;
        vault::AuditQuery query;
        query.vault = m_vault;
        query.objectName = keyNameOf(number).text();
        query.operation = u"KeyRotateIfDue"_s;
        query.limit = 1000;
        for (auto rows = must(ask(vault::ListAudit{ query })); !rows.empty();
             rows = must(ask(vault::ListAudit{ query }))) {
            turns += std::ranges::count_if(rows, [](const auto& row) { return row.resultCode.isEmpty(); });
            query.beforeSequence = rows.back().sequence;
        }
        if (!versions.empty() && turns != qsizetype(versions.size()) - 1)
            say("bad k" + QByteArray::number(number) + ": versions and audit entries differ");
    }

    /// Twice at once, as two schedulers would; one of them at most may succeed.
    void turn(int number, Answered& answered)
    {
        const QByteArray name = 'k' + QByteArray::number(number);
        const QByteArray becomes = "has " + QByteArray::number(m_turns[std::size_t(number)] + 1);
        say("try " + name + ' ' + becomes);
        for (int i = 0; i < 2; ++i) {
            m_operations.submit<vault::RotateKeyIfDue>(
                vault::Caller::system(u"key rotation"_s), m_vault,
                vault::RotateKeyIfDue{ keyNameOf(number), *m_current[std::size_t(number)] },
                [this, number, name, becomes, &answered](ops::ResultOf<vault::RotateKeyIfDue> result) {
                    if (!result && result.error().code != base::ErrorCode::Conflict)
                        giveUp(result.error());
                    if (result) {
                        m_current[std::size_t(number)] = result->version;
                        ++m_turns[std::size_t(number)];
                        say("done " + name + ' ' + becomes);
                    }
                    answered.release();
                });
        }
        m_operations.submit<vault::SignWithKey>(
            vault::Caller::owner(), m_vault,
            vault::SignWithKey{ keyNameOf(number), {}, u"ES256"_s, QByteArray(32, 'd') },
            [&answered](ops::ResultOf<vault::SignWithKey> result) {
                if (!result)
                    giveUp(result.error());
                answered.release();
            });
    }

    template <typename Op> void submit(int number, Op op, const QByteArray& becomes, Answered& answered)
    {
        const QByteArray name = 's' + QByteArray::number(number);
        say("try " + name + ' ' + becomes);
        m_operations.submit(vault::Caller::owner(), m_vault, std::move(op),
                            [this, number, name, becomes, &answered](ops::ResultOf<Op> result) {
                                if (!result)
                                    giveUp(result.error());
                                m_states[std::size_t(number)] = becomes;
                                say("done " + name + ' ' + becomes);
                                answered.release();
                            });
    }

    QByteArray policyState()
    {
        const auto rules = must(askVault(vault::GetAccessRules{}));
        if (rules.policies.empty())
            return "free";
        return "has " + rules.policies.front().secrets.join(u',').toLatin1();
    }

    void changePolicy(Answered& answered)
    {
        const QString permission = QRandomGenerator::global()->bounded(2) == 0 ? u"get"_s : u"list"_s;
        const vault::AccessPolicy policy{ u"somebody"_s, {}, { permission }, {}, {} };
        submit(policyPlace, vault::SetAccessPolicy{ policy }, "has " + permission.toLatin1(), answered);
    }

    void change(int number, Answered& answered)
    {
        if (number == policyPlace)
            return changePolicy(answered);
        const QByteArray state = m_states[std::size_t(number)];
        const int dice = QRandomGenerator::global()->bounded(10);
        const QByteArray value = base::randomHexId().toLatin1();
        if (state == "deleted" && dice < 5)
            submit(number, vault::PurgeDeletedSecret{ nameOf(number) }, "free", answered);
        else if (state == "deleted")
            submit(number, vault::RecoverDeletedSecret{ nameOf(number) },
                   "has " + m_values[std::size_t(number)], answered);
        else if (state != "free" && dice == 0)
            submit(number, vault::DeleteSecret{ nameOf(number) }, "deleted", answered);
        else if (state != "free" && dice == 1)
            submit(number, vault::BackupSecret{ nameOf(number) }, state, answered);
        else if (state != "free" && dice == 2)
            submit(number, vault::UpdateSecret{ nameOf(number), {}, u"text/%1"_s.arg(dice), {}, {} }, state,
                   answered);
        else {
            m_values[std::size_t(number)] = value;
            submit(number,
                   vault::SetSecret{
                       nameOf(number), base::SecureBytes::copyOf(QByteArrayView(value)), {}, {}, {} },
                   "has " + value, answered);
        }
    }

    const base::Clock& m_clock;
    base::Lane m_lane{ "store" };
    ops::Operations m_operations;
    vault::VaultId m_vault;
    std::array<QByteArray, places> m_states;
    std::array<qsizetype, keys> m_turns{}; // versions of each key
    std::array<std::optional<vault::VersionId>, keys> m_current;
    std::array<QByteArray, names> m_values; // last written here; empty when it was before this process
};

base::SecureBytes secret(const QByteArray& text) { return base::SecureBytes::copyOf(QByteArrayView(text)); }

/// Which of the keys that the parent knows open the store, and the slot of the first.
QString tellKeys(const QString& folder, const QList<QByteArray>& words)
{
    const auto keySlots = keep::StoreFolder::readSlots(folder);
    if (!keySlots)
        giveUp(keySlots.error());
    const auto opened = keySlots->openWithKeychainKey(secret(*base::fromHex(words[2])));
    if (!opened)
        giveUp(opened.error());
    if (words[4] != "-") {
        const auto key = keep::readRecoveryKey(secret(words[4]));
        say(QByteArray("opens recovery ") + (key && keySlots->openWithRecoveryKey(*key) ? "yes" : "no"));
    }
    if (words[5] != "-")
        say(QByteArray("opens gone ")
            + (keySlots->openWithKeychainKey(secret(*base::fromHex(words[5]))) ? "yes" : "no"));
    return opened->slotId;
}

} // namespace

int main(int argc, char** argv)
{
    const QList<QByteArray> words(argv, argv + argc);
    if (argc < 6 || !base::fromHex(words[2]))
        return 1;
    const QString folder = QString::fromLocal8Bit(words[1]);
    const FastClock clock(words[3].toLongLong());
    keep::OpenOptions options;
    options.self = { getpid(), keep::HolderKind::Command, {} };
    const auto opened = keep::StoreFolder::open(
        folder, keep::KeychainCredential{ secret(*base::fromHex(words[2])) }, options, clock);
    if (!opened)
        giveUp(opened.error());
    SlotChanges slotChanges(**opened, tellKeys(folder, words));
    slotChanges.key = words[2];
    slotChanges.removeOthers();
    Worker worker((*opened)->store(), clock);
    worker.findVault();
    worker.report();
    if (argc > 6) {
        worker.verify();
        say("verified");
        return 0;
    }
    worker.makeKeys();
    say("ready");
    worker.workWithoutEnd(slotChanges);
}
