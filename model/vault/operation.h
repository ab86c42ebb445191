// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/unique_function.h"
#include "model/vault/change.h"
#include "model/vault/names.h"

#include <concepts>
#include <optional>
#include <string_view>

namespace strongroom::vault {

enum class Effect { Read, Write };

/// Data: decided by policies or roles. Management: the store's owner only, and in pools whoever has a role
/// for it. Door: open to a caller nobody knows yet, because it only checks a sign-in or records a refusal.
enum class Plane { Data, Management, Door };

/// The right an operation needs: its name in access policies and its RBAC data action without the
/// prefix "Microsoft.KeyVault/vaults/".
struct Permission final
{
    Plane plane = Plane::Management;
    ObjectKind kind = ObjectKind::Secret;
    std::string_view policyName;
    std::string_view dataAction;
    std::string_view orDataAction = {}; ///< allowed by this right as well, when the key used is a public one
    std::string_view poolAction = {}; ///< in pools, where it does not follow from `dataAction`
};

constexpr Permission secretPermission(std::string_view policyName, std::string_view dataAction)
{
    return { Plane::Data, ObjectKind::Secret, policyName, dataAction, {} };
}
inline constexpr Permission managementPermission{};
/// What the owner may do anywhere, and in a pool those whose role gives `poolAction`.
constexpr Permission poolManagementPermission(std::string_view poolAction)
{
    return { Plane::Management, ObjectKind::Secret, {}, {}, {}, poolAction };
}
inline constexpr Permission doorPermission{ Plane::Door, ObjectKind::Secret, {}, {}, {} };

/// What an operation is about, for the audit row, the change event and scopes of single objects.
struct Target final
{
    VaultId vault; ///< empty: the vault it runs on, or the store
    std::optional<ObjectKind> kind; ///< empty: the vault or the store itself
    QString name;
    QString version;
    QString algorithm = {}; ///< of a cryptographic operation
};

/// An operation is a plain struct: its inputs are fields, and these constants say the rest. Operations
/// of a vault run on a Vault, operations of the store on a Store.
template <typename Op>
concept Operation = requires(const Op& op)
{
    typename Op::Output;
    {
        Op::name
        } -> std::convertible_to<std::string_view>; // operationName of the audit log
    {
        Op::permission
        } -> std::convertible_to<Permission>;
    {
        Op::effect
        } -> std::convertible_to<Effect>;
    {
        Op::change
        } -> std::convertible_to<ChangeKind>; // what is published after success
    {
        op.target()
        } -> std::convertible_to<Target>;
};

/// How long a piece of work takes.
enum class Extent {
    Brief, ///< less than the way to another thread and back: some tens of microseconds
    Short, ///< some milliseconds at most
    Long, ///< nobody knows: a token, or a key that has to be found first
};

/// The slow part of an operation: private-key mathematics, key generation, a visit to a token. It runs on
/// any thread and must not touch the store; outside the store's lane and its unit of work, unless it is
/// brief. The operation outlives it.
template <typename Outcome> class Work final
{
public:
    Work() = default;
    template <typename F, typename = std::enable_if_t<!std::is_same_v<std::decay_t<F>, Work>>>
    Work(F f, Extent extent = Extent::Long) // NOLINT(google-explicit-constructor): a lambda is work
        : m_function(std::move(f))
        , m_extent(extent)
    {
    }
    base::Result<Outcome> operator()() { return m_function(); }
    Extent extent() const { return m_extent; }

private:
    base::UniqueFunction<base::Result<Outcome>()> m_function;
    Extent m_extent = Extent::Long;
};

/// An operation with a slow part. The vault prepares it on the lane, the work is done, and with its `Outcome`
/// the operation is run on the lane, unless the outcome is the output already.
template <typename Op>
concept TwoStepOperation = Operation<Op> && requires
{
    typename Op::Outcome;
};

} // namespace strongroom::vault
