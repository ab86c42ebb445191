// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/secret.h"
#include "model/vault/vault_properties.h"

#include <QJsonObject>
#include <QStringList>

namespace strongroom::lists {

/// "Enabled", "Expiring", "Expired", "Not yet valid", "Disabled".
QString stateWord(vault::ObjectState state);
/// What the state means and since or until when, in one sentence.
QString stateSentence(vault::ObjectKind kind, const vault::Attributes& attributes, base::UnixSeconds now);
/// "name=value" of each tag, or the name alone where the value is empty.
QStringList tagWords(const vault::Tags& tags);
/// "9f2c…41be".
QString shortVersion(const vault::VersionId& version);

/// "Secret", "Key", "Certificate".
QString kindWord(vault::ObjectKind kind);
/// "secrets", "keys", "certificates": the part of an address.
QString collectionOf(vault::ObjectKind kind);
/// https://…/secrets/NAME, with the version when one is given. `vaultUrl` has no slash at its end.
QString objectUri(const QString& vaultUrl, vault::ObjectKind kind, const vault::ObjectName& name);
QString objectUri(const QString& vaultUrl, vault::ObjectKind kind, const vault::ObjectName& name,
                  const vault::VersionId& version);
/// The attributes and tags of a bundle, for the JSON of an object.
QJsonObject attributesJson(const vault::Attributes& attributes);
QJsonObject tagsJson(const vault::Tags& tags);
/// The reference by which Azure services read a secret as a setting.
QString secretReference(const QString& vaultUrl, const vault::ObjectName& name);
/// The bundle as the service would answer it, indented and without the value.
QString secretJson(const QString& vaultUrl, const vault::SecretProperties& secret);
/// One line with tabs, as a table takes it when pasted.
QString secretRow(const vault::SecretProperties& secret);

/// A way to do from a terminal or a program what the window shows.
struct CommandText final
{
    QString title;
    QString text;
};
/// As one argument of a shell, whatever is in it.
QString shellQuoted(QString argument);
/// A line for Strongroom's own program: `words` are what to do, "secret get NAME"; the vault or pool follows,
/// and the file with the passphrase, which is never an argument. `store` is the store's folder, empty where
/// the program finds it by itself.
QString commandLine(const QString& words, const vault::VaultProperties& vault, const QString& store);
/// The same read as a REST request, with the az command line and with Strongroom's own.
std::vector<CommandText> secretCommands(const QString& vaultUrl, const vault::VaultProperties& vault,
                                        const vault::SecretProperties& secret, const QString& store);

} // namespace strongroom::lists
