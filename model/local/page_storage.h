// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace strongroom::local {

/// Makes connections that are opened from here on bring pages to the disk with less work than SQLCipher as it
/// is published: by page_cipher.c, and with a journal that is written in few large pieces. Returns the VFS to
/// open with. File formats, and what is on the disk when a sync has returned, are the same.
const char* pageStorage();

/// How long the journal gets before its pages are copied into the file. A page that was written often in
/// between is copied once, and both files are synced once.
int journalPages();

} // namespace strongroom::local
