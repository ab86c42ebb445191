// SPDX-License-Identifier: Apache-2.0
#include "model/vault/security_domain.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::vault;
using namespace Qt::StringLiterals;
using base::ErrorCode;
using crypto::SecretShare;
using crypto::SoftwareKey;

class SecurityDomainTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        for (int i = 0; i < 5; ++i)
            m_holders.push_back(std::move(*SoftwareKey::generateRsa(2048, 65537)));
        for (int i = 0; i < 32; ++i)
            m_key.data()[i] = static_cast<unsigned char>(i);
    }

    void enoughHoldersBringItBack()
    {
        const SecurityDomain domain = split(4, 3);
        QCOMPARE(domain.shares.size(), 4u);
        const auto joined = joinDomain(domain, opened(domain, { 3, 0, 2 }));
        QVERIFY(joined);
        QVERIFY(*joined == m_key);
        QCOMPARE(codeOf(joinDomain(domain, opened(domain, { 3, 0 }))), ErrorCode::BadParameter);
        QCOMPARE(codeOf(joinDomain(domain, opened(domain, { 3, 0, 3 }))), ErrorCode::BadParameter);
        QVERIFY(opened(domain, { 4 }).empty()); // holds none of it
    }

    void goesThroughTransfer()
    {
        const auto transfer = SoftwareKey::generateRsa(3072, 65537);
        QVERIFY(transfer);
        const SecurityDomain domain = split(3, 2);
        const auto sent = wrapShares(domain, opened(domain, { 0, 2 }), transfer->publicKey());
        QVERIFY(sent);
        const auto arrived = SecurityDomain::read(sent->write());
        QVERIFY(arrived);
        auto shares = openShares(*arrived, *transfer);
        QVERIFY(shares);
        QCOMPARE(shares->size(), 2u);
        QVERIFY(*joinDomain(*arrived, std::move(*shares)) == m_key);
        QVERIFY(openShares(*arrived, m_holders[0])->empty());
    }

    void theDocumentSaysNothingOfTheKey()
    {
        const SecurityDomain domain = split(3, 2);
        const QByteArray document = domain.write();
        QVERIFY(!document.contains(m_key.view().toByteArray().toBase64(QByteArray::Base64UrlEncoding
                                                                       | QByteArray::OmitTrailingEquals)));
        QVERIFY(!m_key.view().contains(domain.id));
        const auto read = SecurityDomain::read(document);
        QVERIFY(read);
        QCOMPARE(*read, domain);
        QCOMPARE(domainIdOf(m_key), domain.id);
    }

    void refusesDamagedShares()
    {
        SecurityDomain domain = split(3, 2);
        domain.shares[1].wrapped[20] = static_cast<char>(domain.shares[1].wrapped[20] ^ 1);
        QCOMPARE(codeOf(openShares(domain, m_holders[1])), ErrorCode::BadParameter);
        // A share of another domain under this one's name
        SecurityDomain other = *splitDomain(u"other"_s, base::SecureBytes(32), holders(3), 2);
        other.id = domain.id;
        QCOMPARE(codeOf(openShares(other, m_holders[0])), ErrorCode::BadParameter);
    }

    void refusesDocuments_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::newRow("no JSON") << QByteArray("{") << QByteArray("[");
        QTest::newRow("other format") << QByteArray("security domain\"") << QByteArray("poem\"");
        QTest::newRow("newer") << QByteArray("\"version\":1") << QByteArray("\"version\":2");
        QTest::newRow("older") << QByteArray("\"version\":1") << QByteArray("\"version\":0");
        QTest::newRow("too few holders") << QByteArray("\"holders\":3") << QByteArray("\"holders\":2");
        QTest::newRow("too many required") << QByteArray("\"required\":2") << QByteArray("\"required\":4");
        QTest::newRow("one required") << QByteArray("\"required\":2") << QByteArray("\"required\":1");
        QTest::newRow("no text") << QByteArray("\"wrapped\":\"") << QByteArray("\"wrapped\":\"*");
        QTest::newRow("short id") << QByteArray("\"domain\":\"") << QByteArray("\"domain\":\"\",\"x\":\"");
    }
    void refusesDocuments()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QByteArray document = split(3, 2).write();
        QVERIFY(document.contains(from));
        document.replace(document.indexOf(from), from.size(), to);
        QCOMPARE(codeOf(SecurityDomain::read(document)), ErrorCode::BadParameter);
    }

    void countsHolders()
    {
        const auto code = [&](int count, int required) {
            return codeOf(splitDomain(u"p"_s, m_key, holders(count), required));
        };
        QCOMPARE(code(2, 2), ErrorCode::BadParameter);
        QCOMPARE(code(3, 1), ErrorCode::BadParameter);
        QCOMPARE(code(3, 4), ErrorCode::BadParameter);
        QCOMPARE(code(3, 3), ErrorCode::Internal);
        auto twice = holders(3);
        twice.push_back(twice.front());
        QCOMPARE(codeOf(splitDomain(u"p"_s, m_key, twice, 2)), ErrorCode::BadParameter);
        std::vector<crypto::PublicKey> many(11, twice.front());
        QCOMPARE(codeOf(splitDomain(u"p"_s, m_key, many, 2)), ErrorCode::BadParameter);
    }

    void holdersHaveRsaKeys()
    {
        const crypto::PublicKey& key = m_holders[0].publicKey();
        QCOMPARE(*domainHolder(key.n, key.e), key);
        QCOMPARE(*domainHolder('\0' + key.n, key.e), key);
        QCOMPARE(codeOf(domainHolder(key.n.first(128), key.e)), ErrorCode::BadParameter);
        QCOMPARE(codeOf(domainHolder({}, key.e)), ErrorCode::BadParameter);
        for (const QByteArray& exponent : { QByteArray(), QByteArray(1, '\x01'), QByteArray(1, '\x04') })
            QCOMPARE(codeOf(domainHolder(key.n, exponent)), ErrorCode::BadParameter);
        QCOMPARE(codeOf(domainHolder(key.n.chopped(1) + '\x02', key.e)), ErrorCode::BadParameter);
    }

private:
    template <typename Value> static ErrorCode codeOf(const base::Result<Value>& result)
    {
        return result ? ErrorCode::Internal : result.error().code;
    }
    std::vector<crypto::PublicKey> holders(int count) const
    {
        std::vector<crypto::PublicKey> keys;
        for (int i = 0; i < count; ++i)
            keys.push_back(m_holders[static_cast<std::size_t>(i)].publicKey());
        return keys;
    }
    SecurityDomain split(int count, int required) const
    {
        return *splitDomain(u"pool"_s, m_key, holders(count), required);
    }
    std::vector<SecretShare> opened(const SecurityDomain& domain, const std::vector<int>& who) const
    {
        std::vector<SecretShare> all;
        for (const int holder : who) {
            auto shares = openShares(domain, m_holders[static_cast<std::size_t>(holder)]);
            for (SecretShare& share : *shares)
                all.push_back(std::move(share));
        }
        return all;
    }

    std::vector<SoftwareKey> m_holders;
    base::SecureBytes m_key{ 32 };
};

QTEST_GUILESS_MAIN(SecurityDomainTest)
#include "tst_security_domain.moc"
