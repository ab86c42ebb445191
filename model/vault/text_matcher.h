// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/vault/object_filter.h"

#include <QRegularExpression>

namespace strongroom::vault {

/// Compares objects with a Text term that needs more than a search for substrings without case: a regular
/// expression, or a text whose capitals count.
class TextMatcher final
{
public:
    /// BadParameter for a regular expression that is none, or longer than anybody types.
    static base::Result<TextMatcher> create(const FilterTerm& term);

    bool matches(const QString& name, const QString& contentType, const Tags& tags) const;

private:
    explicit TextMatcher(QRegularExpression expression);

    QRegularExpression m_expression;
};

inline bool needsMatcher(const FilterTerm& term)
{
    return term.field == FilterTerm::Field::Text && (term.isPattern || term.isCaseSensitive);
}

/// Whether every term can be compared at all; every kind of store asks this first.
base::Result<void> checkFilter(const ObjectFilter& filter);

} // namespace strongroom::vault
