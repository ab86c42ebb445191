// SPDX-License-Identifier: Apache-2.0
// Whether time tells secrets: comparisons (M9) and the ways in which a decryption fails (M10). Two classes of
// input are measured in random order; Welch's t says whether their means differ more than chance lets them
// (after dudect: Reparaz, Balasch, Verbauwhede, "Dude, is my code constant time?", 2017). Below 4.5 nothing
// is seen, above 10 something is; between, measure again on a quieter machine. bench_timing [SAMPLES]: of
// each class of the quick ones, 1,000,000 as a rule; slow ones have fewer. Keys in a token are those of
// SoftHSM2.
#include "model/crypto/padding.h"
#include "model/crypto/software_key.h"
#include "model/crypto/symmetric.h"
#include "model/hsm/token.h"
#include "model/keep/key_slots.h"
#include "tests/benchmarks/measure.h"
#include "tests/support/soft_hsm.h"

#include <QCoreApplication>
#include <QRandomGenerator>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>

using namespace strongroom;
using namespace strongroom::benchmarks;
using namespace Qt::StringLiterals;

namespace {

constexpr double nothingSeen = 4.5;

const crypto::KeyAlgorithm& algorithm(const char* name)
{
    return *crypto::findKeyAlgorithm(QString::fromLatin1(name));
}

/// Keeps the optimiser from dropping what nobody reads.
volatile std::size_t sink = 0;

struct Moments final
{
    double count = 0;
    double mean = 0;
    double squares = 0; ///< of the distances from the mean

