// SPDX-License-Identifier: Apache-2.0
// In place of model/local/page_storage.cpp: the raw loop of B2 runs on SQLCipher as it is published. What the
// store gains by bringing its pages to the disk in another way is then its own.
#include "model/local/page_storage.h"

namespace strongroom::local {

const char* pageStorage() { return nullptr; }
int journalPages() { return 1000; }

} // namespace strongroom::local
