// SPDX-License-Identifier: Apache-2.0
#include "model/base/file_descriptor.h"

#include <unistd.h>

namespace strongroom::base {

FileDescriptor::~FileDescriptor()
{
    if (isOpen())
        close(m_descriptor);
}

} // namespace strongroom::base
