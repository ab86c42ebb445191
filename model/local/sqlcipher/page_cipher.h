// SPDX-License-Identifier: Apache-2.0
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

/// From here on connections that are opened encrypt and authenticate their pages with less work; the pages
/// are the same. Not while another thread opens one.
void strongroomUsePageCipher(void);

/// From here on a commit costs the same however many pages the cache holds. Not while a connection is open
/// in another thread.
void strongroomUsePageCache(void);

#ifdef __cplusplus
}
#endif
