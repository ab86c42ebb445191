// SPDX-License-Identifier: Apache-2.0
#include "model/local/text_function.h"

#include "model/local/row_bytes.h"
#include "model/vault/text_matcher.h"

#include <sqlite3.h>

namespace strongroom::local {

namespace {

enum Argument { Text, IsPattern, IsCaseSensitive, Name, ContentType, EncodedTags, ArgumentCount };

QString textOf(sqlite3_value* value)
{
    const auto* text = static_cast<const char*>(sqlite3_value_blob(value));
    return QString::fromUtf8(text, sqlite3_value_bytes(value));
}

/// SQLite keeps it for as long as the text stays the same: for the whole statement.
const vault::TextMatcher* matcherOf(sqlite3_context* context, sqlite3_value** values)
{
    if (const void* const known = sqlite3_get_auxdata(context, Text))
        return static_cast<const vault::TextMatcher*>(known);
    vault::FilterTerm term;
    term.text = textOf(values[Text]);
    term.isPattern = sqlite3_value_int(values[IsPattern]) != 0;
    term.isCaseSensitive = sqlite3_value_int(values[IsCaseSensitive]) != 0;
    auto made = vault::TextMatcher::create(term);
    if (!made)
        return nullptr;
    sqlite3_set_auxdata(context, Text, new vault::TextMatcher(std::move(*made)),
                        [](void* old) { delete static_cast<vault::TextMatcher*>(old); });
    return static_cast<const vault::TextMatcher*>(sqlite3_get_auxdata(context, Text));
}

void textMatches(sqlite3_context* context, int, sqlite3_value** values)
{
    const vault::TextMatcher* const matcher = matcherOf(context, values);
    if (!matcher) {
        sqlite3_result_error(context, "no regular expression", -1);
        return;
    }
    const auto* tags = static_cast<const char*>(sqlite3_value_blob(values[EncodedTags]));
    const bool isMatch
        = matcher->matches(textOf(values[Name]), textOf(values[ContentType]),
                           decodeTags(QByteArrayView(tags, sqlite3_value_bytes(values[EncodedTags]))));
    sqlite3_result_int(context, isMatch ? 1 : 0);
}

} // namespace

int registerTextFunction(sqlite3* connection)
{
    return sqlite3_create_function_v2(connection, "text_matches", ArgumentCount,
                                      SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, nullptr,
                                      &textMatches, nullptr, nullptr, nullptr);
}

} // namespace strongroom::local
