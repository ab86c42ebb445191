// SPDX-License-Identifier: Apache-2.0
#include "model/keep/key_slots.h"

#include "model/base/encodings.h"
#include "model/crypto/symmetric.h"
#include "model/keep/record_bytes.h"

#include <QUuid>

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace strongroom::keep {

namespace {

constexpr QByteArrayView magic = "STRGKEYS";
constexpr quint64 formatVersion = 1;
constexpr std::size_t rootSize = 32;
constexpr std::size_t saltSize = 32;
constexpr qsizetype macSize = 32;
constexpr qsizetype wrappedSize = static_cast<qsizetype>(rootSize + crypto::aesGcmOverhead);
constexpr std::size_t longestPassphrase = 64 * 1024;

base::Error damaged(const QString& how)
{
    return { base::ErrorCode::StoreTampered, u"The key-slot file is damaged: %1."_s.arg(how), {} };
}

/// One text for a wrong passphrase and for a slot that was changed: they cannot be told apart.
base::Error doesNotOpen()
{
    return { base::ErrorCode::WrongPassphrase,
             u"This does not open the store: it is wrong, or the key slot was damaged."_s, u"passphrase"_s };
}

QByteArray idBytes(const QString& id) { return QUuid::fromString(id).toRfc4122(); }
QString idText(QByteArrayView bytes) { return QUuid::fromRfc4122(bytes).toString(QUuid::WithoutBraces); }

base::SecureBytes macKey(const base::SecureBytes& root, const QString& storeId)
{
    return crypto::hkdfSha256(root, idBytes(storeId), "strongroom key-slot file", 32);
}

/// The key of a slot whose secret is random already.
base::SecureBytes wrappingKeyOf(const base::SecureBytes& key, QByteArrayView salt)
{
    return crypto::hkdfSha256(key, salt, "strongroom key slot", crypto::aesKeySize);
}

QByteArray freshSalt()
{
    const base::SecureBytes salt = crypto::randomBytes(saltSize);
    return salt.view().toByteArray();
}

bool isWithinLimits(const crypto::Argon2Settings& cost)
{
    using namespace slot_limits;
    return cost.memoryKiB >= leastMemoryKiB && cost.memoryKiB <= mostMemoryKiB && cost.passes >= leastPasses
        && cost.passes <= mostPasses && cost.lanes >= 1 && cost.lanes <= mostLanes;
}

bool isKind(quint64 kind)
{
    return kind >= static_cast<quint64>(SlotKind::Passphrase)
        && kind <= static_cast<quint64>(SlotKind::Keychain);
}

base::Result<void> checkPassphrase(const base::SecureBytes& passphrase)
{
    if (passphrase.isEmpty())
        return base::Error{ base::ErrorCode::BadParameter, u"The passphrase is empty."_s, u"passphrase"_s };
    if (passphrase.size() > longestPassphrase)
        return base::Error{ base::ErrorCode::BadParameter, u"The passphrase is too long."_s,
                            u"passphrase"_s };
    return {};
}

base::Result<SlotFacts> readFacts(RecordReader& reader)
{
    SlotFacts facts;
    const quint64 kind = reader.number(1);
    facts.id = idText(reader.raw(16));
    facts.created = static_cast<qint64>(reader.number(8));
    facts.label = QString::fromUtf8(reader.blob());
    facts.cost = { static_cast<quint32>(reader.number(4)), static_cast<quint32>(reader.number(4)),
                   static_cast<quint32>(reader.number(4)) };
    if (!reader.isGood())
        return damaged(u"it ends early"_s);
    if (!isKind(kind))
        return damaged(u"it names a kind of slot that does not exist"_s);
    facts.kind = static_cast<SlotKind>(kind);
    if (facts.kind == SlotKind::Passphrase && !isWithinLimits(facts.cost))
        return damaged(u"a passphrase slot asks for more or less work than is allowed"_s);
    return facts;
}

QString slotTitle(SlotKind kind)
{
    switch (kind) {
    case SlotKind::Passphrase:
        return u"passphrase"_s;
    case SlotKind::RecoveryKey:
        return u"recovery key"_s;
    case SlotKind::Keychain:
        return u"keychain"_s;
    }
    return {};
}

bool isForPeople(SlotKind kind) { return kind != SlotKind::Keychain; }

} // namespace

KeySlots::KeySlots(QString storeId)
    : m_storeId(std::move(storeId))
{
}

base::Result<KeySlots> KeySlots::parse(QByteArrayView file)
{
    if (file.size() > slot_limits::mostFileBytes)
        return damaged(u"it is too large"_s);
    RecordReader reader(file);
    if (reader.raw(magic.size()) != magic)
        return damaged(u"it does not begin as one"_s);
    const quint64 version = reader.number(2);
    if (version > formatVersion)
        return base::Error{
            base::ErrorCode::StoreNewer,
            u"The store was written by a newer version of Strongroom. Update the program to open it."_s,
            {}
        };
    KeySlots parsed(idText(reader.raw(16)));
    const quint64 count = reader.number(1);
    if (!reader.isGood() || version == 0 || count > slot_limits::mostSlots)
        return damaged(u"its head makes no sense"_s);
    for (quint64 i = 0; i < count; ++i) {
        auto facts = readFacts(reader);
        if (!facts)
            return facts.error();
        const QByteArray salt = reader.raw(static_cast<qsizetype>(saltSize)).toByteArray();
        const QByteArray wrapped = reader.raw(wrappedSize).toByteArray();
        parsed.m_slots.push_back({ std::move(*facts), salt, wrapped });
    }
    parsed.m_parsedMac = reader.raw(macSize).toByteArray();
    if (!reader.isAtEnd())
        return damaged(reader.isGood() ? u"something follows its end"_s : u"it ends early"_s);
    parsed.m_parsedBody = file.chopped(macSize).toByteArray();
    return parsed;
}

std::vector<SlotFacts> KeySlots::facts() const
{
    std::vector<SlotFacts> all;
    for (const Slot& slot : m_slots)
        all.push_back(slot.facts);
    return all;
}

base::Result<UnwrappedRoot> KeySlots::openWithPassphrase(const base::SecureBytes& passphrase) const
{
    if (auto checked = checkPassphrase(passphrase); !checked)
        return checked.error();
    bool hasTried = false;
    for (const Slot& slot : m_slots) {
        if (slot.facts.kind != SlotKind::Passphrase)
            continue;
        const auto key = crypto::argon2id(passphrase, slot.salt, slot.facts.cost, crypto::aesKeySize);
        if (!key)
            return key.error();
        auto opened = open(slot, *key);
        if (opened || opened.error().code != base::ErrorCode::WrongPassphrase)
            return opened;
        hasTried = true;
    }
    // Whoever changed the kind of the slot learns nothing from a fast answer.
    if (!hasTried)
        std::ignore = crypto::argon2id(passphrase, idBytes(m_storeId), leastCost(), crypto::aesKeySize);
    return doesNotOpen();
}

base::Result<UnwrappedRoot> KeySlots::openWithRecoveryKey(const base::SecureBytes& key) const
{
    return openWithKey(SlotKind::RecoveryKey, key);
}

base::Result<UnwrappedRoot> KeySlots::openWithKeychainKey(const base::SecureBytes& key) const
{
    return openWithKey(SlotKind::Keychain, key);
}

base::Result<UnwrappedRoot> KeySlots::openWithKey(SlotKind kind, const base::SecureBytes& key) const
{
    for (const Slot& slot : m_slots) {
        if (slot.facts.kind != kind)
            continue;
        auto opened = open(slot, wrappingKeyOf(key, slot.salt));
        if (opened || opened.error().code != base::ErrorCode::WrongPassphrase)
            return opened;
    }
    return doesNotOpen();
}

base::Result<UnwrappedRoot> KeySlots::open(const Slot& slot, const base::SecureBytes& wrappingKey) const
{
    auto root = crypto::openAesGcm(wrappingKey, headerOf(m_storeId, slot.facts, slot.salt), slot.wrapped);
    if (!root)
        return doesNotOpen();
    if (auto verified = verify(*root); !verified)
        return verified.error();
    return UnwrappedRoot{ std::move(*root), slot.facts.id };
}

base::Result<QString> KeySlots::addPassphrase(const base::SecureBytes& root,
                                              const base::SecureBytes& passphrase,
                                              const crypto::Argon2Settings& cost, const SlotOrigin& origin)
{
    if (auto checked = checkPassphrase(passphrase); !checked)
        return checked.error();
    if (!isWithinLimits(cost))
        return base::Error{ base::ErrorCode::BadParameter,
                            u"The cost of the passphrase is out of its limits."_s,
                            {} };
    QByteArray salt = freshSalt();
    const auto key = crypto::argon2id(passphrase, salt, cost, crypto::aesKeySize);
    if (!key)
        return key.error();
    auto slot
        = wrap(root, *key, { base::randomUuid(), SlotKind::Passphrase, origin.label, origin.created, cost },
               std::move(salt));
    if (!slot)
        return slot.error();
    const QString id = slot->facts.id;
    m_slots.push_back(std::move(*slot));
    m_parsedBody.clear();
    return id;
}

base::Result<QString> KeySlots::addRecoveryKey(const base::SecureBytes& root, const base::SecureBytes& key,
                                               const SlotOrigin& origin)
{
    return addKey(root, key, SlotKind::RecoveryKey, origin);
}

base::Result<QString> KeySlots::addKeychainKey(const base::SecureBytes& root, const base::SecureBytes& key,
                                               const SlotOrigin& origin)
{
    // Losing the keychain must never lose the store.
    if (std::none_of(m_slots.begin(), m_slots.end(),
                     [](const Slot& slot) { return isForPeople(slot.facts.kind); }))
        return base::Error{ base::ErrorCode::Conflict,
                            u"A keychain slot needs a passphrase or a recovery key beside it."_s,
                            {} };
    return addKey(root, key, SlotKind::Keychain, origin);
}

base::Result<QString> KeySlots::addKey(const base::SecureBytes& root, const base::SecureBytes& key,
                                       SlotKind kind, const SlotOrigin& origin)
{
    QByteArray salt = freshSalt();
    const base::SecureBytes wrappingKey = wrappingKeyOf(key, salt);
    auto slot
        = wrap(root, wrappingKey, { base::randomUuid(), kind, origin.label, origin.created, { 0, 0, 0 } },
               std::move(salt));
    if (!slot)
        return slot.error();
    const QString id = slot->facts.id;
    m_slots.push_back(std::move(*slot));
    m_parsedBody.clear();
    return id;
}

base::Result<void> KeySlots::changePassphrase(const UnwrappedRoot& opened,
                                              const base::SecureBytes& passphrase,
                                              const crypto::Argon2Settings& cost)
{
    const auto found = std::find_if(m_slots.begin(), m_slots.end(), [&](const Slot& slot) {
        return slot.facts.id == opened.slotId && slot.facts.kind == SlotKind::Passphrase;
    });
    if (found == m_slots.end())
        return base::Error{ base::ErrorCode::SlotNotFound, u"There is no such passphrase slot."_s, {} };
    const auto at = found - m_slots.begin();
    auto added = addPassphrase(opened.root, passphrase, cost, { found->facts.label, found->facts.created });
    if (!added)
        return added.error();
    std::swap(m_slots[static_cast<std::size_t>(at)], m_slots.back());
    m_slots.pop_back();
    return {};
}

base::Result<void> KeySlots::remove(const QString& slotId)
{
    const auto found = std::find_if(m_slots.begin(), m_slots.end(),
                                    [&](const Slot& slot) { return slot.facts.id == slotId; });
    if (found == m_slots.end())
        return base::Error{ base::ErrorCode::SlotNotFound, u"The store has no such key slot."_s, {} };
    const auto forPeople = std::count_if(m_slots.begin(), m_slots.end(),
                                         [](const Slot& slot) { return isForPeople(slot.facts.kind); });
    if (isForPeople(found->facts.kind) && forPeople == 1)
        return base::Error{ base::ErrorCode::Conflict,
                            u"The last %1 stays: without it only the keychain could open the store."_s.arg(
                                slotTitle(found->facts.kind)),
                            {} };
    m_slots.erase(found);
    m_parsedBody.clear();
    return {};
}

base::Result<KeySlots::Slot> KeySlots::wrap(const base::SecureBytes& root,
                                            const base::SecureBytes& wrappingKey, SlotFacts facts,
                                            QByteArray salt) const
{
    if (m_slots.size() >= slot_limits::mostSlots)
        return base::Error{ base::ErrorCode::Conflict, u"The store has no room for another key slot."_s, {} };
    while (facts.label.toUtf8().size() > slot_limits::mostLabelBytes)
        facts.label.chop(1);
    auto wrapped = crypto::sealAesGcm(wrappingKey, headerOf(m_storeId, facts, salt), root.view());
    if (!wrapped)
        return wrapped.error();
    return Slot{ std::move(facts), std::move(salt), std::move(*wrapped) };
}

QByteArray KeySlots::headerOf(const QString& storeId, const SlotFacts& facts, QByteArrayView salt)
{
    RecordWriter writer;
    writer.raw(idBytes(storeId));
    writer.number(static_cast<quint64>(facts.kind), 1);
    writer.raw(idBytes(facts.id));
    writer.number(static_cast<quint64>(facts.created), 8);
    writer.blob(facts.label.toUtf8());
    writer.number(facts.cost.memoryKiB, 4);
    writer.number(facts.cost.passes, 4);
    writer.number(facts.cost.lanes, 4);
    writer.raw(salt);
    return writer.bytes();
}

QByteArray KeySlots::body() const
{
    RecordWriter writer;
    writer.raw(magic);
    writer.number(formatVersion, 2);
    writer.raw(idBytes(m_storeId));
    writer.number(m_slots.size(), 1);
    for (const Slot& slot : m_slots) {
        // A header begins with the store's id, which the file names once.
        writer.raw(QByteArrayView(headerOf(m_storeId, slot.facts, slot.salt)).sliced(16));
        writer.raw(slot.wrapped);
    }
    return writer.bytes();
}

base::Result<void> KeySlots::verify(const base::SecureBytes& root) const
{
    if (m_parsedBody.isEmpty())
        return {};
    const crypto::Mac expected = crypto::hmacSha256(macKey(root, m_storeId), m_parsedBody);
    const std::span<const unsigned char> found(
        reinterpret_cast<const unsigned char*>(m_parsedMac.constData()),
        static_cast<std::size_t>(m_parsedMac.size()));
    if (!base::equalInConstantTime(expected, found))
        return damaged(u"its check of authenticity failed"_s);
    return {};
}

QByteArray KeySlots::sealed(const base::SecureBytes& root) const
{
    QByteArray file = body();
    const crypto::Mac mac = crypto::hmacSha256(macKey(root, m_storeId), file);
    file.append(reinterpret_cast<const char*>(mac.data()), static_cast<qsizetype>(mac.size()));
    return file;
}

crypto::Argon2Settings calibratedCost()
{
    crypto::Argon2Settings cost = crypto::calibrated(std::chrono::milliseconds(500));
    cost.memoryKiB = std::clamp(cost.memoryKiB, slot_limits::leastMemoryKiB, slot_limits::mostMemoryKiB);
    cost.passes = std::clamp(cost.passes, slot_limits::leastPasses, slot_limits::mostPasses);
    cost.lanes = std::clamp(cost.lanes, quint32(1), slot_limits::mostLanes);
    return cost;
}

crypto::Argon2Settings leastCost() { return { slot_limits::leastMemoryKiB, slot_limits::leastPasses, 1 }; }

} // namespace strongroom::keep
