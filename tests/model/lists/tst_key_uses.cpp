// SPDX-License-Identifier: Apache-2.0
#include "model/lists/key_uses.h"

#include "in_memory_store.h"
#include "working_store.h"

#include <QSignalSpy>
#include <QTest>

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;

class TestKeyUses final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theLatestUseOfEachKeyIsKnown();
    void whatIsNoUseDoesNotCount();
    void oneLookIsEnoughForAllVaults();
    void whatLiesFurtherBackIsNotDenied();

private:
    vault::VaultId makeVault(const char* name)
    {
        vault::VaultId vault = m_working->run(createVault(name))->id;
        for (const char* key : { "signing", "unused" })
            (void)m_working->run(vault, vault::CreateKey{ named(key), crypto::KeyType::Ec });
        return vault;
    }
    void sign(const vault::VaultId& vault)
    {
        QVERIFY(
            m_working->run(vault, vault::SignWithKey{ named("signing"), {}, u"ES256"_s, QByteArray(32, 'd') })
                .has_value());
    }
    void read(const vault::VaultId& vault)
    {
        QSignalSpy changed(m_uses.get(), &lists::KeyUses::changed);
        m_uses->read(vault);
        QVERIFY(changed.wait());
    }
    QString text(const vault::VaultId& vault, const QString& name) const
    {
        return m_uses->text(vault, name, m_working->clock.now());
    }

    std::unique_ptr<InMemoryStore> m_store;
    std::unique_ptr<WorkingStore> m_working;
    std::unique_ptr<lists::KeyUses> m_uses;
};

void TestKeyUses::init()
{
    m_store = std::make_unique<InMemoryStore>();
    m_working = std::make_unique<WorkingStore>(*m_store);
    m_uses = std::make_unique<lists::KeyUses>(m_working->operations(), m_working->caller);
}

void TestKeyUses::cleanup()
{
    m_uses.reset();
    m_working.reset();
    m_store.reset();
}

void TestKeyUses::theLatestUseOfEachKeyIsKnown()
{
    const vault::VaultId vault = makeVault("first");
    sign(vault);
    m_working->clock.advance(3600);
    const base::UnixSeconds latest = m_working->clock.now();
    sign(vault);
    QVERIFY(text(vault, u"signing"_s).isEmpty()); // nothing is said before it is known
    m_working->clock.advance(2 * 86400);
    read(vault);
    QCOMPARE(m_uses->lastUse(vault, u"Signing"_s), std::optional(latest));
    QCOMPARE(text(vault, u"signing"_s), u"2 days ago"_s);
    QCOMPARE(text(vault, u"unused"_s), u"never"_s);
    QCOMPARE(m_uses->sentence(vault, u"unused"_s), u"The audit log knows of no use."_s);
}

void TestKeyUses::whatIsNoUseDoesNotCount()
{
    const vault::VaultId vault = makeVault("first");
    (void)m_working->run(vault, vault::GetKey{ named("unused"), {} });
    const auto refused
        = m_working->run(vault, vault::SignWithKey{ named("unused"), {}, u"RS256"_s, QByteArray(32, 'd') });
    QVERIFY(!refused);
    read(vault);
    QVERIFY(!m_uses->lastUse(vault, u"unused"_s));
}

void TestKeyUses::oneLookIsEnoughForAllVaults()
{
    const vault::VaultId first = makeVault("first");
    const vault::VaultId second = makeVault("second");
    sign(second);
    read({});
    QVERIFY(m_uses->lastUse(second, u"signing"_s));
    QVERIFY(!m_uses->lastUse(first, u"signing"_s));
}

void TestKeyUses::whatLiesFurtherBackIsNotDenied()
{
    const vault::VaultId vault = makeVault("first");
    sign(vault);
    m_working->clock.advance(86400);
    for (int i = 0; i < lists::KeyUses::readRows; ++i)
        (void)m_working->run(vault, vault::GetKey{ named("unused"), {} });
    read(vault);
    QVERIFY(!m_uses->lastUse(vault, u"signing"_s));
    QVERIFY(text(vault, u"signing"_s).startsWith("not since "_L1));
    QVERIFY(m_uses->sentence(vault, u"signing"_s).contains(u"2,000"_s));
}

QTEST_GUILESS_MAIN(TestKeyUses)
#include "tst_key_uses.moc"
