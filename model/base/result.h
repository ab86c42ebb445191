// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/error.h"

#include <utility>
#include <variant>

namespace strongroom::base {

/// The value of an operation or the error that prevented it. Member names follow std::expected, so
/// that it can take this class's place in C++23. Dropping a Result without looking is a warning.
template <typename T> class [[nodiscard]] Result final
{
public:
    using value_type = T;

    Result(T value) // NOLINT(google-explicit-constructor): returning a value is the common case
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error) // NOLINT(google-explicit-constructor)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    bool has_value() const { return m_state.index() == 0; }
    explicit operator bool() const { return has_value(); }

    T& value() & { return std::get<0>(m_state); }
    const T& value() const& { return std::get<0>(m_state); }
    T&& value() && { return std::get<0>(std::move(m_state)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const Error& error() const { return std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

/// Success without a value.
template <> class [[nodiscard]] Result<void> final
{
public:
    using value_type = void;

    Result() = default;
    Result(Error error) // NOLINT(google-explicit-constructor)
        : m_error(std::in_place_index<1>, std::move(error))
    {
    }

    bool has_value() const { return m_error.index() == 0; }
    explicit operator bool() const { return has_value(); }
    const Error& error() const { return std::get<1>(m_error); }

private:
    std::variant<std::monostate, Error> m_error;
};

/// The output of operations that have none. A type of its own so that templates need no special case.
struct Nothing final
{
    friend bool operator==(const Nothing&, const Nothing&) = default;
};

} // namespace strongroom::base
