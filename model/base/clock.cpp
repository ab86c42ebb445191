// SPDX-License-Identifier: Apache-2.0
#include "model/base/clock.h"

#include <QDateTime>

namespace strongroom::base {

qint64 SystemClock::nowMilliseconds() const { return QDateTime::currentMSecsSinceEpoch(); }

} // namespace strongroom::base
