// SPDX-License-Identifier: Apache-2.0
#include "model/local/local_store.h"
#include "vault_contract.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace strongroom;

class TestLocalStoreContract final : public contracts::VaultContract
{
    Q_OBJECT

protected:
    std::unique_ptr<vault::Store> makeStore() override
    {
        m_folder = std::make_unique<QTemporaryDir>();
        const auto root = base::SecureBytes::copyOf(QByteArrayView("a root key of thirty-two bytes.."));
        auto store = local::LocalStore::create(m_folder->filePath(u"store.db"_s), u"contract"_s,
                                               local::StoreKeys::derive(root, "contract"));
        return store ? std::move(*store) : nullptr;
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestLocalStoreContract)
#include "tst_local_store.moc"
