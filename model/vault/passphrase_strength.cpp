// SPDX-License-Identifier: Apache-2.0
#include "model/vault/passphrase_strength.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace strongroom::vault {

namespace {

// What guessers try first, in pieces. Short on purpose: most of the estimate is length.
constexpr std::array<std::u16string_view, 34> commonPieces{
    u"password", u"passwort",   u"geheim",  u"secret",   u"letmein",  u"welcome",  u"admin",
    u"dragon",   u"monkey",     u"master",  u"login",    u"iloveyou", u"sunshine", u"princess",
    u"football", u"baseball",   u"shadow",  u"trustno1", u"superman", u"michael",  u"hello",
    u"summer",   u"winter",     u"spring",  u"autumn",   u"test",     u"changeme", u"default",
    u"vault",    u"strongroom", u"correct", u"horse",    u"battery",  u"staple"
};
constexpr std::array<std::u16string_view, 4> keyboardRows{ u"qwertyuiop", u"asdfghjkl", u"zxcvbnm",
                                                           u"qwertzuiop" };

constexpr double bitsOfCommonPiece = 6;
constexpr double bitsOfContinuation = 1; // the next of a run, row or repetition

int poolOf(QStringView text)
{
    bool hasLower = false;
    bool hasUpper = false;
    bool hasDigit = false;
    bool hasOther = false;
    for (const QChar c : text) {
        hasLower |= c.isLower();
        hasUpper |= c.isUpper();
        hasDigit |= c.isDigit();
        hasOther |= !c.isLetterOrNumber();
    }
    return 26 * hasLower + 26 * hasUpper + 10 * hasDigit + 33 * hasOther + (text.isEmpty() ? 0 : 1);
}

qsizetype commonPieceAt(QStringView text, qsizetype at)
{
    qsizetype longest = 0;
    for (const auto piece : commonPieces) {
        const QStringView word(piece.data(), qsizetype(piece.size()));
        if (word.size() > longest && text.mid(at).startsWith(word, Qt::CaseInsensitive))
            longest = word.size();
    }
    return longest;
}

bool isContinuation(QChar before, QChar now)
{
    const auto a = before.toLower();
    const auto b = now.toLower();
    if (a == b)
        return true;
    if (a.isLetterOrNumber() && b.isLetterOrNumber() && std::abs(int(a.unicode()) - int(b.unicode())) == 1)
        return true;
    return std::ranges::any_of(keyboardRows, [a, b](std::u16string_view row) {
        const auto at = row.find(a.unicode());
        return at != std::u16string_view::npos && at + 1 < row.size() && row[at + 1] == b.unicode();
    });
}

Strength::Level levelOf(int bits)
{
    using L = Strength::Level;
    return bits < 36 ? L::Weak : bits < 50 ? L::Fair : bits < 70 ? L::Good : L::Strong;
}

} // namespace

Strength strengthOf(QStringView passphrase)
{
    if (passphrase.isEmpty())
        return {};
    const double perCharacter = std::log2(poolOf(passphrase));
    double bits = 0;
    for (qsizetype i = 0; i < passphrase.size();) {
        if (const auto piece = commonPieceAt(passphrase, i)) {
            bits += bitsOfCommonPiece;
            i += piece;
            continue;
        }
        bits += i > 0 && isContinuation(passphrase[i - 1], passphrase[i]) ? bitsOfContinuation : perCharacter;
        ++i;
    }
    // Letters of words are not as free as random letters: above a short length they count for half.
    const bool isWords
        = std::ranges::all_of(passphrase, [](QChar c) { return c.isLetter() || c.isSpace() || c == u'-'; });
    if (isWords && passphrase.size() > 8)
        bits *= 0.55;
    return { levelOf(int(bits)), int(bits) };
}

} // namespace strongroom::vault
