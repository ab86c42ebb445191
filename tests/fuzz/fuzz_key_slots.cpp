// SPDX-License-Identifier: Apache-2.0
#include "model/keep/key_slots.h"

#include "model/crypto/symmetric.h"

#include <cstdlib>

using namespace strongroom;

/// A key-slot file from anywhere: it is refused, or it stays within the limits and opens with no key that
/// did not make it. Passphrase slots are not tried: Argon2id would be all that is tested.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const QByteArrayView file(data, static_cast<qsizetype>(size));
    const auto parsed = keep::KeySlots::parse(file);
    if (!parsed)
        return 0;
    if (file.size() > keep::slot_limits::mostFileBytes)
        std::abort();
    const auto facts = parsed->facts();
    if (facts.size() > keep::slot_limits::mostSlots)
        std::abort();
    for (const auto& slot : facts) {
        const bool isAffordable = slot.cost.memoryKiB <= keep::slot_limits::mostMemoryKiB
            && slot.cost.passes <= keep::slot_limits::mostPasses
            && slot.cost.lanes <= keep::slot_limits::mostLanes;
        if (slot.kind == keep::SlotKind::Passphrase && !isAffordable)
            std::abort();
    }
    const base::SecureBytes key(32);
    if (parsed->openWithRecoveryKey(key) || parsed->openWithKeychainKey(key))
        std::abort();
    if (parsed->verify(key))
        std::abort();
    return 0;
}
