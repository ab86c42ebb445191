// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/fuzzy_match.h"

namespace strongroom::ui {

namespace {

bool startsWord(QStringView text, qsizetype at)
{
    return at == 0 || !text[at - 1].isLetterOrNumber() || (text[at].isUpper() && text[at - 1].isLower());
}

std::optional<int> scoreInOrder(QStringView typed, QStringView text)
{
    if (typed.isEmpty())
        return 0;
    const auto whole = text.indexOf(typed, 0, Qt::CaseInsensitive);
    if (whole >= 0)
        return 1000 + (startsWord(text, whole) ? 200 : 0) + (whole == 0 ? 200 : 0) - int(text.size());
    int score = 0;
    qsizetype at = 0;
    qsizetype last = -2;
    for (const QChar character : typed) {
        if (character.isSpace())
            continue;
        while (at < text.size() && text[at].toCaseFolded() != character.toCaseFolded())
            ++at;
        if (at == text.size())
            return {};
        score += 10 + (at == last + 1 ? 15 : 0) + (startsWord(text, at) ? 20 : 0);
        last = at++;
    }
    return score - int(text.size());
}

} // namespace

std::optional<int> fuzzyScore(QStringView typed, QStringView text)
{
    if (const auto score = scoreInOrder(typed, text))
        return score;
    const auto words = typed.split(u' ', Qt::SkipEmptyParts);
    if (words.size() < 2)
        return {};
    int sum = 0;
    for (const QStringView word : words) {
        const auto score = scoreInOrder(word, text);
        if (!score)
            return {};
        sum += *score;
    }
    return sum / int(words.size());
}

} // namespace strongroom::ui
