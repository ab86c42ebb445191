// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"
#include "model/crypto/argon2id.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace strongroom::keep {

enum class SlotKind : quint8 { Passphrase = 1, RecoveryKey = 2, Keychain = 3 };

/// What may be shown of a slot.
struct SlotFacts final
{
    QString id; ///< UUID
    SlotKind kind = SlotKind::Passphrase;
    QString label;
    qint64 created = 0; ///< seconds since 1970
    crypto::Argon2Settings cost; ///< of a passphrase; zeros otherwise

    friend bool operator==(const SlotFacts&, const SlotFacts&) = default;
};

/// What a new slot is given by its maker.
struct SlotOrigin final
{
    QString label;
    qint64 created = 0;
};

/// The root key and the slot that gave it.
struct UnwrappedRoot final
{
    base::SecureBytes root;
    QString slotId;
};

/// Limits of what a key-slot file may ask of this machine, checked before anything is allocated
/// (requirement T7).
namespace slot_limits {
inline constexpr quint32 leastMemoryKiB = 64 * 1024;
inline constexpr quint32 mostMemoryKiB = 4 * 1024 * 1024;
inline constexpr quint32 leastPasses = 3;
inline constexpr quint32 mostPasses = 64;
inline constexpr quint32 mostLanes = 16;
inline constexpr std::size_t mostSlots = 16;
inline constexpr qsizetype mostLabelBytes = 200;
inline constexpr qsizetype mostFileBytes = 16 * 1024;
} // namespace slot_limits

/// The slots of one store: each wraps the same random root key under a passphrase, a recovery key or a
/// key in the desktop's keychain. A value without input or output; the file is written by the caller.
///
/// Every slot is bound to the store and to its own header by the wrap, and sealed() puts a MAC under a
/// key of the root over the whole. Unwrapping checks both: a slot that does not open gives
/// WrongPassphrase, be it the passphrase or the slot that is wrong; a file that was changed anywhere
/// else gives StoreTampered.
class KeySlots final
{
public:
    /// No slots yet, for a new store. `storeId` is a UUID.
    explicit KeySlots(QString storeId);
    /// Reads a file of sealed(). Only its form and limits can be judged before a slot is opened:
    /// StoreTampered, or StoreNewer when a newer program wrote it.
    static base::Result<KeySlots> parse(QByteArrayView file);

    const QString& storeId() const { return m_storeId; }
    std::vector<SlotFacts> facts() const;

    /// Costs one Argon2id per passphrase slot that does not fit. Runs for half a second: not for the
    /// window's thread.
    base::Result<UnwrappedRoot> openWithPassphrase(const base::SecureBytes& passphrase) const;
    /// `key` as readRecoveryKey() gives it.
    base::Result<UnwrappedRoot> openWithRecoveryKey(const base::SecureBytes& key) const;
    base::Result<UnwrappedRoot> openWithKeychainKey(const base::SecureBytes& key) const;

    /// The outputs are the ids of the new slots.
    base::Result<QString> addPassphrase(const base::SecureBytes& root, const base::SecureBytes& passphrase,
                                        const crypto::Argon2Settings& cost, const SlotOrigin& origin);
    base::Result<QString> addRecoveryKey(const base::SecureBytes& root, const base::SecureBytes& key,
                                         const SlotOrigin& origin);
    /// Refused while no passphrase or recovery key could open the store without the keychain.
    base::Result<QString> addKeychainKey(const base::SecureBytes& root, const base::SecureBytes& key,
                                         const SlotOrigin& origin);
    /// Wraps the root key anew in the slot of a passphrase: the old one opens nothing any more.
    base::Result<void> changePassphrase(const UnwrappedRoot& opened, const base::SecureBytes& passphrase,
                                        const crypto::Argon2Settings& cost);
    /// The last slot that a person can use without the keychain stays.
    base::Result<void> remove(const QString& slotId);

    /// Whether the file that was parsed is the one sealed() made under `root`: StoreTampered.
    base::Result<void> verify(const base::SecureBytes& root) const;
    /// The file, authenticated under `root`.
    QByteArray sealed(const base::SecureBytes& root) const;

private:
    struct Slot
    {
        SlotFacts facts;
        QByteArray salt;
        QByteArray wrapped; // the root key under AES-256-GCM
    };

    static QByteArray headerOf(const QString& storeId, const SlotFacts& facts, QByteArrayView salt);
    QByteArray body() const;
    base::Result<Slot> wrap(const base::SecureBytes& root, const base::SecureBytes& wrappingKey,
                            SlotFacts facts, QByteArray salt) const;
    base::Result<QString> addKey(const base::SecureBytes& root, const base::SecureBytes& key, SlotKind kind,
                                 const SlotOrigin& origin);
    base::Result<UnwrappedRoot> openWithKey(SlotKind kind, const base::SecureBytes& key) const;
    base::Result<UnwrappedRoot> open(const Slot& slot, const base::SecureBytes& wrappingKey) const;

    QString m_storeId;
    std::vector<Slot> m_slots;
    // What parse() read, to check the MAC against; empty for a value that was changed since.
    QByteArray m_parsedBody;
    QByteArray m_parsedMac;
};

/// The cost of a new passphrase slot on this machine: about half a second, 256 MiB and three passes as a
/// rule, never less than 64 MiB and three passes (RFC 9106 section 4).
crypto::Argon2Settings calibratedCost();
/// The least cost that is legal, for tests.
crypto::Argon2Settings leastCost();

} // namespace strongroom::keep
