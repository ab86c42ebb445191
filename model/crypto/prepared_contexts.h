// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the sources of this module only.

#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

namespace strongroom::crypto {

/// Contexts of one key, each ready for one use of it, kept until the key goes: OpenSSL looks everything up by
/// name when it makes one, which takes as long as the brief operations do. There are as many of a use as were
/// at work at once. What a context keeps of an operation must not be secret. Thread-safe.
template <typename Use, typename Context> class PreparedContexts final
{
public:
    /// A context that nobody else has, until this goes. Null when none could be made.
    class Loan final
    {
    public:
        Loan(PreparedContexts& owner, Use use, Context context)
            : m_owner(owner)
            , m_use(use)
            , m_context(std::move(context))
        {
        }
        ~Loan()
        {
            if (m_context)
                m_owner.takeBack(m_use, std::move(m_context));
        }
        Loan(const Loan&) = delete;
        Loan& operator=(const Loan&) = delete;

        auto* get() const { return m_context.get(); }
        auto* operator->() const { return m_context.get(); }
        explicit operator bool() const { return m_context != nullptr; }

    private:
        PreparedContexts& m_owner;
        const Use m_use;
        Context m_context;
    };

    /// One that is free, else what `make` gives, outside the lock.
    template <typename Make> Loan lend(Use use, Make make)
    {
        Context context = takeFree(use);
        return Loan(*this, use, context ? std::move(context) : make());
    }

private:
    Context takeFree(const Use& use)
    {
        const std::lock_guard guard(m_mutex);
        const auto found = std::ranges::find(m_free, use, &Free::first);
        if (found == m_free.end())
            return {};
        std::swap(*found, m_free.back());
        Context context = std::move(m_free.back().second);
        m_free.pop_back();
        return context;
    }
    void takeBack(const Use& use, Context context)
    {
        const std::lock_guard guard(m_mutex);
        m_free.emplace_back(use, std::move(context));
    }

    using Free = std::pair<Use, Context>;
    std::mutex m_mutex;
    std::vector<Free> m_free; // guarded by m_mutex; a handful
};

} // namespace strongroom::crypto
