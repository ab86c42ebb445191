// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/working_store.h"

#include <QObject>

#include <memory>

namespace strongroom::contracts {

/// What a vault::Store promises of keys, whatever it is made of and wherever the private parts are: in the
/// store or in a token.
class KeyContract : public QObject
{
    Q_OBJECT

protected:
    virtual std::unique_ptr<vault::Store> makeStore() = 0;
    virtual vault::KeyProtection protection() const { return vault::KeyProtection::Software; }
    /// The vault that the tests make their keys in.
    virtual vault::CreateVault keyVault() const;

    std::unique_ptr<vault::Store> m_store;
    std::unique_ptr<support::WorkingStore> m_work;
    vault::VaultId m_vault;

private Q_SLOTS:
    void init();
    void cleanup();

    void makesEveryKind_data();
    void makesEveryKind();
    void refusesOtherKinds_data();
    void refusesOtherKinds();
    void signsAndVerifies_data();
    void signsAndVerifies();
    void encryptsAndDecrypts_data();
    void encryptsAndDecrypts();
    void usesTheNamedVersion();
    void refusesWrongUses();
    void disabledKeysDoNothing();
    void datesBindWhatLooksAhead();
    void refusesReservedNames();
    void importsWhatBelongsTogether();
    void remembersWhatWasImported();
    void updatesOnlyWhatIsNamed();
    void limitsTags();
    void deletesRecoversAndPurges();
    void keepsNamesOfDeleted();
    void listsPagesAndVersions();
    void browsesByKind();
    void backsUpAndRestores();
    void rotatesInKind();
    void keepsRotationPolicies();
    void refusesBadRotationPolicies();
    void rotatesWhatIsDueOnce();
    void rotatesNothingThatWasImportedIntoAnHsm();
    void aPolicyWaitsWhileAnImportedVersionIsCurrent();
    void noticesOnce();
    void givesNoNoticeOfWhatWasMadeExpired();
    void givesNoticeAtOnceOfWhatEndsSoon();
    void policiesDecidePerOperation_data();
    void policiesDecidePerOperation();
    void auditsAlgorithmAndVersion();
    void saysWhatIsMissing();
    void countsKeys();

private:
    vault::CreateKey creation(const char* name, crypto::KeyType type = crypto::KeyType::Ec, int bits = 0);
    vault::KeyProperties make(const char* name, crypto::KeyType type = crypto::KeyType::Ec, int bits = 0);
    /// A new version from outside.
    base::Result<vault::KeyProperties> bring(const char* name);
    vault::SetRotationPolicy yearly(const char* name) const;
};

} // namespace strongroom::contracts
