// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace strongroom::local {

/// Makes connections that are opened from here on bring pages to the disk with less work than SQLCipher as it
/// is published: by page_cipher.c, and with a journal that is written in few large pieces. The output is the
/// VFS to open with. File formats, and what is on the disk when a sync has returned, are the same.
const char* pageStorage();

} // namespace strongroom::local
