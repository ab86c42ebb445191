// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace strongroom::base {

template <typename Signature> class UniqueFunction;

/// A callable that is called once or more and may hold move-only captures, which std::function may not
/// (std::move_only_function is C++23).
template <typename R, typename... Args> class UniqueFunction<R(Args...)> final
{
public:
    UniqueFunction() = default;
    template <typename F, typename = std::enable_if_t<!std::is_same_v<std::decay_t<F>, UniqueFunction>>>
    UniqueFunction(F f) // NOLINT(google-explicit-constructor): a lambda is a function
        : m_callable(std::make_unique<Holder<F>>(std::move(f)))
    {
    }
    R operator()(Args... args) { return m_callable->call(std::forward<Args>(args)...); }
    explicit operator bool() const { return m_callable != nullptr; }

private:
    struct Callable
    {
        virtual ~Callable() = default;
        virtual R call(Args... args) = 0;
    };
    template <typename F> struct Holder final : Callable
    {
        explicit Holder(F f)
            : function(std::move(f))
        {
        }
        R call(Args... args) override { return function(std::forward<Args>(args)...); }
        F function;
    };
    std::unique_ptr<Callable> m_callable;
};

} // namespace strongroom::base
