// SPDX-License-Identifier: Apache-2.0
// The rows of keys, measured in this process: operations against `openssl speed` of the same library, or
// against a bare loop over it where `openssl speed` has no such operation, a cold key against a known one, a
// token against a bare loop over it, and how its costs grow with its keys. bench_keys [ROW...]: only these
// rows, as B3 or B4.
#include "model/crypto/software_key.h"
#include "model/hsm/token.h"
#include "tests/benchmarks/bare_crypto.h"
#include "tests/benchmarks/bare_token.h"
#include "tests/benchmarks/measure.h"
#include "tests/benchmarks/openssl_speed.h"
#include "tests/support/soft_hsm.h"

#include <QCoreApplication>

#include <cstdio>

using namespace strongroom;
using namespace strongroom::benchmarks;
using namespace Qt::StringLiterals;
using tests::SoftHsm;

namespace {

constexpr int rounds = 5;
constexpr double nanosecondsOfRound = 3e8;

const crypto::KeyAlgorithm& algorithm(const char* name)
{
    return *crypto::findKeyAlgorithm(QString::fromLatin1(name));
}

template <typename Work> double costOf(int count, Work work)
{
    const qint64 before = cpuNanoseconds();
    for (int i = 0; i < count; ++i)
        work();
    return static_cast<double>(cpuNanoseconds() - before) / count;
}

/// As many times as fit into a round, after a few to warm up.
template <typename Work> double costOfRound(Work work)
{
    const double once = costOf(3, work);
    return costOf(std::max(10, static_cast<int>(nanosecondsOfRound / once)), work);
}

Row ratioRow(const char* id, const QString& what, const Compared& compared, double atLeast)
{
    return { QString::fromLatin1(id),          what,
             microseconds(compared.reference), microseconds(compared.ours),
             percent(compared.ratio),          u">= "_s + percent(atLeast),
             compared.ratio >= atLeast };
}

/// B3: cached keys in this process.
class Operations final
{
public:
    explicit Operations(std::vector<Row>& rows)
        : m_rows(rows)
    {
    }

    void signing(const char* name, const crypto::SoftwareKey& key, const OpenSslSpeed& reference)
    {
        const auto& used = algorithm(name);
        const QByteArray digest(used.digestBytes, 'd');
        add(u"sign %1, %2 bits"_s.arg(QString::fromLatin1(name)).arg(key.publicKey().bits), reference,
            [&] { return key.sign(used, digest).has_value(); });
    }
    void verifying(const char* name, const crypto::SoftwareKey& key, const OpenSslSpeed& reference)
    {
        const auto& used = algorithm(name);
        const QByteArray digest(used.digestBytes, 'd');
        const QByteArray signature = *key.sign(used, digest);
        add(u"verify %1, %2 bits"_s.arg(QString::fromLatin1(name)).arg(key.publicKey().bits), reference,
            [&] { return *key.verify(used, digest, signature); });
    }
    /// RSA-OAEP-256, with a random seed and a mask of eight digests that `openssl speed` knows nothing of.
    void wrapping(const crypto::SoftwareKey& key, const OpenSslSpeed& speed)
    {
        const auto& used = algorithm("RSA-OAEP-256");
        const crypto::EncryptInput input{ base::SecureBytes::copyOf(QByteArray(32, 'k')), {}, {} };
        const int bits = key.publicKey().bits;
        BareRsa bare(key);
        check(u"verify, %1 bits"_s.arg(bits), speed, [&] { return bare.verify(); });
        addRow(
            u"wrap RSA-OAEP-256, %1 bits"_s.arg(bits),
            [&] { return costOfRound([&] { return bare.wrap(); }); },
            [&] { return key.encrypt(used, input).has_value(); });
    }
    void unwrapping(const char* name, const crypto::SoftwareKey& key, const OpenSslSpeed& reference)
    {
        const auto& used = algorithm(name);
        const crypto::EncryptInput input{ base::SecureBytes::copyOf(QByteArray(32, 'k')), {}, {} };
        const QByteArray wrapped = key.encrypt(used, input)->ciphertext;
        add(u"decrypt %1, %2 bits"_s.arg(QString::fromLatin1(name)).arg(key.publicKey().bits), reference,
            [&] {
                return key.decrypt(used, { wrapped, {}, {}, {} }).has_value();
            });
    }
    void encrypting(const char* name, int bytes, const crypto::SoftwareKey& key,
                    const OpenSslSpeed& reference)
    {
        const auto& used = algorithm(name);
        const crypto::EncryptInput input{ base::SecureBytes::copyOf(QByteArray(bytes, 't')), {}, {} };
        add(u"encrypt %1, %2 bytes"_s.arg(QString::fromLatin1(name)).arg(bytes), reference,
            [&] { return key.encrypt(used, input).has_value(); });
    }

private:
    template <typename Work> void add(const QString& what, const OpenSslSpeed& reference, Work work)
    {
        addRow(
            what, [&] { return costOf(reference); }, work);
    }
    template <typename Reference, typename Work>
    void addRow(const QString& what, Reference reference, Work work)
    {
        const auto compared = compare(rounds, reference, [&] { return costOfRound(work); });
        m_rows.push_back(ratioRow("B3", what, compared, 0.9));
    }
    /// A bare loop may not be slow in order to win.
    template <typename Work> void check(const QString& what, const OpenSslSpeed& speed, Work bare)
    {
        const auto compared = compare(
            rounds, [&] { return costOf(speed); }, [&] { return costOfRound(bare); });
        m_rows.push_back(ratioRow("-", u"the bare loop against openssl speed: "_s + what, compared, 0.95));
    }

