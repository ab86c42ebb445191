// SPDX-License-Identifier: Apache-2.0
#include "model/local/migrations.h"

namespace strongroom::local {

base::Result<int> schemaVersion(Database& database)
{
    const auto version = database.number("PRAGMA user_version");
    if (!version)
        return version.error();
    return static_cast<int>(*version);
}

base::Result<void> migrate(Database& database)
{
    const auto version = schemaVersion(database);
    if (!version)
        return version.error();
    const auto steps = migrations();
    if (static_cast<std::size_t>(*version) >= steps.size())
        return {};
    if (auto begun = database.execute("BEGIN IMMEDIATE"); !begun)
        return begun.error();
    for (std::size_t step = static_cast<std::size_t>(*version); step < steps.size(); ++step) {
        if (auto done = database.execute(steps[step]); !done) {
            static_cast<void>(database.execute("ROLLBACK"));
            return done.error();
        }
    }
    const QByteArray stamp = "PRAGMA user_version = " + QByteArray::number(steps.size());
    if (auto done = database.execute(stamp.constData()); !done) {
        static_cast<void>(database.execute("ROLLBACK"));
        return done.error();
    }
    return database.execute("COMMIT");
}

} // namespace strongroom::local
