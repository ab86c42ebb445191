// SPDX-License-Identifier: Apache-2.0
#include "model/hsm/discovery.h"

#include <QFileInfo>

#include <algorithm>

namespace strongroom::hsm {

namespace {

FoundModule found(const Pkcs11Module& module)
{
    FoundModule result{ module.path(), module.description(), {}, std::nullopt };
    const auto slots = module.slotFacts();
    if (!slots) {
        result.problem = slots.error();
        return result;
    }
    for (const SlotFacts& slot : *slots) {
        FoundSlot entry{ slot, {}, std::nullopt };
        if (slot.hasToken) {
            if (auto mechanisms = module.mechanisms(slot.id))
                entry.mechanisms = std::move(*mechanisms);
        }
        if (slot.isInitialized)
            entry.address = TokenAddress{ module.path(), slot.label, slot.serialNumber };
        result.slots.push_back(std::move(entry));
    }
    return result;
}

bool isSameFile(const QString& a, const QString& b)
{
    const QString canonical = QFileInfo(a).canonicalFilePath();
    return !canonical.isEmpty() && canonical == QFileInfo(b).canonicalFilePath();
}

} // namespace

std::vector<FoundModule> discoverTokens(const QStringList& paths)
{
    std::vector<FoundModule> modules;
    for (const auto& module : Pkcs11Module::configured())
        modules.push_back(found(*module));
    for (const QString& path : paths) {
        const bool isKnown = std::any_of(modules.begin(), modules.end(), [&path](const FoundModule& known) {
            return isSameFile(known.path, path);
        });
        if (isKnown)
            continue;
        const auto module = Pkcs11Module::load(path);
        modules.push_back(module ? found(**module) : FoundModule{ path, {}, {}, module.error() });
    }
    return modules;
}

} // namespace strongroom::hsm
