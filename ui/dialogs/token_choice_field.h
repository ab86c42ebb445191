// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/token.h"

#include <QWidget>

class QComboBox;
class QLabel;

namespace strongroom::ui {

class ChoiceRows;
class FieldNote;
class PassphraseEdit;

/// Whether a vault can keep keys in it. Tokens that only hold certificates cannot make any.
bool canMakeKeys(const vault::TokenSlot& slot);

/// Which token a vault keeps its keys in, the PIN that opens it, and where the PIN is kept.
class TokenChoiceField final : public QWidget
{
    Q_OBJECT

public:
    enum class Need {
        Optional, ///< "no token yet" is a choice
        Required,
    };
    explicit TokenChoiceField(Need need, QWidget* parent = nullptr);

    void setNeed(Need need);
    /// What is on this machine; may come later than the field.
    void setModules(const std::vector<vault::TokenModule>& modules);
    /// The desktop has a keychain, which may have the PIN instead of the store.
    void offerKeychain();
    /// Why it could not be looked for.
    void setProblem(const QString& sentence);

    /// Empty while none is chosen.
    vault::TokenBinding binding() const;
    base::SecureBytes pin() const;
    vault::PinKeeping keeping() const;
    /// The desktop's keychain is to have the PIN, which the store then has not.
    bool isForKeychain() const;
    /// Nothing while no token is chosen.
    std::optional<vault::TokenChoice> choice() const;
    /// Empty when it can be sent.
    QString problem() const;
    /// What the token said of the PIN.
    void showPinProblem(const QString& sentence);

Q_SIGNALS:
    void edited();

private:
    void fill();
    void showParts();

    Need m_need;
    std::vector<vault::TokenModule> m_modules;
    QComboBox* m_token;
    FieldNote* m_tokenNote;
    QWidget* m_pinPart;
    PassphraseEdit* m_pin;
    FieldNote* m_pinNote;
    ChoiceRows* m_keeping;
};

/// The two places a PIN can be, in the order of PinKeeping.
ChoiceRows* makePinKeepingRows(QWidget* parent);
/// The further choice of makePinKeepingRows() where the desktop has a keychain.
inline constexpr int keepInKeychain = 2;
void addKeychainRow(ChoiceRows* rows);

} // namespace strongroom::ui
