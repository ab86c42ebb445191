// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/error.h"
#include "model/base/secure_bytes.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace strongroom::vault {

/// The PKCS#11 token in which a Premium vault or a pool keeps its keys. Tokens are named by label, because
/// slot numbers change.
struct TokenBinding final
{
    QString modulePath;
    QString label;

    bool isEmpty() const { return label.isEmpty(); }
    friend bool operator==(const TokenBinding&, const TokenBinding&) = default;
};

/// Where a token's PIN is between two starts of the program.
enum class PinKeeping {
    Store, ///< sealed in the store: whoever opens the store can use the token
    Ask, ///< nowhere: it is given anew after each unlock, by a person or by the desktop's keychain
};

/// A token chosen for a vault, with what opens it.
struct TokenChoice final
{
    TokenBinding binding;
    base::SecureBytes pin;
    PinKeeping keeping = PinKeeping::Store;
};

/// What a slot and the token in it say of themselves (PKCS#11, CK_SLOT_INFO, CK_TOKEN_INFO).
struct TokenSlot final
{
    struct Mechanism
    {
        QString name; ///< "RSA-PKCS-PSS"
        int smallestKey = 0;
        int largestKey = 0;
        QStringList uses; ///< "generate", "sign", "verify", "encrypt", "decrypt", "wrap", "unwrap"
        friend bool operator==(const Mechanism&, const Mechanism&) = default;
    };
    quint64 id = 0;
    QString description;
    bool hasToken = false;
    QString label;
    QString manufacturer;
    QString model;
    QString serialNumber;
    bool isInitialized = false;
    bool isPinLocked = false;
    bool isLastTry = false; ///< one wrong PIN more locks it
    std::vector<Mechanism> mechanisms;

    friend bool operator==(const TokenSlot&, const TokenSlot&) = default;
};

struct TokenModule final
{
    QString path;
    QString description;
    std::vector<TokenSlot> slots;
    std::optional<base::Error> problem; ///< why its slots could not be read

    friend bool operator==(const TokenModule&, const TokenModule&) = default;
};

/// One step of a token's self-test.
struct TokenCheck final
{
    QString name; ///< "Login", "Random numbers", "EC key", ...
    bool isPassed = false;
    QString finding; ///< what was seen, one sentence

    friend bool operator==(const TokenCheck&, const TokenCheck&) = default;
};

/// How a vault stands with its token.
struct TokenState final
{
    TokenBinding binding; ///< empty: the vault has none
    PinKeeping keeping = PinKeeping::Store;
    bool hasPin = false; ///< known to the program now
    std::optional<base::Error> problem; ///< why it cannot be used now; empty when it can

    friend bool operator==(const TokenState&, const TokenState&) = default;
};

} // namespace strongroom::vault
