// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/database.h"
#include "model/local/local_store.h"

#include <QFile>
#include <QTemporaryDir>

namespace strongroom::support {

/// The file of a local store in a folder of its own, to be looked at and changed from outside.
class LocalStoreFile final
{
public:
    static constexpr qsizetype pageSize = 4096;
    using Content = QByteArray;

    static local::StoreKeys keys()
    {
        const auto root = base::SecureBytes::copyOf(QByteArrayView("a root key of thirty-two bytes.."));
        return local::StoreKeys::derive(root, "store");
    }
    QString path() const { return m_folder.filePath(QStringLiteral("store.db")); }
    QString walPath() const { return path() + QStringLiteral("-wal"); }

    local::LocalStore::Created create() const
    {
        return local::LocalStore::create(path(), QStringLiteral("store"), keys());
    }
    local::LocalStore::Created open(const local::FreshnessMark& mark = {}) const
    {
        return local::LocalStore::open(path(), QStringLiteral("store"), keys(), { mark, {}, 0 });
    }
    /// Runs SQL in the file, as someone with the page key could.
    base::Result<void> execute(const char* sql) const
    {
        auto database = local::Database::open(path(), keys(), local::Database::Mode::OpenExisting);
        if (!database)
            return database.error();
        database->acceptFile();
        return database->execute(sql);
    }

    static Content read(const QString& file)
    {
        QFile from(file);
        return from.open(QIODevice::ReadOnly) ? from.readAll() : QByteArray();
    }
    static void write(const QString& file, const Content& content)
    {
        QFile to(file);
        if (to.open(QIODevice::WriteOnly | QIODevice::Truncate))
            to.write(content);
    }
    Content content() const { return read(path()); }
    /// Puts this content in the place of the file, without a journal.
    void replace(const Content& content) const
    {
        QFile::remove(walPath());
        write(path(), content);
    }

private:
    QTemporaryDir m_folder;
};

} // namespace strongroom::support
