// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QTest>

namespace strongroom::contracts {

/// The reason of a failure, for a test's message.
template <typename Value> QByteArray why(const base::Result<Value>& result)
{
    return result.has_value() ? QByteArray("no error") : result.error().message.toUtf8();
}

} // namespace strongroom::contracts

#define VERIFY_OK(expression)                                                                                \
    do {                                                                                                     \
        const auto& outcome = (expression);                                                                  \
        QVERIFY2(outcome.has_value(), strongroom::contracts::why(outcome).constData());                      \
    } while (false)
#define VERIFY_FAILS(expression, wanted)                                                                     \
    do {                                                                                                     \
        const auto& outcome = (expression);                                                                  \
        QVERIFY(!outcome.has_value());                                                                       \
        QCOMPARE(outcome.error().code, wanted);                                                              \
    } while (false)
