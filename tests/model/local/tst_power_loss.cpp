// SPDX-License-Identifier: Apache-2.0
#include "support/local_store_file.h"
#include "support/power_loss_vfs.h"
#include "support/working_store.h"

#include <QRandomGenerator>

#include <map>

using namespace Qt::StringLiterals;
using namespace strongroom;
using support::createVault;
using support::LocalStoreFile;
using support::named;
using support::PowerLossVfs;
using support::setSecret;
using support::WorkingStore;

namespace {

constexpr int names = 5;
constexpr int firstPages = 900; ///< the journal is written back at 1,000

/// What a name holds: "free", "deleted", or "has VALUE".
using States = std::map<QByteArray, QByteArray>;

QByteArray nameOf(int number) { return 's' + QByteArray::number(number); }

} // namespace

/// Requirement D2: the power goes at any moment of mixed writes, and nothing that was acknowledged is lost.
/// STRONGROOM_POWER_CUTS asks for another number of cuts than CI has time for.
class TestPowerLoss final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void losesNothingAcknowledged_data();
    void losesNothingAcknowledged();

private:
    struct Template
    {
        LocalStoreFile::Content file;
        LocalStoreFile::Content journal;
        States states;
        vault::VaultId vault;
        local::FreshnessMark mark;
    };
    struct Tried
    {
        QByteArray name;
        QByteArray becomes;
    };
    Template makeTemplate(qint64 journalBytes);
    void cut(const Template& from, PowerLossVfs::Loss loss, quint32 seed);
    /// One change of a random kind; false when it was refused.
    bool change(WorkingStore& work, States& states, Tried& tried, QRandomGenerator& chance) const;
    QByteArray stateOf(WorkingStore& work, const QByteArray& name) const;

    PowerLossVfs m_vfs;
    LocalStoreFile m_file;
    vault::VaultId m_vault;
    Template m_short;
    Template m_long; ///< with a journal that is about to be written back
};

void TestPowerLoss::initTestCase()
{
    m_vfs.powerUp(0);
    m_short = makeTemplate(0);
    m_long = makeTemplate(firstPages * LocalStoreFile::pageSize);
    QVERIFY(m_long.journal.size() >= firstPages * LocalStoreFile::pageSize);
}

TestPowerLoss::Template TestPowerLoss::makeTemplate(qint64 journalBytes)
{
    QFile::remove(m_file.path());
    QFile::remove(m_file.walPath());
    Template made;
    auto store = m_file.create().value();
    WorkingStore work(*store);
    m_vault = work.run(createVault("vault"))->id;
    QRandomGenerator chance(1);
    Tried tried;
    for (int i = 0; i < 20 || QFileInfo(m_file.walPath()).size() < journalBytes; ++i)
        change(work, made.states, tried, chance);
    made.vault = m_vault;
    made.mark = store->head();
    // What a process leaves that ends without closing.
    made.file = m_file.content();
    made.journal = LocalStoreFile::read(m_file.walPath());
    return made;
}

bool TestPowerLoss::change(WorkingStore& work, States& states, Tried& tried, QRandomGenerator& chance) const
{
    const QByteArray name = nameOf(chance.bounded(names));
    QByteArray& state = states.try_emplace(name, "free").first->second;
    const int dice = chance.bounded(10);
    tried = { name, state };
    const auto done = [&](const auto& result, const QByteArray& becomes) {
        tried.becomes = becomes;
        if (result)
            state = becomes;
        return result.has_value();
    };
    const vault::ObjectName object = named(name.constData());
    if (state.startsWith("deleted") && dice < 5)
        return done(work.run(m_vault, vault::PurgeDeletedSecret{ object }), "free");
    if (state.startsWith("deleted"))
        return done(work.run(m_vault, vault::RecoverDeletedSecret{ object }), "has" + state.mid(7));
    if (state.startsWith("has") && dice == 0)
        return done(work.run(m_vault, vault::DeleteSecret{ object }), "deleted" + state.mid(3));
    if (dice == 1) {
        const QString permission = chance.bounded(2) == 0 ? u"get"_s : u"list"_s;
        const vault::AccessPolicy policy{ u"somebody"_s, {}, { permission }, {}, {} };
        QByteArray& policyState = states["policy"];
        tried = { "policy", "has " + permission.toLatin1() };
        const auto set = work.run(m_vault, vault::SetAccessPolicy{ policy });
        if (set)
            policyState = tried.becomes;
        return set.has_value();
    }
    const QByteArray value = QByteArray::number(chance.generate64()) + QByteArray(chance.bounded(3000), '.');
    return done(work.run(m_vault, setSecret(name.constData(), value.constData())), "has " + value);
}

