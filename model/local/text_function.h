// SPDX-License-Identifier: Apache-2.0
#pragma once

struct sqlite3;

namespace strongroom::local {

/// Gives a connection the function text_matches(text, isPattern, isCaseSensitive, name, content_type, tags),
/// which is vault::TextMatcher. A text that is no regular expression is an error of the statement: it is
/// checked before. The result is that of SQLite.
int registerTextFunction(sqlite3* connection);

} // namespace strongroom::local
