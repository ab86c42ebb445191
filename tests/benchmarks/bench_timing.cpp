// SPDX-License-Identifier: Apache-2.0
// Whether time tells secrets: comparisons (M9) and the ways in which a decryption fails (M10). Two classes of
// input are measured in random order; Welch's t says whether their means differ more than chance lets them
// (after dudect: Reparaz, Balasch, Verbauwhede, "Dude, is my code constant time?", 2017). Below 4.5 nothing
// is seen, above 10 something is; between, measure again on a quieter machine. bench_timing [SAMPLES]: of
// each class of the quick ones, 500,000 as a rule.
#include "model/crypto/padding.h"
#include "model/crypto/software_key.h"
#include "model/crypto/symmetric.h"
#include "tests/benchmarks/measure.h"

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

/// Measures `work` on inputs of the two classes; each sample is `inner` calls.
template <typename Input, typename Work>
Difference compareTimes(int count, int inner, const std::array<std::vector<Input>, 2>& inputs, Work work)
{
    auto& random = *QRandomGenerator::global();
    std::array<std::vector<double>, 2> samples;
    for (int i = 0; i < 2 * count; ++i) {
        const std::size_t kind = random.generate() & 1U;
        const auto& some = inputs[kind];
        const Input& input = some[random.bounded(static_cast<quint32>(some.size()))];
        const auto before = std::chrono::steady_clock::now();
        for (int j = 0; j < inner; ++j)
            sink = sink + work(input);
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
    std::array<std::vector<std::shared_ptr<base::SecureBytes>>, 2> secrets;
    for (std::size_t kind = 0; kind < 2; ++kind) {
        for (const QByteArray& input : inputs[kind])
            secrets[kind].push_back(std::make_shared<base::SecureBytes>(base::SecureBytes::copyOf(input)));
    }
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
    const auto key = crypto::SoftwareKey::generateOct(256).value();
    const QByteArray nonce = randomBytes(16);
    for (auto& kind : texts) {
        for (QByteArray& text : kind)
            text = key.encrypt(algorithm("A256CBC"), { base::SecureBytes::copyOf(text), nonce, {} })
                       ->ciphertext;
    }
    const int some = std::max(1, count / 4);
    rows.push_back(rowOf("M10", u"decrypt A256CBCPAD: the same"_s, some,
                         compareTimes(some, 1, texts, [&](const QByteArray& input) {
                             return static_cast<std::size_t>(
                                 key.decrypt(algorithm("A256CBCPAD"), { input, nonce, {}, {} }).has_value());
                         })));
}

void addRsa(std::vector<Row>& rows, int count)
{
    const auto key = crypto::SoftwareKey::generateRsa(2048, 65537).value();
    const int some = std::max(1, count / 50);
    for (const char* name : { "RSA1_5", "RSA-OAEP", "RSA-OAEP-256" }) {
        // Random ciphertexts fail early: their first bytes are wrong. Those of another scheme fail further
        // in.
        const char* const other = qstrcmp(name, "RSA1_5") == 0 ? "RSA-OAEP" : "RSA1_5";
        std::array<std::vector<QByteArray>, 2> inputs;
        for (int i = 0; i < 64; ++i) {
            QByteArray noise = randomBytes(256);
            noise[0] = '\1'; // below the modulus
            inputs[0].push_back(noise);
            inputs[1].push_back(
                key.encrypt(algorithm(other), { base::SecureBytes::copyOf(randomBytes(32)), {}, {} })
                    ->ciphertext);
        }
        rows.push_back(rowOf("M10",
                             u"decrypt %1: noise, or another scheme's block"_s.arg(QString::fromLatin1(name)),
                             some, compareTimes(some, 1, inputs, [&](const QByteArray& input) {
                                 return static_cast<std::size_t>(
                                     key.decrypt(algorithm(name), { input, {}, {}, {} }).has_value());
                             })));
    }
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const int count = argc > 1 ? QCoreApplication::arguments().at(1).toInt() : 500'000;
    std::vector<Row> rows;
    addComparisons(rows, count);
    addPadding(rows, count);
    addRsa(rows, count);
    std::printf("Reference: samples. Strongroom: difference of the means where t is largest. Ratio: |t|.\n");
    printTable(rows);
    return 0;
}
