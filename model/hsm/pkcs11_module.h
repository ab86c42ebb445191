// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

namespace strongroom::hsm {

/// What a slot and the token in it say of themselves (PKCS#11, CK_SLOT_INFO and CK_TOKEN_INFO).
struct SlotFacts final
{
    quint64 id = 0;
    QString description;
    bool hasToken = false;
    QString label;
    QString manufacturer;
    QString model;
    QString serialNumber;
    bool isInitialized = false;
    bool needsLogin = false;
    bool isPinSet = false;
    bool isPinLocked = false;
    bool isLastTry = false; ///< one wrong PIN more locks it
};

/// A mechanism as people name it ("RSA-PKCS-PSS") and what it can do with it.
struct MechanismFacts final
{
    quint64 type = 0;
    QString name;
    int smallestKey = 0;
    int largestKey = 0;
    QStringList uses; ///< "generate", "sign", "verify", "encrypt", "decrypt", "wrap", "unwrap"
};

/// A PKCS#11 module, loaded through p11-kit so that several users of one module do not disturb each
/// other. Thread-safe. Modules stay loaded while an object of this class lives.
class Pkcs11Module final
{
public:
    /// `path` of a shared library; TokenAbsent when it cannot be loaded.
    static base::Result<std::shared_ptr<Pkcs11Module>> load(const QString& path);
    /// The modules that p11-kit is configured with on this machine.
    static std::vector<std::shared_ptr<Pkcs11Module>> configured();
    ~Pkcs11Module();
    Pkcs11Module(const Pkcs11Module&) = delete;
    Pkcs11Module& operator=(const Pkcs11Module&) = delete;

    QString path() const;
    QString description() const;
    base::Result<std::vector<SlotFacts>> slotFacts() const;
    base::Result<std::vector<MechanismFacts>> mechanisms(quint64 slot) const;

    /// Ends the module and starts it again, so that it looks for its tokens anew; other users of it in this
    /// process keep it from ending. No other call of this object's may be under way.
    base::Result<void> restart();

    struct Functions;
    const Functions& functions() const { return *m_functions; }

private:
    explicit Pkcs11Module(std::unique_ptr<Functions> functions);
    std::unique_ptr<Functions> m_functions;
};

} // namespace strongroom::hsm
