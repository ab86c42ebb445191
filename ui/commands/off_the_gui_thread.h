// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/promise.h"

#include <QThreadPool>

#include <memory>

namespace strongroom::ui {

/// Runs `work` on a thread of the pool: reading and writing files, opening what is under a password.
template <typename Work> auto offTheGuiThread(Work work) -> base::Answer<std::invoke_result_t<Work>>
{
    using Result = std::invoke_result_t<Work>;
    // The pool copies what it is given.
    auto promise = std::make_shared<base::Promise<Result>>();
    base::Answer<Result> answer = promise->future();
    QThreadPool::globalInstance()->start(
        [promise, work = std::move(work)]() mutable { promise->fulfil(work()); });
    return answer;
}

} // namespace strongroom::ui
