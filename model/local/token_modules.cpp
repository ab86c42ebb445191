// SPDX-License-Identifier: Apache-2.0
#include "model/local/token_modules.h"

#include "model/hsm/discovery.h"

namespace strongroom::local {

namespace {

vault::TokenSlot tokenSlotOf(const hsm::FoundSlot& found)
{
    vault::TokenSlot slot;
    slot.id = found.slot.id;
    slot.description = found.slot.description;
    slot.hasToken = found.slot.hasToken;
    slot.label = found.slot.label;
    slot.manufacturer = found.slot.manufacturer;
    slot.model = found.slot.model;
    slot.serialNumber = found.slot.serialNumber;
    slot.isInitialized = found.slot.isInitialized;
    slot.isPinLocked = found.slot.isPinLocked;
    slot.isLastTry = found.slot.isLastTry;
    for (const hsm::MechanismFacts& mechanism : found.mechanisms)
        slot.mechanisms.push_back(
            { mechanism.name, mechanism.smallestKey, mechanism.largestKey, mechanism.uses });
    return slot;
}

} // namespace

std::vector<vault::TokenModule> tokenModules(const QStringList& paths)
{
    std::vector<vault::TokenModule> modules;
    for (const hsm::FoundModule& found : hsm::discoverTokens(paths)) {
        vault::TokenModule module{ found.path, found.description, {}, found.problem };
        for (const hsm::FoundSlot& slot : found.slots)
            module.slots.push_back(tokenSlotOf(slot));
        modules.push_back(std::move(module));
    }
    return modules;
}

} // namespace strongroom::local
