// SPDX-License-Identifier: Apache-2.0
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

/// From here on connections that are opened encrypt and authenticate their pages with less work; the pages
/// are the same. Not while another thread opens one.
void strongroomUsePageCipher(void);

#ifdef __cplusplus
}
#endif
