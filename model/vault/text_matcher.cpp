// SPDX-License-Identifier: Apache-2.0
#include "model/vault/text_matcher.h"

using namespace Qt::StringLiterals;

namespace strongroom::vault {

namespace {

constexpr qsizetype longestPattern = 500;

} // namespace

TextMatcher::TextMatcher(QRegularExpression expression)
    : m_expression(std::move(expression))
{
}

base::Result<TextMatcher> TextMatcher::create(const FilterTerm& term)
{
    if (term.text.size() > longestPattern)
        return base::Error{ base::ErrorCode::BadParameter,
                            u"A text to search for has at most 500 characters."_s, u"filter"_s };
    QRegularExpression expression(term.isPattern ? term.text : QRegularExpression::escape(term.text));
    auto options = QRegularExpression::PatternOptions(QRegularExpression::DontCaptureOption);
    options.setFlag(QRegularExpression::CaseInsensitiveOption, !term.isCaseSensitive);
    expression.setPatternOptions(options);
    if (!expression.isValid())
        return base::Error{ base::ErrorCode::BadParameter,
                            u"This is no regular expression: %1."_s.arg(expression.errorString()),
                            u"filter"_s };
    return TextMatcher(std::move(expression));
}

bool TextMatcher::matches(const QString& name, const QString& contentType, const Tags& tags) const
{
    const auto fits = [this](const QString& text) { return m_expression.match(text).hasMatch(); };
    if (fits(name) || fits(contentType))
        return true;
    for (auto tag = tags.cbegin(); tag != tags.cend(); ++tag)
        if (fits(tag.key()) || fits(tag.value()))
            return true;
    return false;
}

base::Result<void> checkFilter(const ObjectFilter& filter)
{
    for (const FilterTerm& term : filter) {
        if (!needsMatcher(term))
            continue;
        if (const auto matcher = TextMatcher::create(term); !matcher)
            return matcher.error();
    }
    return {};
}

} // namespace strongroom::vault
