// SPDX-License-Identifier: Apache-2.0
#include "model/access/ip_block.h"

#include <QRandomGenerator>
#include <QTest>

#include <vector>

using namespace strongroom::access;
using namespace Qt::StringLiterals;

namespace {

using Bits = std::vector<bool>;

Bits bitsOf(const IpAddress& address)
{
    Bits bits;
    for (int i = 0; i < address.width; ++i)
        bits.push_back((address.bytes[static_cast<std::size_t>(i / 8)] >> (7 - i % 8)) & 1);
    return bits;
}

/// The rule as its definition says it: the same family, and the same first `prefix` bits.
bool expectedContains(const IpAddress& network, int prefix, const IpAddress& candidate)
{
    if (network.width != candidate.width)
        return false;
    const Bits a = bitsOf(network);
    const Bits b = bitsOf(candidate);
    return std::equal(a.begin(), a.begin() + prefix, b.begin());
}

IpAddress randomAddress(QRandomGenerator& random, int width)
{
    IpAddress address;
    address.width = width;
    for (std::size_t i = 0; i < static_cast<std::size_t>(width / 8); ++i)
        address.bytes[i] = static_cast<unsigned char>(random.bounded(256));
    return address;
}

QString textOf(const IpAddress& address)
{
    QStringList parts;
    if (address.width == 32) {
        for (std::size_t i = 0; i < 4; ++i)
            parts += QString::number(address.bytes[i]);
        return parts.join(u'.');
    }
    for (std::size_t i = 0; i < 16; i += 2)
        parts += QString::number(address.bytes[i] * 256 + address.bytes[i + 1], 16);
    return parts.join(u':');
}

} // namespace

class IpBlockTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addresses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected"); // empty: no address
        const auto row = [](const char* text, const char* expected) {
            QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(expected);
        };
        row("127.0.0.1", "127.0.0.1");
        row("255.255.255.255", "255.255.255.255");
        row("0.0.0.0", "0.0.0.0");
        row("256.0.0.1", "");
        row("1.2.3", "");
        row("1.2.3.4.5", "");
        row("010.0.0.1", "");
        row("0x7f.0.0.1", "");
        row("2130706433", "");
        row(" 1.2.3.4", "");
        row("1.2.3.4 ", "");
        row("+1.2.3.4", "");
        row("1..2.3", "");
        row("", "");
        row("::", "0:0:0:0:0:0:0:0");
        row("::1", "0:0:0:0:0:0:0:1");
        row("1::", "1:0:0:0:0:0:0:0");
        row("2001:DB8::a:1", "2001:db8:0:0:0:0:a:1");
        row("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8");
        row("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0");
        row("1:2:3:4:5:6:7:8::", "");
        row("1:2:3:4:5:6:7", "");
        row("1::2::3", "");
        row(":::", "");
        row("12345::", "");
        row("::g", "");
        row("::1%lo", "");
        row("[::1]", "");
        row("::ffff:1.2.3.4", "1.2.3.4");
        row("::ffff:102:304", "1.2.3.4");
        row("::1.2.3.4", "0:0:0:0:0:0:102:304");
        row("1.2.3.4::", "");
        row("::1.2.3.4:5", "");
        row("::01.2.3.4", "");
    }
    void addresses()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const auto address = IpAddress::parse(text);
        QCOMPARE(address ? textOf(*address) : QString(), expected);
    }

    void blocks_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("isInside");
        const auto row = [](const char* rule, const char* address, bool isInside) {
            QTest::addRow("%s in %s", address, rule)
                << QString::fromLatin1(rule) << QString::fromLatin1(address) << isInside;
        };
        row("0.0.0.0/0", "9.9.9.9", true);
        row("0.0.0.0/0", "::1", false);
        row("::/0", "::1", true);
        row("::/0", "1.2.3.4", false);
        row("10.0.0.0/8", "10.255.0.1", true);
        row("10.0.0.0/8", "11.0.0.1", false);
        row("10.1.2.3/8", "10.9.9.9", true);
        row("10.1.2.3", "10.1.2.3", true);
        row("10.1.2.3", "10.1.2.4", false);
        row("127.0.0.1", "::ffff:127.0.0.1", true);
        row("::ffff:10.0.0.0/104", "10.200.0.1", true);
        row("::1", "::1", true);
        row("::1/128", "::2", false);
        row("10.0.0.0/33", "10.0.0.0", false);
        row("10.0.0.0/08", "10.0.0.0", false);
        row("10.0.0.0/", "10.0.0.0", false);
        row("10.0.0.0/-1", "10.0.0.0", false);
        row("10.0.0.0/8/8", "10.0.0.0", false);
        row("::/129", "::", false);
        row("any", "10.0.0.0", false);
    }
    void blocks()
    {
        QFETCH(QString, rule);
        QFETCH(QString, address);
        QFETCH(bool, isInside);
        const auto block = IpBlock::parse(rule);
        const auto candidate = IpAddress::parse(address);
        QVERIFY(candidate);
        QCOMPARE(block && block->contains(*candidate), isInside);
    }

    void agreesWithItsDefinition()
    {
        QRandomGenerator random(20240917);
        for (int round = 0; round < 60000; ++round) {
            const int width = random.bounded(2) == 0 ? 32 : 128;
            const IpAddress network = randomAddress(random, width);
            const int prefix = random.bounded(width + 1);
            // Near misses are the interesting ones: take the network's address and turn one bit.
            IpAddress candidate = random.bounded(4) == 0 ? randomAddress(random, width) : network;
            const int bit = random.bounded(width);
            candidate.bytes[static_cast<std::size_t>(bit / 8)]
                ^= static_cast<unsigned char>(1 << (7 - bit % 8));
            const QString rule = textOf(network) + u'/' + QString::number(prefix);
            const auto block = IpBlock::parse(rule);
            QVERIFY2(block, qPrintable(rule));
            const auto parsed = IpAddress::parse(textOf(candidate));
            QVERIFY(parsed);
            QVERIFY2(block->contains(*parsed) == expectedContains(network, prefix, candidate),
                     qPrintable(rule + u' ' + textOf(candidate)));
        }
    }
};

QTEST_GUILESS_MAIN(IpBlockTest)
#include "tst_ip_block.moc"
