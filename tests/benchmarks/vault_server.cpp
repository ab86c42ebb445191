// SPDX-License-Identifier: Apache-2.0
// The whole stack behind the endpoint, with a store of its own: vault_server FILE SECRETS. Prints the port,
// the tenant, and the id and secret of an application that may do everything with secrets and keys.
#include "model/serve/endpoint.h"
#include "model/vault/built_in_roles.h"
#include "model/vault/ops_vaults.h"
#include "tests/benchmarks/filled_store.h"

#include <QCoreApplication>

#include <cstdio>
#include <unistd.h>

using namespace strongroom;
using namespace Qt::StringLiterals;

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    if (argc != 3)
        return 2;
    benchmarks::FilledStore store(QString::fromLocal8Bit(argv[1]), QByteArray(argv[2]).toInt());
    const auto registered = store.run(vault::RegisterApplication{ u"benchmark %1"_s.arg(getpid()) });
    for (const QString& name : { u"Key Vault Secrets Officer"_s, u"Key Vault Crypto Officer"_s }) {
        const auto* officer = vault::builtInRoleByName(name);
        store.run(store.vaultId(),
                  vault::AssignRole{ QLatin1StringView(officer->id.data(), qsizetype(officer->id.size())),
                                     registered.application.objectId, u"/"_s });
    }
    serve::Endpoint endpoint(store.operations(), store.clock(), {});
    const auto facts = endpoint.start({}).takeResult();
    if (!facts)
        return 1;
    std::printf("%d %s %s %s\n", facts->port, qPrintable(facts->tenantId),
                qPrintable(registered.application.clientId),
                registered.clientSecret.view().toByteArray().constData());
    std::fflush(stdout);
    pause();
}
