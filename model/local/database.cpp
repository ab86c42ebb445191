// SPDX-License-Identifier: Apache-2.0
#include "model/local/database.h"

#include "model/base/utf8.h"
#include "model/local/page_storage.h"
#include "model/local/text_function.h"

#include <QFile>
#include <QFileInfo>
#include <QStringList>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

using namespace Qt::StringLiterals;

namespace strongroom::local {

using base::Error;
using base::ErrorCode;

namespace {

/// Statements that were put together and are kept prepared, at most.
constexpr std::size_t composedKept = 64;

Error readOnly()
{
    return { ErrorCode::StoreReadOnly,
             u"The store cannot be written: its file, its folder or its disk is read-only for this user."_s,
             {} };
}

Error unusable(int code)
{
    return { ErrorCode::StorageFailed, u"The store could not be used (code %1)."_s.arg(code), {} };
}

/// What a person has to know of SQLite's result codes. Messages hold no SQL and no path.
Error errorOf(int code)
{
    switch (code & 0xff) {
    case SQLITE_FULL:
        return { ErrorCode::DiskFull, u"The disk is full."_s, {} };
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return readOnly();
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
    case SQLITE_ERROR: // SQLCipher, of a page that is not authentic
    case SQLITE_NOMEM: // and whatever is asked of the connection after that
        return { ErrorCode::StoreTampered, u"The store's file failed its check of authenticity."_s, {} };
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return { ErrorCode::StoreInUse, u"Another process holds the store."_s, {} };
    case SQLITE_IOERR:
        return { ErrorCode::StorageFailed,
                 u"Reading or writing the store failed (code %1)."_s.arg(code),
                 {} };
    default:
        return unusable(code);
    }
}

/// An empty file that only its owner may read, made by us and nobody else.
base::Result<void> makeEmptyFile(const QString& file)
{
    const QByteArray path = QFile::encodeName(file);
    const int descriptor = ::open(path.constData(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (descriptor >= 0) {
        ::close(descriptor);
        return {};
    }
    switch (errno) {
    case EEXIST:
        return Error{ ErrorCode::StoreExists, u"There is a file of this name already."_s, {} };
    case ENOSPC:
    case EDQUOT:
        return Error{ ErrorCode::DiskFull, u"The disk is full."_s, {} };
    case EACCES:
    case EPERM:
    case EROFS:
        return Error{ ErrorCode::StoreReadOnly, u"The folder cannot be written."_s, {} };
    case ENOENT:
        return Error{ ErrorCode::StoreMissing, u"There is no such folder."_s, {} };
    default:
        return Error{ ErrorCode::StorageFailed, u"The file could not be made (code %1)."_s.arg(errno), {} };
    }
}

/// SQLCipher's form of a key that needs no derivation: x'key mac-key salt' in hexadecimal.
base::SecureBytes keySpecification(const StoreKeys& keys)
{
    constexpr char digits[] = "0123456789abcdef";
    const std::size_t size = keys.page.size() + keys.pageMac.size() + keys.pageSalt.size();
    base::SecureBytes out(size * 2 + 3);
    unsigned char* write = out.data();
    *write++ = 'x';
    *write++ = '\'';
    for (const base::SecureBytes* part : { &keys.page, &keys.pageMac, &keys.pageSalt }) {
        for (const unsigned char byte : part->span()) {
            *write++ = static_cast<unsigned char>(digits[byte >> 4]);
            *write++ = static_cast<unsigned char>(digits[byte & 15]);
        }
    }
    *write = '\'';
    return out;
}

} // namespace

base::Result<Database> Database::open(const QString& file, const StoreKeys& keys, Mode mode)
{
    if (mode == Mode::CreateNew) {
        if (auto made = makeEmptyFile(file); !made)
            return made.error();
    } else if (!QFileInfo::exists(file)) {
        return Error{ ErrorCode::StoreMissing, u"There is no store."_s, {} };
    }
    sqlite3* connection = nullptr;
    const int code = sqlite3_open_v2(QFile::encodeName(file).constData(), &connection,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE
                                         | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE,
                                     pageStorage());
    Database database(connection);
    if (code != SQLITE_OK)
        return errorOf(code);
    // A file that cannot be written was opened for reading, and only locking it would fail.
    if (sqlite3_db_readonly(connection, "main") == 1)
        return readOnly();
    if (auto configured = database.configure(keys, mode); !configured)
        return configured.error();
    return database;
}

base::Result<void> Database::configure(const StoreKeys& keys, Mode mode)
{
    leaveFile();
    const base::SecureBytes specification = keySpecification(keys);
    const int code = sqlite3_key(m_connection, specification.data(), static_cast<int>(specification.size()));
    if (code != SQLITE_OK)
        return errorOf(code);
    // The locking mode comes before the first read: then the journal needs no shared-memory file.
    if (auto done = execute("PRAGMA cipher_page_size=4096; PRAGMA locking_mode=EXCLUSIVE;"
                            "PRAGMA cell_size_check=ON; PRAGMA trusted_schema=OFF; PRAGMA mmap_size=0;"
                            "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536; PRAGMA foreign_keys=ON;"
                            "PRAGMA secure_delete=ON; PRAGMA recursive_triggers=OFF;");
        !done)
        return done.error();
    if (const int registered = registerTextFunction(m_connection); registered != SQLITE_OK)
        return errorOf(registered);
    sqlite3_db_config(m_connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(m_connection, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(m_connection, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    // Plans do not depend on the values of parameters: else a statement with LIMIT ? is planned for each run.
    sqlite3_db_config(m_connection, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
    // The first read: here a wrong key or a changed first page shows.
    if (auto read = number("SELECT count(*) FROM sqlite_schema"); !read)
        return read.error();
    if (mode == Mode::CreateNew) {
        if (auto done = execute("PRAGMA journal_mode=WAL;"); !done)
            return done.error();
    }
    sqlite3_wal_autocheckpoint(m_connection, journalPages());
    return execute("PRAGMA synchronous=FULL; PRAGMA journal_size_limit=16777216;");
}

Database::~Database() { close(); }

Database::Database(Database&& other) noexcept
    : m_connection(std::exchange(other.m_connection, nullptr))
    , m_kept(std::exchange(other.m_kept, {}))
    , m_composed(std::exchange(other.m_composed, {}))
{
}

Database& Database::operator=(Database&& other) noexcept
{
    std::swap(m_connection, other.m_connection);
    std::swap(m_kept, other.m_kept);
    std::swap(m_composed, other.m_composed);
    return *this;
}

void Database::close()
{
    for (const auto& [sql, kept] : m_kept)
        sqlite3_finalize(kept.statement);
    m_kept.clear();
    forgetComposed();
    sqlite3_close_v2(std::exchange(m_connection, nullptr));
}

void Database::acceptFile() { sqlite3_db_config(m_connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr); }

void Database::leaveFile() { sqlite3_db_config(m_connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr); }

base::Result<void> Database::execute(const char* sql)
{
    const int code = sqlite3_exec(m_connection, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return lastError(code);
    return {};
}

base::Result<qint64> Database::number(const char* sql)
{
    Query query(*this, sql);
    const auto row = query.next();
    if (!row)
        return row.error();
    return *row ? query.numberAt(0) : 0;
}

base::Result<QStringList> Database::texts(const char* sql)
{
    QStringList found;
    Query query(*this, sql);
    for (;;) {
        const auto row = query.next();
        if (!row)
            return row.error();
        if (!*row)
            return found;
        found.append(query.textAt(0));
    }
}

void Database::stopReadingWhen(std::function<bool()> isEnough)
{
    constexpr int steps = 4000; // well below a millisecond
    m_isEnough = std::move(isEnough);
    const auto ask = [](void* asked) { return (*static_cast<std::function<bool()>*>(asked))() ? 1 : 0; };
    if (m_isEnough)
        sqlite3_progress_handler(m_connection, steps, ask, &m_isEnough);
    else
        sqlite3_progress_handler(m_connection, 0, nullptr, nullptr);
}

bool Database::isInTransaction() const { return sqlite3_get_autocommit(m_connection) == 0; }

base::Result<void> Database::copyTo(const QString& file, const StoreKeys& keys)
{
    auto target = open(file, keys, Mode::CreateNew);
    if (!target)
        return target.error();
    // One step copies all: nobody else writes, so it cannot have to start again.
    sqlite3_backup* const backup = sqlite3_backup_init(target->m_connection, "main", m_connection, "main");
    if (!backup)
        return errorOf(sqlite3_errcode(target->m_connection));
    const int stepped = sqlite3_backup_step(backup, -1);
    const int finished = sqlite3_backup_finish(backup);
    if (stepped != SQLITE_DONE)
        return errorOf(stepped);
    if (finished != SQLITE_OK)
        return errorOf(finished);
    target->acceptFile();
    return target->execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

Error Database::lastError(int code) const { return errorOf(code); }

sqlite3_stmt* Database::prepare(const char* sql)
{
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v3(m_connection, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    return statement;
}

Database::Kept* Database::take(const char* sql) { return taken(m_kept[sql], sql); }

Database::Kept* Database::take(const QByteArray& sql)
{
    if (m_composed.size() >= composedKept && !m_composed.contains(sql))
        forgetComposed();
    return taken(m_composed[sql], sql.constData());
}

/// Nothing while the same statement runs already.
Database::Kept* Database::taken(Kept& kept, const char* sql)
{
    if (kept.isRunning)
        return nullptr;
    if (!kept.statement)
        kept.statement = prepare(sql);
    kept.isRunning = kept.statement != nullptr;
    return kept.isRunning ? &kept : nullptr;
}

/// Those that run stay.
void Database::forgetComposed()
{
    std::erase_if(m_composed, [](const auto& composed) {
        const Kept& kept = composed.second;
        if (!kept.isRunning)
            sqlite3_finalize(kept.statement);
        return !kept.isRunning;
    });
}

Query::Query(Database& database, const char* sql)
    : Query(database, database.take(sql), sql)
{
}

Query::Query(Database& database, const QByteArray& sql)
    : Query(database, database.take(sql), sql.constData())
{
}

Query::Query(Database& database, Database::Kept* kept, const char* sql)
    : m_database(database)
    , m_kept(kept)
    , m_statement(kept ? kept->statement : database.prepare(sql))
{
    if (!m_statement)
        note(sqlite3_extended_errcode(database.m_connection));
}

Query::~Query()
{
    if (!m_kept) {
        sqlite3_finalize(m_statement);
        return;
    }
    again();
    sqlite3_clear_bindings(m_statement);
    m_kept->isRunning = false;
}

void Query::again()
{
    sqlite3_reset(m_statement);
    m_index = 1;
}

void Query::note(int code)
{
    if (m_code == SQLITE_OK)
        m_code = code;
}

Query& Query::at(int index)
{
    m_index = index;
    return *this;
}

Query& Query::number(qint64 value)
{
    note(sqlite3_bind_int64(m_statement, m_index++, value));
    return *this;
}

Query& Query::number(const std::optional<qint64>& value) { return value ? number(*value) : null(); }

Query& Query::text(QStringView value) { return utf8(base::Utf8(value).view()); }

Query& Query::utf8(QByteArrayView value)
{
    note(sqlite3_bind_text(m_statement, m_index++, value.isNull() ? "" : value.data(),
                           static_cast<int>(value.size()), SQLITE_TRANSIENT));
    return *this;
}

Query& Query::bytes(QByteArrayView value)
{
    note(sqlite3_bind_blob(m_statement, m_index++, value.isNull() ? "" : value.data(),
                           static_cast<int>(value.size()), SQLITE_TRANSIENT));
    return *this;
}

Query& Query::null()
{
    note(sqlite3_bind_null(m_statement, m_index++));
    return *this;
}

base::Result<bool> Query::next()
{
    if (!m_statement && (m_code & 0xff) == SQLITE_ERROR) // of the statement itself, before a page was read
        return unusable(m_code);
    if (m_code != SQLITE_OK)
        return m_database.lastError(m_code);
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    m_code = code;
    return m_database.lastError(code);
}

base::Result<void> Query::run()
{
    const auto row = next();
    if (!row)
        return row.error();
    return {};
}

bool Query::isNull(int column) const { return sqlite3_column_type(m_statement, column) == SQLITE_NULL; }

qint64 Query::numberAt(int column) const { return sqlite3_column_int64(m_statement, column); }

std::optional<qint64> Query::optionalNumberAt(int column) const
{
    if (isNull(column))
        return std::nullopt;
    return numberAt(column);
}

QString Query::textAt(int column) const
{
    const QByteArrayView utf8 = bytesAt(column);
    return QString::fromUtf8(utf8);
}

QByteArrayView Query::bytesAt(int column) const
{
    const void* const data = sqlite3_column_blob(m_statement, column);
    return { static_cast<const char*>(data), sqlite3_column_bytes(m_statement, column) };
}

int Query::type(int column) const { return sqlite3_column_type(m_statement, column); }

} // namespace strongroom::local
