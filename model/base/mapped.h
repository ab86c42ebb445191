// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/promise.h"

namespace strongroom::base {

/// What `function` makes of the value of `future`, on the thread that answers. Takes the place of
/// QFuture::then() without a context wherever somebody takes the result: the promise that Qt 6.4 makes for it
/// does not survive that (promise.h).
template <typename T, typename F> auto mapped(QFuture<T> future, F function)
{
    Promise<std::invoke_result_t<F&, T>> promise;
    auto result = promise.future();
    future.then([promise = std::move(promise), function = std::move(function)](QFuture<T> done) mutable {
        promise.fulfil(function(done.takeResult()));
    });
    return result;
}

} // namespace strongroom::base
