// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/local/store_keys.h"

#include <QByteArray>
#include <QHashFunctions>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace strongroom::local {

/// One connection to an encrypted file, for one thread at a time, with its prepared statements.
/// Closing does not write the journal back until acceptFile() was called: a file that is refused stays
/// as it was.
class Database final
{
public:
    enum class Mode { CreateNew, OpenExisting };

    /// StoreExists, StoreMissing, StoreReadOnly, DiskFull, StoreTampered (a wrong key cannot be told from
    /// a changed file), StorageFailed.
    static base::Result<Database> open(const QString& file, const StoreKeys& keys, Mode mode);
    ~Database();
    Database(Database&& other) noexcept;
    Database& operator=(Database&& other) noexcept;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// From here on the file is ours to change.
    void acceptFile();
    /// After a failed commit: closing leaves file and journal as they are, for the next opening to judge.
    void leaveFile();
    /// Runs statements that give no rows.
    base::Result<void> execute(const char* sql);
    /// The single number a statement gives.
    base::Result<qint64> number(const char* sql);
    /// The first column of all rows, as text.
    base::Result<QStringList> texts(const char* sql);
    /// False when SQLite has given up the transaction by itself, as it does on some errors.
    bool isInTransaction() const;
    /// All committed pages, into a new file under the same keys.
    base::Result<void> copyTo(const QString& file, const StoreKeys& keys);
    /// From here on reading ends with an error when `isEnough` says so, which is asked every few thousand
    /// steps; nothing ends it when there is none.
    void stopReadingWhen(std::function<bool()> isEnough);
    void close();

private:
    friend class Query;

    explicit Database(sqlite3* connection)
        : m_connection(connection)
    {
    }
    base::Error lastError(int code) const;
    base::Result<void> configure(const StoreKeys& keys, Mode mode);
    /// A statement that is kept prepared.
    struct Kept final
    {
        sqlite3_stmt* statement = nullptr;
        bool isRunning = false;
    };
    Kept* take(const char* sql);
    Kept* take(const QByteArray& sql);
    Kept* taken(Kept& kept, const char* sql);
    void forgetComposed();
    sqlite3_stmt* prepare(const char* sql);

    sqlite3* m_connection = nullptr;
    std::unordered_map<const char*, Kept> m_kept; // by the address of a literal
    std::unordered_map<QByteArray, Kept> m_composed; // the latest of those that were put together
    std::function<bool()> m_isEnough;
};

/// A run of a statement. Takes the prepared statement from the connection and gives it back, reset, at
/// the end of its life. Parameters are bound in the order of the calls, or at an index.
class Query final
{
public:
    /// `sql` is a literal: its address names the prepared statement.
    Query(Database& database, const char* sql);
    /// A statement that was put together for this run. It is kept as well: whoever types into a filter asks
    /// for the same with every letter.
    Query(Database& database, const QByteArray& sql);
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    Query& at(int index);
    Query& number(qint64 value);
    Query& number(const std::optional<qint64>& value);
    Query& text(QStringView value);
    Query& utf8(QByteArrayView value);
    Query& bytes(QByteArrayView value);
    Query& null();

    /// The next row: false after the last.
    base::Result<bool> next();
    /// For statements without rows.
    base::Result<void> run();
    /// Makes ready for the next run, with other parameters.
    void again();

    bool isNull(int column) const;
    qint64 numberAt(int column) const;
    std::optional<qint64> optionalNumberAt(int column) const;
    QString textAt(int column) const;
    /// Valid until the next row.
    QByteArrayView bytesAt(int column) const;
    QByteArray copyAt(int column) const { return bytesAt(column).toByteArray(); }
    int type(int column) const;

private:
    Query(Database& database, Database::Kept* kept, const char* sql);
    void note(int code);

    Database& m_database;
    Database::Kept* m_kept = nullptr; // none: the statement is ours
    sqlite3_stmt* m_statement = nullptr;
    int m_code = 0;
    int m_index = 1;
};

} // namespace strongroom::local
