// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/object_filter.h"

#include <QStringList>

#include <optional>

namespace strongroom::lists {

/// One condition as a person wrote it. `text` is its canonical spelling, which parses to the same
/// condition; relative times stay relative in it ("expires:<30d").
struct FilterPart final
{
    /// Mode says how words are compared, and is no condition.
    enum class Kind { Words, Field, Mode };
    Kind kind = Kind::Words;
    QString text;
    vault::FilterTerm term;

    friend bool operator==(const FilterPart&, const FilterPart&) = default;
};

/// Where the text is wrong and why, in one sentence.
struct FilterProblem final
{
    QString message;
    qsizetype position = 0;
    qsizetype length = 0;

    friend bool operator==(const FilterProblem&, const FilterProblem&) = default;
};

/// The filter bar's language: words separated by blanks, "quoted phrases", and conditions
/// `state:expired`, `expires:<30d`, `expires:never`, `updated:>2026-10-01`, `created:<7d`,
/// `tag:env=prod`, `tag:env`, `type:pfx`; a leading `-` negates. All conditions must hold. `match:regex`
/// makes the words regular expressions, `match:case` has their capitals count.
class FilterExpression final
{
public:
    struct Parsed;

    /// `now` is what relative times count from.
    static Parsed parse(const QString& text, base::UnixSeconds now);

    const std::vector<FilterPart>& parts() const { return m_parts; }
    /// Without any condition.
    bool isEmpty() const { return filter().empty(); }
    vault::ObjectFilter filter() const;
    /// Canonical text of the whole; parses to an equal expression.
    QString text() const;

    static QStringList fieldNames();
    /// Values to offer after `field:`; empty where anything may follow.
    static QStringList valuesOf(const QString& field);

private:
    std::vector<FilterPart> m_parts;
};

struct FilterExpression::Parsed final
{
    FilterExpression expression; ///< the parts that were understood
    std::optional<FilterProblem> problem; ///< the first one
};

} // namespace strongroom::lists
