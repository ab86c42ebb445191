// SPDX-License-Identifier: Apache-2.0
#include "model/local/directory_table.h"

#include "model/base/encodings.h"

using namespace Qt::StringLiterals;

namespace strongroom::local {

using base::Result;
using vault::Application;
using vault::ApplicationCredential;

namespace {

constexpr std::size_t secretRandomBytes = 30; // 40 characters
constexpr std::size_t saltBytes = 16;

QByteArray hashOf(QByteArrayView salt, const base::SecureBytes& secret)
{
    crypto::Sha256 hash;
    return hash.add(salt).add(secret.view()).finish();
}

std::span<const unsigned char> spanOf(const QByteArray& bytes)
{
    return { reinterpret_cast<const unsigned char*>(bytes.constData()),
             static_cast<std::size_t>(bytes.size()) };
}

} // namespace

NewClientSecret makeClientSecret(base::UnixSeconds now, base::UnixSeconds expires)
{
    const base::SecureBytes random = crypto::randomBytes(secretRandomBytes);
    QByteArray text = base::toBase64Url(random.view());
    NewClientSecret made;
    made.secret = base::SecureBytes::copyOf(text);
    made.credential.facts.id = base::randomUuid();
    made.credential.facts.kind = ApplicationCredential::Kind::Secret;
    made.credential.facts.hint = QString::fromLatin1(text.first(3));
    made.credential.facts.created = now;
    made.credential.facts.expires = expires;
    made.credential.salt = crypto::randomBytes(saltBytes).view().toByteArray();
    made.credential.hash = hashOf(made.credential.salt, made.secret);
    base::wipe(text);
    return made;
}

bool fits(const CredentialRow& credential, const base::SecureBytes& secret)
{
    return base::equalInConstantTime(spanOf(hashOf(credential.salt, secret)), spanOf(credential.hash));
}

DirectoryTable::DirectoryTable(StoreContext& context)
    : m_context(context)
{
}

Result<Application> DirectoryTable::read(const Query& query)
{
    if (auto verified = m_context.digests.verifyRow(TableId::Applications, query); !verified)
        return verified.error();
    Application application;
    application.clientId = query.textAt(2);
    application.objectId = query.textAt(3);
    application.name = query.textAt(5);
    application.created = query.numberAt(6);
    auto rows = credentialsOf(query.numberAt(0));
    if (!rows)
        return rows.error();
    for (CredentialRow& row : *rows)
        application.credentials.push_back(std::move(row.facts));
    return application;
}

Result<std::vector<CredentialRow>> DirectoryTable::credentialsOf(qint64 application)
{
    std::vector<CredentialRow> rows;
    Query query(m_context.database, "SELECT * FROM credentials WHERE application = ?1 ORDER BY id");
    query.number(application);
    for (;;) {
        const auto found = query.next();
        if (!found)
            return found.error();
        if (!*found)
            return rows;
        if (auto verified = m_context.digests.verifyRow(TableId::Credentials, query); !verified)
            return verified.error();
        CredentialRow row;
        row.facts.id = query.textAt(3);
        row.facts.kind = static_cast<ApplicationCredential::Kind>(query.numberAt(4));
        row.facts.hint = query.textAt(5);
        row.facts.certificateDer = query.copyAt(6);
        row.salt = query.copyAt(7);
        row.hash = query.copyAt(8);
        row.facts.created = query.numberAt(9);
        row.facts.expires = query.numberAt(10);
        rows.push_back(std::move(row));
    }
}

Result<std::vector<Application>> DirectoryTable::all()
{
    std::vector<Application> applications;
    Query query(m_context.database, "SELECT * FROM applications ORDER BY folded");
    for (;;) {
        const auto found = query.next();
        if (!found)
            return found.error();
        if (!*found)
            return applications;
        auto application = read(query);
        if (!application)
            return application.error();
        applications.push_back(std::move(*application));
    }
}

Result<std::optional<Application>> DirectoryTable::findByClientId(const QString& clientId)
{
    Query query(m_context.database, "SELECT * FROM applications WHERE client_id = ?1");
    const auto found = query.text(clientId.toLower()).next();
    if (!found)
        return found.error();
    if (!*found)
        return std::optional<Application>();
    auto application = read(query);
    if (!application)
        return application.error();
    return std::optional<Application>(std::move(*application));
}

Result<bool> DirectoryTable::isNameTaken(const QString& name)
{
    Query query(m_context.database, "SELECT 1 FROM applications WHERE folded = ?1");
    return query.text(name.toCaseFolded()).next();
}

Result<void> DirectoryTable::insert(const Application& application)
{
    const auto last = m_context.database.number("SELECT max(id) FROM applications");
    if (!last)
        return last.error();
    RowWriter writer(m_context, TableId::Applications,
                     "INSERT INTO applications VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", *last + 1);
    const auto mac = writer.text(application.clientId)
                         .text(application.objectId)
                         .text(application.name.toCaseFolded())
                         .text(application.name)
                         .number(application.created)
                         .write({});
    if (!mac)
        return mac.error();
    return {};
}

Result<std::optional<qint64>> DirectoryTable::idOf(const QString& clientId)
{
    Query query(m_context.database, "SELECT id FROM applications WHERE client_id = ?1");
    const auto found = query.text(clientId.toLower()).next();
    if (!found)
        return found.error();
    return *found ? std::optional<qint64>(query.numberAt(0)) : std::nullopt;
}

Result<void> DirectoryTable::removeCredentials(qint64 application)
{
    std::vector<std::pair<qint64, QByteArray>> rows;
    {
        Query query(m_context.database, "SELECT id, mac FROM credentials WHERE application = ?1");
        query.number(application);
        for (;;) {
            const auto found = query.next();
            if (!found)
                return found.error();
            if (!*found)
                break;
            rows.emplace_back(query.numberAt(0), query.copyAt(1));
        }
    }
    for (const auto& [id, mac] : rows) {
        if (auto removed
            = removeRow(m_context, TableId::Credentials, "DELETE FROM credentials WHERE id = ?1", id, mac);
            !removed)
            return removed.error();
    }
    return {};
}

Result<void> DirectoryTable::remove(const QString& clientId)
{
    qint64 id = 0;
    QByteArray mac;
    {
        Query query(m_context.database, "SELECT id, mac FROM applications WHERE client_id = ?1");
        const auto found = query.text(clientId.toLower()).next();
        if (!found)
            return found.error();
        if (!*found)
            return {};
        id = query.numberAt(0);
        mac = query.copyAt(1);
    }
    if (auto removed = removeCredentials(id); !removed)
        return removed.error();
    return removeRow(m_context, TableId::Applications, "DELETE FROM applications WHERE id = ?1", id, mac);
}

Result<void> DirectoryTable::addCredential(const QString& clientId, const CredentialRow& credential)
{
    const auto application = idOf(clientId);
    if (!application)
        return application.error();
    const auto last = m_context.database.number("SELECT max(id) FROM credentials");
    if (!last)
        return last.error();
    RowWriter writer(m_context, TableId::Credentials,
                     "INSERT INTO credentials VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                     *last + 1);
    const auto mac = writer.number(application->value_or(0))
                         .text(credential.facts.id)
                         .number(static_cast<qint64>(credential.facts.kind))
                         .text(credential.facts.hint)
                         .bytes(credential.facts.certificateDer)
                         .bytes(credential.salt)
                         .bytes(credential.hash)
                         .number(credential.facts.created)
                         .number(credential.facts.expires)
                         .write({});
    if (!mac)
        return mac.error();
    return {};
}

Result<bool> DirectoryTable::removeCredential(const QString& clientId, const QString& credentialId)
{
    const auto application = idOf(clientId);
    if (!application)
        return application.error();
    qint64 id = 0;
    QByteArray mac;
    {
        Query query(m_context.database,
                    "SELECT id, mac FROM credentials WHERE application = ?1 AND uid = ?2");
        const auto found = query.number(application->value_or(0)).text(credentialId.toLower()).next();
        if (!found)
            return found.error();
        if (!*found)
            return false;
        id = query.numberAt(0);
        mac = query.copyAt(1);
    }
    if (auto removed
        = removeRow(m_context, TableId::Credentials, "DELETE FROM credentials WHERE id = ?1", id, mac);
        !removed)
        return removed.error();
    return true;
}

Result<std::vector<CredentialRow>> DirectoryTable::credentials(const QString& clientId)
{
    const auto application = idOf(clientId);
    if (!application)
        return application.error();
    return credentialsOf(application->value_or(0));
}

} // namespace strongroom::local
