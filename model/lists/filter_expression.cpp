// SPDX-License-Identifier: Apache-2.0
#include "model/lists/filter_expression.h"

#include "model/vault/text_matcher.h"

#include <QCoreApplication>
#include <QDateTime>

namespace strongroom::lists {

using namespace Qt::StringLiterals;
using vault::FilterTerm;

namespace {

struct Words final
{
    Q_DECLARE_TR_FUNCTIONS(FilterExpression)
};

/// A stretch of the text without blanks outside quotes.
struct Token final
{
    QString text; ///< without quotes
    qsizetype position = 0;
    qsizetype length = 0; ///< with quotes
    qsizetype colon = -1; ///< index in `text` of the first colon that was not quoted
    bool isQuotedFromStart = false;
    bool isUnclosed = false;
};

Token nextToken(const QString& source, qsizetype from)
{
    Token token;
    token.position = from;
    bool isInQuotes = false;
    qsizetype at = from;
    for (; at < source.size(); ++at) {
        const QChar c = source.at(at);
        if (c == u'"') {
            token.isQuotedFromStart |= token.text.isEmpty() || token.text == "-"_L1;
            isInQuotes = !isInQuotes;
            continue;
        }
        if (c.isSpace() && !isInQuotes)
            break;
        if (c == u':' && !isInQuotes && token.colon < 0)
            token.colon = token.text.size();
        token.text += c;
    }
    token.length = at - from;
    token.isUnclosed = isInQuotes;
    return token;
}

std::vector<Token> tokensOf(const QString& source)
{
    std::vector<Token> tokens;
    for (qsizetype at = 0; at < source.size();) {
        if (source.at(at).isSpace()) {
            ++at;
            continue;
        }
        tokens.push_back(nextToken(source, at));
        at += tokens.back().length;
    }
    return tokens;
}

QString quoted(const QString& text)
{
    const auto needsQuotes = [](QChar c) { return c.isSpace() || c == u':'; };
    if (text.startsWith(u'-') || std::any_of(text.begin(), text.end(), needsQuotes))
        return u'"' + text + u'"';
    return text;
}

struct Condition final
{
    FilterTerm term;
    QString text; ///< canonical, without the sign
    QString problem;
};

/// "30d", "2w", "6m", "1y" in seconds; nothing when it is not a span.
std::optional<qint64> spanOf(const QString& text)
{
    static const QHash<QChar, qint64> units{
        { u'h', 3600 }, { u'd', 86400 }, { u'w', 7 * 86400 }, { u'm', 30 * 86400 }, { u'y', 365 * 86400 }
    };
    if (text.size() < 2)
        return {};
    const auto unit = units.constFind(text.back().toLower());
    bool isNumber = false;
    const int count = text.chopped(1).toInt(&isNumber);
    if (unit == units.constEnd() || !isNumber || count < 0 || count > 100000)
        return {};
    return count * *unit;
}

/// Seconds UTC of a date or of a span counted from `now`: forwards for an end, backwards for the past.
std::optional<qint64> timeOf(const QString& text, FilterTerm::Field field, base::UnixSeconds now)
{
    if (const auto span = spanOf(text))
        return field == FilterTerm::Field::Expires ? now + *span : now - *span;
    const QDate date = QDate::fromString(text, Qt::ISODate);
    if (!date.isValid())
        return {};
    return date.startOfDay(Qt::UTC).toSecsSinceEpoch();
}

Condition timeCondition(const QString& name, FilterTerm::Field field, const QString& value,
                        base::UnixSeconds now)
{
    Condition condition;
    condition.term.field = field;
    condition.text = name + u':' + value;
    if (field == FilterTerm::Field::Expires && (value == "never"_L1 || value == "set"_L1)) {
        condition.term.field = FilterTerm::Field::HasExpiry;
        condition.term.isNegated = value == "never"_L1;
        return condition;
    }
    const bool isSigned = value.startsWith(u'<') || value.startsWith(u'>');
    const QString rest = isSigned ? value.mid(1) : value;
    const auto time = timeOf(rest, field, now);
    if (!isSigned || !time) {
        condition.problem = Words::tr("Write %1:<30d, %1:>30d or a date: %1:>2026-10-01.").arg(name);
        return condition;
    }
    // "updated:<7d" reads as "less than seven days ago", which is after that moment.
    const bool isPastSpan = field != FilterTerm::Field::Expires && spanOf(rest);
    const bool isBefore = value.startsWith(u'<') != isPastSpan;
    condition.term.comparison = isBefore ? FilterTerm::Comparison::Before : FilterTerm::Comparison::After;
    condition.term.number = *time;
    return condition;
}

Condition stateCondition(const QString& value)
{
    Condition condition;
    const QString state = value.toLower().remove(u'-').remove(u' ');
    condition.term.field = FilterTerm::Field::State;
    condition.term.comparison = FilterTerm::Comparison::Equals;
    condition.term.text = state;
    condition.text = "state:"_L1 + state;
    if (!FilterExpression::valuesOf(u"state"_s).contains(state))
        condition.problem
            = Words::tr("A state is one of: %1.").arg(FilterExpression::valuesOf(u"state"_s).join(", "_L1));
    return condition;
}

Condition tagCondition(const QString& value)
{
    Condition condition;
    condition.term.field = FilterTerm::Field::Tag;
    condition.term.comparison = FilterTerm::Comparison::Equals;
    condition.term.key = value.section(u'=', 0, 0);
    condition.term.text = value.section(u'=', 1);
    condition.text = "tag:"_L1 + quoted(value);
    if (condition.term.key.isEmpty())
        condition.problem = Words::tr("Write tag:name or tag:name=value.");
    return condition;
}

Condition typeCondition(const QString& value)
{
    Condition condition;
    condition.term.field = FilterTerm::Field::Type;
    condition.term.text = value;
    condition.text = "type:"_L1 + quoted(value);
    if (value.isEmpty())
        condition.problem = Words::tr("Write a part of the content type: type:pfx.");
    return condition;
}

Condition modeCondition(const QString& value)
{
    Condition condition;
    const QString mode = value.toLower();
    condition.text = "match:"_L1 + mode;
    if (!FilterExpression::valuesOf(u"match"_s).contains(mode))
        condition.problem = Words::tr("Write match:regex or match:case.");
    return condition;
}

Condition fieldCondition(const QString& name, const QString& value, base::UnixSeconds now)
{
    if (name == "state"_L1)
        return stateCondition(value);
    if (name == "tag"_L1)
        return tagCondition(value);
    if (name == "type"_L1)
        return typeCondition(value);
    if (name == "expires"_L1)
        return timeCondition(name, FilterTerm::Field::Expires, value, now);
    if (name == "updated"_L1)
        return timeCondition(name, FilterTerm::Field::Updated, value, now);
    if (name == "created"_L1)
        return timeCondition(name, FilterTerm::Field::Created, value, now);
    if (name == "match"_L1)
        return modeCondition(value);
    Condition unknown;
    unknown.problem
        = Words::tr("There is no field \"%1\". Fields are: %2. Put the text in quotes to search for it.")
              .arg(name, FilterExpression::fieldNames().join(", "_L1));
    return unknown;
}

/// How words are compared.
struct WordMode final
{
    bool isPattern = false;
    bool isCaseSensitive = false;
};

Condition wordCondition(const QString& word, const WordMode& mode)
{
    Condition condition;
    condition.term.text = word;
    condition.term.isPattern = mode.isPattern;
    condition.term.isCaseSensitive = mode.isCaseSensitive;
    condition.text = quoted(word);
    if (const auto matcher = vault::TextMatcher::create(condition.term); !matcher)
        condition.problem = mode.isPattern ? Words::tr("This is no regular expression.")
                                           : Words::tr("A text to search for has at most 500 characters.");
    return condition;
}

/// Whether a token is a condition. In a regular expression a colon is one of its characters, unless a field's
/// name stands before it.
bool isCondition(const Token& token, qsizetype skip, const WordMode& mode)
{
    if (token.colon <= skip || token.isQuotedFromStart)
        return false;
    const QString name = token.text.mid(skip, token.colon - skip).toLower();
    return !mode.isPattern || FilterExpression::fieldNames().contains(name);
}

WordMode modeOf(const std::vector<Token>& tokens)
{
    WordMode mode;
    for (const Token& token : tokens) {
        mode.isPattern |= token.text.compare("match:regex"_L1, Qt::CaseInsensitive) == 0;
        mode.isCaseSensitive |= token.text.compare("match:case"_L1, Qt::CaseInsensitive) == 0;
    }
    return mode;
}

} // namespace

FilterExpression::Parsed FilterExpression::parse(const QString& text, base::UnixSeconds now)
{
    Parsed parsed;
    const auto fail = [&parsed](const QString& message, const Token& token) {
        if (!parsed.problem)
            parsed.problem = FilterProblem{ message, token.position, token.length };
    };
    const std::vector<Token> tokens = tokensOf(text);
    const WordMode mode = modeOf(tokens);
    for (const Token& token : tokens) {
        if (token.isUnclosed)
            fail(Words::tr("A closing quote is missing."), token);
        const bool isNegated = token.text.startsWith(u'-') && text.at(token.position) == u'-';
        const qsizetype skip = isNegated ? 1 : 0;
        const bool isField = isCondition(token, skip, mode);
        if (token.text.size() == skip)
            continue; // a lone sign or empty quotes: the person is still typing
        const Condition condition = isField
            ? fieldCondition(token.text.mid(skip, token.colon - skip).toLower(),
                             token.text.mid(token.colon + 1), now)
            : wordCondition(token.text.mid(skip), mode);
        if (!condition.problem.isEmpty()) {
            fail(condition.problem, token);
            continue;
        }
        const bool isMode = isField && condition.text.startsWith("match:"_L1);
        FilterPart part{ isMode        ? FilterPart::Kind::Mode
                             : isField ? FilterPart::Kind::Field
                                       : FilterPart::Kind::Words,
                         (isNegated ? u"-"_s : QString()) + condition.text, condition.term };
        part.term.isNegated = part.term.isNegated != isNegated;
        parsed.expression.m_parts.push_back(std::move(part));
    }
    return parsed;
}

vault::ObjectFilter FilterExpression::filter() const
{
    vault::ObjectFilter filter;
    for (const FilterPart& part : m_parts)
        if (part.kind != FilterPart::Kind::Mode)
            filter.push_back(part.term);
    return filter;
}

QString FilterExpression::text() const
{
    QStringList texts;
    for (const FilterPart& part : m_parts)
        texts += part.text;
    return texts.join(u' ');
}

QStringList FilterExpression::fieldNames()
{
    return { u"state"_s, u"expires"_s, u"tag"_s, u"type"_s, u"updated"_s, u"created"_s, u"match"_s };
}

QStringList FilterExpression::valuesOf(const QString& field)
{
    if (field == "state"_L1)
        return { u"enabled"_s, u"disabled"_s, u"expiring"_s, u"expired"_s, u"notyetvalid"_s };
    if (field == "expires"_L1)
        return { u"<7d"_s, u"<30d"_s, u"<90d"_s, u"never"_s, u"set"_s };
    if (field == "updated"_L1 || field == "created"_L1)
        return { u"<1d"_s, u"<7d"_s, u"<30d"_s, u">365d"_s };
    if (field == "match"_L1)
        return { u"regex"_s, u"case"_s };
    return {};
}

} // namespace strongroom::lists