    std::vector<Row>& m_rows;
};

void addOperations(std::vector<Row>& rows)
{
    Operations operations(rows);
    for (const int bits : { 2048, 3072, 4096 }) {
        const auto key = crypto::SoftwareKey::generateRsa(bits, 65537).value();
        const auto privateOperation = rsaPrivateSpeed(bits);
        const auto publicOperation = rsaPublicSpeed(bits);
        operations.signing("RS256", key, privateOperation);
        operations.signing("PS256", key, privateOperation);
        operations.unwrapping("RSA-OAEP-256", key, privateOperation);
        operations.unwrapping("RSA1_5", key, privateOperation);
        operations.verifying("RS256", key, publicOperation);
        operations.wrapping(key, publicOperation);
    }
    struct Curve
    {
        const char* name;
        crypto::Curve curve;
        QString what;
    };
    for (const Curve& one :
         { Curve{ "ES256", crypto::Curve::P256, u"p256"_s }, Curve{ "ES384", crypto::Curve::P384, u"p384"_s },
           Curve{ "ES512", crypto::Curve::P521, u"p521"_s } }) {
        const auto key = crypto::SoftwareKey::generateEc(one.curve).value();
        operations.signing(one.name, key, ecdsaSignSpeed(one.what));
        operations.verifying(one.name, key, ecdsaVerifySpeed(one.what));
    }
    const auto oct = crypto::SoftwareKey::generateOct(256).value();
    for (const int bytes : { 1024, 16384 })
        operations.encrypting("A256GCM", bytes, oct, messageSpeed(u"aes-256-gcm"_s, bytes));
}

/// B3c: what the first use of a stored key costs more than the next one.
void addColdKeys(std::vector<Row>& rows)
{
    constexpr double mostNanoseconds = 1.5e6;
    for (const char* name : { "RS256", "ES256", "ES512" }) {
        const auto& used = algorithm(name);
        const auto key = used.keyType == crypto::KeyType::Rsa
            ? crypto::SoftwareKey::generateRsa(4096, 65537).value()
            : crypto::SoftwareKey::generateEc(*used.curve).value();
        const auto stored = key.toStored().value().clone();
        const QByteArray digest(used.digestBytes, 'd');
        const auto compared = compare(
            rounds, [&] { return costOfRound([&] { return key.sign(used, digest).has_value(); }); },
            [&] {
                return costOfRound([&] {
                    const auto cold = crypto::SoftwareKey::fromStored(used.keyType, stored.clone());
                    return cold->sign(used, digest).has_value();
                });
            });
        const double more = compared.ours - compared.reference;
        rows.push_back({ u"B3c"_s,
                         u"first use of a cold key, %1, %2 bits"_s.arg(QString::fromLatin1(name))
                             .arg(key.publicKey().bits),
                         microseconds(compared.reference), microseconds(compared.ours),
                         u"+"_s + microseconds(more), u"<= +1.5 ms"_s, more <= mostNanoseconds });
    }
}

/// B4: a key in a token against C_SignInit and C_Sign of the same module, called without anything between.
void addToken(std::vector<Row>& rows, hsm::Token& token)
{
    for (const char* name : { "RS256", "ES256" }) {
        const auto& used = algorithm(name);
        const QByteArray id = QByteArray("bench ") + name;
        const auto key = used.keyType == crypto::KeyType::Rsa
            ? token.generateRsa(id, {}, 2048, 65537).value()->publicKey()
            : token.generateEc(id, {}, *used.curve).value()->publicKey();
        const auto ours = token.keyWithPart(id, key).value();
        const QByteArray digest(used.digestBytes, 'd');
        BareToken bare(SoftHsm::modulePath(), SoftHsm::label(), id);
        const auto compared = compare(
            rounds,
            [&] {
                return costOfRound([&] { return bare.sign(used.keyType == crypto::KeyType::Rsa, digest); });
            },
            [&] { return costOfRound([&] { return ours->sign(used, digest).has_value(); }); });
        rows.push_back(ratioRow("B4",
                                u"sign %1 in a token, %2 bits"_s.arg(QString::fromLatin1(name)).arg(key.bits),
                                compared, 0.9));
    }
}

/// The cost of a signature while the token fills up.
void addGrowth(std::vector<Row>& rows, hsm::Token& token)
{
    const auto& used = algorithm("ES256");
    const QByteArray digest(32, 'd');
    std::vector<double> sizes;
    std::vector<double> costs;
    int made = static_cast<int>(token.keys()->size());
    const auto key = token.generateEc("growth", {}, crypto::Curve::P256).value();
    ++made;
    for (const int size : { made, 10, 100, 1000 }) {
        for (; made < size; ++made)
            static_cast<void>(
                token.generateEc("filler " + QByteArray::number(made), {}, crypto::Curve::P256).value());
        std::vector<double> some;
        for (int round = 0; round < rounds; ++round)
            some.push_back(costOfRound([&] { return key->sign(used, digest).has_value(); }));
        sizes.push_back(size);
        costs.push_back(median(some));
    }
    const double slope = growth(sizes, costs);
    rows.push_back({ u"8.3"_s, u"sign ES256 in a token, %1 to 1,000 keys on it"_s.arg(sizes.front()),
                     microseconds(costs.front()), microseconds(costs.back()), QString::number(slope, 'f', 2),
                     u"<= 0.1"_s, slope <= 0.1 });
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList wanted = QCoreApplication::arguments().mid(1);
    const auto isWanted = [&wanted](const char* row) {
        return wanted.isEmpty() || wanted.contains(QString::fromLatin1(row));
    };
    std::vector<Row> rows;
    if (isWanted("B3"))
        addOperations(rows);
    if (isWanted("B3c"))
        addColdKeys(rows);
    SoftHsm device;
    if (isWanted("B4") && SoftHsm::isInstalled() && device.make()) {
        const auto token = hsm::Token::open({ SoftHsm::modulePath(), SoftHsm::label() }, SoftHsm::pin());
        if (!token) {
            std::fprintf(stderr, "%s\n", qPrintable(token.error().message));
            return 1;
        }
        addToken(rows, **token);
        addGrowth(rows, **token);
    }
    report(rows);
    return 0;
}
