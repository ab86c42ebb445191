// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/secret_generator.h"

#include <QCoreApplication>
#include <QRandomGenerator>

#include <array>
#include <cmath>
#include <string_view>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

// clang-format off
constexpr auto wordList = std::to_array<std::string_view>({
    "acorn", "amber", "anchor", "apple", "apron", "arrow", "aspen", "atlas", "autumn", "badge", "bagel",
    "bakery", "bamboo", "banjo", "barley", "basil", "basket", "beacon", "beaver", "beetle", "bench",
    "berry", "birch", "bishop", "blanket", "blossom", "bonfire", "border", "bottle", "boulder", "branch",
    "bread", "breeze", "brick", "bridge", "bronze", "brook", "broom", "bucket", "buffalo", "bundle",
    "butter", "cabin", "cactus", "camel", "candle", "canoe", "canvas", "canyon", "captain", "carbon",
    "carpet", "carrot", "castle", "cedar", "cellar", "chalk", "cherry", "chestnut", "chimney", "cider",
    "cinema", "circle", "citrus", "clover", "cobalt", "cocoa", "comet", "compass", "copper", "coral",
    "cotton", "cousin", "cradle", "crane", "crater", "cricket", "crystal", "curtain", "cushion", "cypress",
    "dagger", "dahlia", "daisy", "dancer", "delta", "desert", "diamond", "dinner", "dolphin", "donkey",
    "dragon", "drawer", "dune", "eagle", "echo", "eclipse", "elbow", "elder", "ember", "emerald", "engine",
    "estate", "falcon", "feather", "fennel", "ferry", "fiddle", "finch", "flame", "flint", "forest",
    "fossil", "fountain", "fox", "frost", "galaxy", "garden", "garlic", "garnet", "geyser", "ginger",
    "glacier", "glove", "goblet", "granite", "grape", "gravel", "guitar", "hammer", "harbor", "harvest",
    "hazel", "helmet", "heron", "hickory", "hollow", "honey", "horizon", "hornet", "indigo", "ink", "iris",
    "island", "ivory", "ivy", "jacket", "jade", "jaguar", "jasmine", "jigsaw", "juniper", "kayak",
    "kernel", "kettle", "kiosk", "kitten", "koala", "ladder", "lagoon", "lantern", "lark", "laurel",
    "lemon", "lentil", "lever", "lichen", "lilac", "linen", "lizard", "lobster", "locket", "lotus",
    "lumber", "magnet", "maple", "marble", "marsh", "meadow", "melon", "meteor", "mint", "mirror",
    "mitten", "monsoon", "mosaic", "moss", "mountain", "mustard", "napkin", "nectar", "needle", "nickel",
    "nutmeg", "oak", "oasis", "oboe", "ocean", "olive", "onion", "opal", "orange", "orbit", "orchid",
    "otter", "oxygen", "oyster", "paddle", "palace", "panda", "paper", "parrot", "pebble", "pencil",
    "pepper", "piano", "pigeon", "pillow", "pine", "planet", "plaza", "pocket", "pollen", "poppy",
    "potato", "prairie", "pumpkin", "puzzle", "quail", "quarry", "quartz", "quill", "rabbit", "radish",
    "raft", "raven", "reef", "ribbon", "river", "robin", "rocket", "rope", "ruby", "saddle", "saffron",
    "sailor", "salmon", "sandal", "sapphire", "satin", "scarf", "sequoia", "shadow", "shell", "silver",
    "sketch", "slate", "spruce", "squid", "stable", "starling", "stone", "summit", "sunset", "swan",
    "tablet", "tango", "teapot", "temple", "thistle", "thunder", "tiger", "timber", "topaz", "torch",
    "tower", "trumpet", "tulip", "tundra", "turnip", "turtle", "umbrella", "valley", "vanilla", "velvet",
    "vessel", "violet", "violin", "walnut", "walrus", "water", "whale", "whistle", "willow", "window",
    "winter", "wizard", "wolf", "wool", "yarn", "yellow", "zebra", "zenith", "zephyr", "zinc",
});
// clang-format on

struct Words final
{
    Q_DECLARE_TR_FUNCTIONS(SecretGenerator)
};

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view digits = "0123456789";
constexpr std::string_view symbols = "!#$%&*+-./:;<=>?@^_~";
constexpr std::string_view lookAlikes = "0O1lI|";

std::string without(std::string_view characters, bool avoidsLookAlikes)
{
    std::string kept;
    for (const char c : characters) {
        if (!avoidsLookAlikes || lookAlikes.find(c) == std::string_view::npos)
            kept += c;
    }
    return kept;
}

quint32 below(std::size_t count) { return QRandomGenerator::system()->bounded(quint32(count)); }

