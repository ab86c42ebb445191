// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/working_store.h"

#include <QObject>

#include <memory>

namespace strongroom::contracts {

/// What a vault::Store promises, whatever it is made of: every operation, limit and error, asked through
/// the operations layer.
class VaultContract : public QObject
{
    Q_OBJECT

protected:
    virtual std::unique_ptr<vault::Store> makeStore() = 0;

private Q_SLOTS:
    void init();
    void cleanup();

    void setsAndGets();
    void keepsValuesExactly_data();
    void keepsValuesExactly();
    void limitsValues();
    void refusesReservedNames();
    void checksWhatIsSet_data();
    void checksWhatIsSet();
    void namesHaveNoCase();
    void ordersVersions();
    void findsVersions();
    void updatesOnlyWhatIsNamed();
    void updatesOneVersion();
    void clearsDates();
    void refusesToReadDisabled();
    void readsOutsideOfDates();
    void deletesAndRecovers();
    void refusesNamesOfDeleted();
    void refusesToReadDeletedDisabled();
    void purges();
    void protectsFromPurging();
    void saysWhatIsMissing_data();
    void saysWhatIsMissing();
    void pagesLists();
    void pagesVersions();
    void pagesDeleted();
    void refusesBadPages_data();
    void refusesBadPages();
    void backsUpAndRestores();
    void refusesBadBackups_data();
    void refusesBadBackups();
    void restoresOnlyToFreeNames();
    void limitsBackups();
    void promotesVersions();
    void comparesVersions();
    void checksNames();
    void browsesWithFilters_data();
    void browsesWithFilters();
    void browsesInOrder_data();
    void browsesInOrder();
    void browsesWindows();
    void countsObjects();
    void searchesAllVaults();

    void makesVaults();
    void refusesBadVaults_data();
    void refusesBadVaults();
    void updatesVaults();
    void deletesAndRecoversVaults();
    void keepsNamesOfDeletedVaults();
    void purgesVaults();
    void purgesWhatIsOver();
    void clockGoesNotBack();

    void keepsPolicies();
    void refusesBadPolicies_data();
    void refusesBadPolicies();
    void assignsRoles();
    void decidesByRules();

    void registersApplications();
    void authenticatesApplications();
    void limitsSecretsInTime();
    void keepsCertificates();

    void findsByPattern();
    void countsValues();
    void auditsEverything();
    void auditsVaultsByIdAndName();
    void filtersAudit();
    void auditsRefusals();
    void obtainsIdentity();

private:
    vault::VaultId make(vault::CreateVault op);
    vault::SecretProperties set(const char* name, const char* value);

    std::unique_ptr<vault::Store> m_store;
    std::unique_ptr<support::WorkingStore> m_work;
    vault::VaultId m_vault;
};

} // namespace strongroom::contracts
