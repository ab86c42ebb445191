// SPDX-License-Identifier: Apache-2.0

// The program that tst_kills kills: says what it finds in a store, then changes it without end. Each
// line on standard output is one write: "found NAME STATE", "ready", "try NAME STATE", "done NAME STATE",
// "bad WHY". A state is "free", "deleted", or "has VALUE".
//   kill_probe FOLDER KEY [verify]      KEY is the keychain slot's, in hexadecimal

#include "model/base/encodings.h"
#include "model/base/lane.h"
#include "model/keep/store_folder.h"
#include "model/local/local_store.h"
#include "model/ops/operations.h"

#include <QRandomGenerator>

#include <array>
#include <semaphore>
#include <unistd.h>

using namespace strongroom;
using namespace Qt::StringLiterals;

namespace {

constexpr int names = 8;
constexpr int together = 4;

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

class Worker final
{
public:
    explicit Worker(local::LocalStore& store)
        : m_operations(store, m_clock, m_lane)
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
        for (int i = 0; i < names; ++i) {
            m_states[std::size_t(i)] = stateOf(i);
            say("found s" + QByteArray::number(i) + ' ' + m_states[std::size_t(i)]);
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
    }

    void workWithoutEnd()
    {
        while (true) {
            std::counting_semaphore<together> answered(0);
            const int first = QRandomGenerator::global()->bounded(names);
            for (int i = 0; i < together; ++i)
                change((first + i) % names, answered);
            for (int i = 0; i < together; ++i)
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

    template <typename Op>
    void submit(int number, Op op, const QByteArray& becomes, std::counting_semaphore<together>& answered)
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

    void change(int number, std::counting_semaphore<together>& answered)
    {
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

    base::SystemClock m_clock;
    base::Lane m_lane{ "store" };
    ops::Operations m_operations;
    vault::VaultId m_vault;
    std::array<QByteArray, names> m_states;
    std::array<QByteArray, names> m_values; // last written here; empty when it was before this process
};

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3)
        return 1;
    auto key = base::fromHex(argv[2]);
    if (!key)
        return 1;
    const base::SystemClock clock;
    keep::OpenOptions options;
    options.self = { getpid(), keep::HolderKind::Command, {} };
    const auto opened = keep::StoreFolder::open(
        QString::fromLocal8Bit(argv[1]),
        keep::KeychainCredential{ base::SecureBytes::copyOf(QByteArrayView(*key)) }, options, clock);
    if (!opened)
        giveUp(opened.error());
    Worker worker((*opened)->store());
    worker.findVault();
    worker.report();
    if (argc > 3) {
        worker.verify();
        say("verified");
        return 0;
    }
    say("ready");
    worker.workWithoutEnd();
}