QByteArray TestPowerLoss::stateOf(WorkingStore& work, const QByteArray& name) const
{
    if (name == "policy") {
        const auto rules = work.run(m_vault, vault::GetAccessRules{});
        if (!rules || rules->policies.empty())
            return {};
        return "has " + rules->policies.front().secrets.join(u',').toLatin1();
    }
    const vault::ObjectName object = named(name.constData());
    using State = vault::CheckSecretNames::NameState;
    const auto checked = work.run(m_vault, vault::CheckSecretNames{ { object } });
    if (!checked)
        return "cannot be read: " + checked.error().message.toUtf8();
    if (checked->front() == State::Free)
        return "free";
    if (checked->front() == State::Deleted)
        return "deleted";
    const auto got = work.run(m_vault, vault::GetSecret{ object, {} });
    if (!got)
        return "cannot be read: " + got.error().message.toUtf8();
    return "has " + got->value.view().toByteArray();
}

void TestPowerLoss::losesNothingAcknowledged_data()
{
    QTest::addColumn<int>("loss");
    QTest::newRow("all that was not synced") << int(PowerLossVfs::Loss::All);
    QTest::newRow("some of it") << int(PowerLossVfs::Loss::Some);
    QTest::newRow("the last write is torn") << int(PowerLossVfs::Loss::LastTorn);
    QTest::newRow("the early part of it") << int(PowerLossVfs::Loss::Early);
}

void TestPowerLoss::losesNothingAcknowledged()
{
    QFETCH(int, loss);
    bool isNumber = false;
    const int asked = qEnvironmentVariableIntValue("STRONGROOM_POWER_CUTS", &isNumber);
    const int cuts = (isNumber ? asked : 400) / 4;
    for (int i = 0; i < cuts; ++i) {
        cut(i % 2 == 0 ? m_short : m_long, PowerLossVfs::Loss(loss), quint32(i));
        if (QTest::currentTestFailed()) {
            qWarning("in cut %d", i);
            return;
        }
    }
}

void TestPowerLoss::cut(const Template& from, PowerLossVfs::Loss loss, quint32 seed)
{
    QRandomGenerator chance(seed);
    m_vault = from.vault;
    m_file.replace(from.file);
    LocalStoreFile::write(m_file.walPath(), from.journal);
    m_vfs.powerUp(1 + chance.bounded(120));
    States states = from.states;
    Tried tried;
    local::FreshnessMark mark = from.mark;
    if (auto store = m_file.open(mark)) {
        WorkingStore work(**store);
        while (change(work, states, tried, chance) && !m_vfs.isPowerOff())
            tried = {};
        mark = (*store)->head();
    }
    QVERIFY(m_vfs.isPowerOff());
    m_vfs.settle(loss, seed);
    m_vfs.powerUp(0);

    auto store = m_file.open(mark);
    QVERIFY2(store, qPrintable(store ? QString() : store.error().message));
    const auto report = (*store)->check();
    QVERIFY(report);
    QVERIFY2(report->findings.isEmpty(), qPrintable(report->findings.join(u'\n')));
    WorkingStore work(**store);
    for (const auto& [name, state] : states) {
        const QByteArray found = stateOf(work, name);
        const auto is = [&](const QByteArray& wanted) {
            return wanted.startsWith("deleted") ? found == "deleted" : found == wanted;
        };
        const bool mayBeNew = name == tried.name && is(tried.becomes);
        const QByteArray problem = name + " is " + found.left(40) + ", not " + state.left(40);
        QVERIFY2(is(state) || mayBeNew, problem.constData());
    }
    QVERIFY(work.run(m_vault, setSecret("after", "the power came back")));
}

QTEST_GUILESS_MAIN(TestPowerLoss)
#include "tst_power_loss.moc"
