// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QHashFunctions>
#include <QString>

namespace strongroom::vault {

/// What a vault holds. Certificates own a key and a secret of the same name.
enum class ObjectKind { Secret, Key, Certificate };

/// The key of comparison and of list order of names, as in the service's paging markers: in upper case.
QString foldedName(const QString& name);

/// The name of a secret, key or certificate: ^[0-9a-zA-Z-]{1,127}$ (Key Vault, "Objects, identifiers,
/// and versioning"). Compared without case; keeps the spelling it was created with.
class ObjectName final
{
public:
    static base::Result<ObjectName> create(const QString& text);
    const QString& text() const { return m_text; }
    QString folded() const { return foldedName(m_text); }
    friend bool operator==(const ObjectName& a, const ObjectName& b)
    {
        return a.m_text.compare(b.m_text, Qt::CaseInsensitive) == 0;
    }

private:
    explicit ObjectName(QString text);
    QString m_text;
};

/// The name of a vault or pool: 3-24 of [a-zA-Z0-9-], first a letter, last a letter or digit, no two
/// hyphens in a row. Compared without case.
class VaultName final
{
public:
    static base::Result<VaultName> create(const QString& text);
    const QString& text() const { return m_text; }
    QString folded() const { return m_text.toLower(); }
    friend bool operator==(const VaultName& a, const VaultName& b)
    {
        return a.m_text.compare(b.m_text, Qt::CaseInsensitive) == 0;
    }

private:
    explicit VaultName(QString text);
    QString m_text;
};

/// The version of an object: 32 lower-case hexadecimal digits.
class VersionId final
{
public:
    static base::Result<VersionId> create(const QString& text);
    static VersionId random();
    const QString& text() const { return m_text; }
    friend bool operator==(const VersionId&, const VersionId&) = default;
    friend auto operator<=>(const VersionId& a, const VersionId& b)
    {
        return a.m_text.compare(b.m_text) <=> 0;
    }

private:
    explicit VersionId(QString text);
    QString m_text;
};

/// Identity of a vault inside the program: stays when the vault is recovered. Empty for "the store".
struct VaultId final
{
    QString value;
    bool isEmpty() const { return value.isEmpty(); }
    friend bool operator==(const VaultId&, const VaultId&) = default;
    friend size_t qHash(const VaultId& id, size_t seed = 0) { return ::qHash(id.value, seed); }
};

} // namespace strongroom::vault