    void add(double value)
    {
        ++count;
        const double distance = value - mean;
        mean += distance / count;
        squares += distance * (value - mean);
    }
    double varianceOfMean() const { return count > 1 ? squares / (count - 1) / count : 0; }
};

struct Difference final
{
    double t = 0;
    double nanoseconds = 0;
};

/// The largest |t| over several cuts: the slowest samples are the machine's and hide small differences.
Difference differenceOf(const std::array<std::vector<double>, 2>& samples)
{
    std::vector<double> all = samples[0];
    all.insert(all.end(), samples[1].begin(), samples[1].end());
    std::sort(all.begin(), all.end());
    Difference largest;
    for (const double part : { 1.0, 0.99, 0.95, 0.9, 0.75, 0.5 }) {
        const double limit = all[static_cast<std::size_t>(part * static_cast<double>(all.size() - 1))];
        std::array<Moments, 2> moments;
        for (std::size_t kind = 0; kind < 2; ++kind) {
            for (const double sample : samples[kind]) {
                if (sample <= limit)
                    moments[kind].add(sample);
            }
        }
        const double variance = moments[0].varianceOfMean() + moments[1].varianceOfMean();
        const double difference = moments[0].mean - moments[1].mean;
        const double t = variance > 0 ? difference / std::sqrt(variance) : 0;
        if (std::abs(t) > std::abs(largest.t))
            largest = { t, difference };
    }
    return largest;
}

/// Brings the next input to where it is measured. Bytes always to the same place: two classes that lie
/// differently across the lines of the cache differ in time, whatever is in them.
void bring(const QByteArray& input, QByteArray& place)
{
    place.resize(input.size());
    std::copy(input.cbegin(), input.cend(), place.begin());
}

template <typename Input> void bring(const Input& input, Input& place) { place = input; }

/// Measures `work` on inputs of the two classes; each sample is `inner` calls.
template <typename Input, typename Work>
Difference compareTimes(int count, int inner, const std::array<std::vector<Input>, 2>& inputs, Work work)
{
    auto& random = *QRandomGenerator::global();
    std::array<std::vector<double>, 2> samples;
    Input input;
    for (int i = 0; i < 2 * count; ++i) {
        const std::size_t kind = random.generate() & 1U;
        const auto& some = inputs[kind];
        bring(some[random.bounded(static_cast<quint32>(some.size()))], input);
        const auto before = std::chrono::steady_clock::now();
        for (int j = 0; j < inner; ++j)
            sink = sink + work(std::as_const(input));
        const auto after = std::chrono::steady_clock::now();
        samples[kind].push_back(static_cast<double>((after - before).count()) / inner);
    }
    return differenceOf(samples);
}

Row rowOf(const char* id, const QString& what, int count, const Difference& difference)
{
    return { QString::fromLatin1(id),
             what,
             u"2 x %1"_s.arg(count),
             u"%1 ns"_s.arg(difference.nanoseconds, 0, 'f', 2),
             u"t %1"_s.arg(std::abs(difference.t), 0, 'f', 1),
             u"< 4.5"_s,
             std::abs(difference.t) < nothingSeen };
}

QByteArray randomBytes(int size)
{
    return crypto::randomBytes(static_cast<std::size_t>(size)).view().toByteArray();
}

std::span<const unsigned char> spanOf(const QByteArray& bytes)
{
    return { reinterpret_cast<const unsigned char*>(bytes.constData()),
             static_cast<std::size_t>(bytes.size()) };
}

/// Many copies of what is right, each wrong in one place: at the first byte or at the last.
std::array<std::vector<QByteArray>, 2> wrongFirstOrLast(const QByteArray& right)
{
    std::array<std::vector<QByteArray>, 2> inputs;
    for (int i = 0; i < 64; ++i) {
        QByteArray first = right;
        first[0] = static_cast<char>(first[0] ^ (1 + i));
        QByteArray last = right;
        last[last.size() - 1] = static_cast<char>(last[last.size() - 1] ^ (1 + i));
        inputs[0].push_back(first);
        inputs[1].push_back(last);
    }
    return inputs;
}

/// The same as secrets. The classes by turns: even copying shows which of them lies better in the cache.
std::array<std::vector<std::shared_ptr<base::SecureBytes>>, 2>
secretsOf(const std::array<std::vector<QByteArray>, 2>& inputs)
{
    std::array<std::vector<std::shared_ptr<base::SecureBytes>>, 2> secrets;
    for (std::size_t i = 0; i < inputs[0].size(); ++i) {
        for (const std::size_t kind : { i % 2, (i + 1) % 2 })
            secrets[kind].push_back(
                std::make_shared<base::SecureBytes>(base::SecureBytes::copyOf(inputs[kind][i])));
    }
    return secrets;
}

bool isSameCarelessly(const QByteArray& a, const QByteArray& b)
{
    for (qsizetype i = 0; i < a.size(); ++i) {
        if (a[i] != b[i])
            return false;
    }
    return true;
}

void addComparisons(std::vector<Row>& rows, int count)
{
    constexpr int inner = 16;
    const QByteArray right = randomBytes(64);
    const auto inputs = wrongFirstOrLast(right);
    const auto careless = compareTimes(count, inner, inputs, [&](const QByteArray& input) {
        return static_cast<std::size_t>(isSameCarelessly(right, input));
    });
    rows.push_back({ u"-"_s, u"a careless comparison, which must be seen"_s, u"2 x %1"_s.arg(count),
                     u"%1 ns"_s.arg(careless.nanoseconds, 0, 'f', 2),
                     u"t %1"_s.arg(std::abs(careless.t), 0, 'f', 1), u"> 10"_s, std::abs(careless.t) > 10 });
    rows.push_back(rowOf("M9", u"equalInConstantTime: wrong at the first or last of 64 bytes"_s, count,
                         compareTimes(count, inner, inputs, [&](const QByteArray& input) {
                             return static_cast<std::size_t>(
                                 base::equalInConstantTime(spanOf(right), spanOf(input)));
                         })));
    const auto secrets = secretsOf(inputs);
    const auto secret = base::SecureBytes::copyOf(right);
    rows.push_back(rowOf("M9", u"SecureBytes ==: the same"_s, count,
                         compareTimes(count, inner, secrets, [&](const auto& input) {
                             return static_cast<std::size_t>(secret == *input);
                         })));
    const auto key = crypto::SoftwareKey::generateOct(256).value();
    const auto& hs256 = algorithm("HS256");
    const QByteArray digest = randomBytes(32);
    const int some = std::max(1, count / 4);
    rows.push_back(
        rowOf("M9", u"verify HS256: MAC wrong at its first or last byte"_s, some,
              compareTimes(some, 1, wrongFirstOrLast(*key.sign(hs256, digest)), [&](const QByteArray& input) {
                  return static_cast<std::size_t>(*key.verify(hs256, digest, input));
              })));
}

void addPadding(std::vector<Row>& rows, int count)
{
    std::array<std::vector<QByteArray>, 2> blocks;
    for (int i = 0; i < 64; ++i) {
        QByteArray block = randomBytes(256);
        block.replace('\0', '\1');
        block[0] = '\1'; // refused at the first byte
        blocks[0].push_back(block);
        block[0] = '\0';
        block[1] = '\2'; // refused because there is no zero in all of it
        blocks[1].push_back(block);
    }
    rows.push_back(rowOf("M10", u"PKCS#1 v1.5 unpadding: first byte wrong, or no separator"_s, count,
                         compareTimes(count, 1, blocks, [](const QByteArray& input) {
                             return crypto::pkcs1MessageOffset(spanOf(input)).value_or(0);
                         })));
    std::array<std::vector<QByteArray>, 2> texts;
    for (int i = 0; i < 64; ++i) {
        QByteArray text = randomBytes(64);
        text.back() = '\0'; // refused at the last byte
        texts[0].push_back(text);
        text.replace(48, 16, QByteArray(16, '\x10'));
        text[48] = '\x0f'; // refused at the first of the padding
        texts[1].push_back(text);
    }
    rows.push_back(rowOf("M10", u"PKCS#7 unpadding: length wrong, or its farthest byte"_s, count,
                         compareTimes(count, 16, texts, [](const QByteArray& input) {
                             return crypto::pkcs7MessageLength(spanOf(input), 16).value_or(0);
                         })));
}

/// A slot that is not opened: by a key that is wrong at its first byte, or at its last.
void addKeySlot(std::vector<Row>& rows, int count)
{
    const auto root = crypto::randomBytes(32);
    keep::KeySlots keySlots(u"6f8f57a4-1c5a-4c3e-9b0e-3f3f6d1f0a11"_s);
    const auto right = crypto::randomBytes(32);
    if (!keySlots.addRecoveryKey(root, right, {}))
        return;
    const auto inputs = secretsOf(wrongFirstOrLast(right.view().toByteArray()));
    const int some = std::max(1, count / 4);
    rows.push_back(rowOf("M9", u"key slot: key wrong at its first or last byte"_s, some,
                         compareTimes(some, 1, inputs, [&](const auto& input) {
                             return static_cast<std::size_t>(
                                 keySlots.openWithRecoveryKey(*input).has_value());
                         })));
}

/// Where the key is, for the names of rows.
struct Place final
{
    QString name; ///< empty, or " in a token"
    const crypto::CryptoKey& rsa;
    const crypto::CryptoKey& oct;
};

using Ciphertexts = std::array<std::vector<crypto::DecryptInput>, 2>;

void addFailures(std::vector<Row>& rows, const Place& place, const QString& what, const char* name, int count,
                 const Ciphertexts& inputs)
{
    rows.push_back(rowOf("M10", u"decrypt %1%2: %3"_s.arg(QString::fromLatin1(name), place.name, what), count,
                         compareTimes(count, 1, inputs, [&](const crypto::DecryptInput& input) {
                             const auto& key = *name == 'R' ? place.rsa : place.oct;
                             return static_cast<std::size_t>(key.decrypt(algorithm(name), input).has_value());
                         })));
}

void addCiphers(std::vector<Row>& rows, const Place& place, int count)
{
    const QByteArray nonce = randomBytes(16);
    Ciphertexts padded;
    for (int i = 0; i < 64; ++i) {
        QByteArray text = randomBytes(64);
        const auto seal = [&](std::vector<crypto::DecryptInput>& kind) {
            const auto sealed
                = place.oct.encrypt(algorithm("A256CBC"), { base::SecureBytes::copyOf(text), nonce, {} });
            kind.push_back({ sealed->ciphertext, nonce, {}, {} });
        };
        text.back() = '\0'; // refused at the last byte
        seal(padded[0]);
        text.replace(48, 16, QByteArray(16, '\x10'));
        text[48] = '\x0f'; // refused at the first of the padding
        seal(padded[1]);
    }
    addFailures(rows, place, u"length wrong, or its farthest byte"_s, "A256CBCPAD", count, padded);

    const auto sealed
        = place.oct.encrypt(algorithm("A256GCM"), { base::SecureBytes::copyOf(randomBytes(64)), {}, {} });
    Ciphertexts changed;
    const auto tags = wrongFirstOrLast(sealed->tag);
    for (std::size_t kind = 0; kind < 2; ++kind) {
        for (const QByteArray& tag : tags[kind])
            changed[kind].push_back({ sealed->ciphertext, sealed->nonce, tag, {} });
    }
    addFailures(rows, place, u"tag wrong at its first or last byte"_s, "A256GCM", count, changed);
}

void addRsa(std::vector<Row>& rows, const Place& place, int some)
{
    const crypto::CryptoKey& key = place.rsa;
    for (const char* name : { "RSA1_5", "RSA-OAEP", "RSA-OAEP-256" }) {
        // Random ciphertexts fail early: their first bytes are wrong. Those of another scheme fail further
        // in.
        const char* const other = qstrcmp(name, "RSA1_5") == 0 ? "RSA-OAEP" : "RSA1_5";
        Ciphertexts inputs;
        for (int i = 0; i < 64; ++i) {
            QByteArray noise = randomBytes(256);
            noise[0] = '\1'; // below the modulus
            inputs[0].push_back({ noise, {}, {}, {} });
            const auto block
                = key.encrypt(algorithm(other), { base::SecureBytes::copyOf(randomBytes(32)), {}, {} });
            inputs[1].push_back({ block->ciphertext, {}, {}, {} });
        }
        addFailures(rows, place, u"noise, or another scheme's block"_s, name, some, inputs);
    }
}

void addSoftware(std::vector<Row>& rows, int count)
{
    const auto rsa = crypto::SoftwareKey::generateRsa(2048, 65537).value();
    const auto oct = crypto::SoftwareKey::generateOct(256).value();
    const Place place{ {}, rsa, oct };
    addCiphers(rows, place, std::max(1, count / 4));
    addRsa(rows, place, std::max(1, count / 50));
}

void addToken(std::vector<Row>& rows, int count)
{
    tests::SoftHsm device;
    if (!tests::SoftHsm::isInstalled() || !device.make())
        return;
    const auto token
        = hsm::Token::open({ tests::SoftHsm::modulePath(), tests::SoftHsm::label() }, tests::SoftHsm::pin());
    if (!token)
        return;
    const auto rsa = (*token)->generateRsa("rsa", u"rsa"_s, 2048, 65537);
    const auto oct = (*token)->generateOct("oct", u"oct"_s, 256);
    if (!rsa || !oct)
        return;
    const Place place{ u" in a token"_s, **rsa, **oct };
    addCiphers(rows, place, std::max(1, count / 20));
    addRsa(rows, place, std::max(1, count / 100));
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const int count = argc > 1 ? QCoreApplication::arguments().at(1).toInt() : 1'000'000;
    std::vector<Row> rows;
    addComparisons(rows, count);
    addKeySlot(rows, count);
    addPadding(rows, count);
    addSoftware(rows, count);
    addToken(rows, count);
    std::printf("Reference: samples. Strongroom: difference of the means where t is largest. Ratio: |t|.\n");
    printTable(rows);
    return 0;
}