/// Drawn again until each chosen kind of character is in it, so that rules of other systems are met.
base::SecureBytes password(const GeneratorSettings& settings)
{
    std::vector<std::string> kinds{ without(letters, settings.avoidsLookAlikes) };
    if (settings.hasDigits)
        kinds.push_back(without(digits, settings.avoidsLookAlikes));
    if (settings.hasSymbols)
        kinds.emplace_back(symbols);
    std::string all;
    for (const std::string& kind : kinds)
        all += kind;
    base::SecureBytes value(std::size_t(std::max(settings.length, int(kinds.size()))));
    const auto holds = [&value](const std::string& kind) {
        return std::any_of(value.data(), value.data() + value.size(),
                           [&kind](unsigned char c) { return kind.find(char(c)) != std::string::npos; });
    };
    do {
        for (std::size_t i = 0; i < value.size(); ++i)
            value.data()[i] = static_cast<unsigned char>(all[below(all.size())]);
    } while (!std::all_of(kinds.begin(), kinds.end(), holds));
    return value;
}

base::SecureBytes passphrase(const GeneratorSettings& settings)
{
    QByteArray text;
    text.reserve(settings.words * 12);
    const QByteArray separator = settings.separator.toUtf8();
    for (int i = 0; i < settings.words; ++i) {
        const std::string_view word = wordList[below(wordList.size())];
        text += (i == 0 ? QByteArray() : separator);
        text.append(word.data(), qsizetype(word.size()));
    }
    base::SecureBytes value = base::SecureBytes::copyOf(text);
    base::wipe(text);
    return value;
}

base::SecureBytes randomBytes(int count)
{
    base::SecureBytes bytes{ std::size_t(count) };
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes.data()[i] = static_cast<unsigned char>(below(256));
    return bytes;
}

base::SecureBytes encoded(const base::SecureBytes& bytes, QByteArray (*encode)(const QByteArray&))
{
    const QByteArray raw
        = QByteArray::fromRawData(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()));
    QByteArray text = encode(raw);
    base::SecureBytes value = base::SecureBytes::copyOf(text);
    base::wipe(text);
    return value;
}

base::SecureBytes guid()
{
    base::SecureBytes bytes = randomBytes(16);
    bytes.data()[6] = static_cast<unsigned char>((bytes.data()[6] & 0x0f) | 0x40); // RFC 4122 section 4.4
    bytes.data()[8] = static_cast<unsigned char>((bytes.data()[8] & 0x3f) | 0x80);
    return encoded(bytes, [](const QByteArray& raw) {
        QByteArray hex = raw.toHex();
        for (const int dash : { 20, 16, 12, 8 })
            hex.insert(dash, '-');
        return hex;
    });
}

} // namespace

base::SecureBytes generateSecret(const GeneratorSettings& settings)
{
    switch (settings.kind) {
    case GeneratorSettings::Kind::Password:
        return password(settings);
    case GeneratorSettings::Kind::Passphrase:
        return passphrase(settings);
    case GeneratorSettings::Kind::Guid:
        return guid();
    case GeneratorSettings::Kind::Hex:
        return encoded(randomBytes(settings.bytes), [](const QByteArray& raw) { return raw.toHex(); });
    case GeneratorSettings::Kind::Base64:
        return encoded(randomBytes(settings.bytes), [](const QByteArray& raw) { return raw.toBase64(); });
    }
    return {};
}

double entropyBits(const GeneratorSettings& settings)
{
    switch (settings.kind) {
    case GeneratorSettings::Kind::Password: {
        std::size_t count = without(letters, settings.avoidsLookAlikes).size();
        count += settings.hasDigits ? without(digits, settings.avoidsLookAlikes).size() : 0;
        count += settings.hasSymbols ? symbols.size() : 0;
        return settings.length * std::log2(double(count));
    }
    case GeneratorSettings::Kind::Passphrase:
        return settings.words * std::log2(double(wordList.size()));
    case GeneratorSettings::Kind::Guid:
        return 122;
    case GeneratorSettings::Kind::Hex:
    case GeneratorSettings::Kind::Base64:
        return settings.bytes * 8.0;
    }
    return 0;
}

QString strengthWords(double bits)
{
    const int whole = int(bits);
    if (bits < 40)
        return Words::tr("%1 bits: weak, can be guessed").arg(whole);
    if (bits < 64)
        return Words::tr("%1 bits: fair, resists guessing over a network").arg(whole);
    if (bits < 100)
        return Words::tr("%1 bits: strong").arg(whole);
    return Words::tr("%1 bits: cannot be guessed").arg(whole);
}

} // namespace strongroom::ui
