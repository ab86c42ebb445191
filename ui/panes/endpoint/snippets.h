// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/names.h"

#include <QString>

#include <array>
#include <vector>

// What a person copies to connect a program: pure text from facts, nothing looked up. The texts are
// English and untranslated, because they are code.

namespace strongroom::ui {

enum class SnippetLanguage { JavaScript, Python, CSharp, Go, Curl };
inline constexpr std::array allSnippetLanguages
    = { SnippetLanguage::JavaScript, SnippetLanguage::Python, SnippetLanguage::CSharp, SnippetLanguage::Go,
        SnippetLanguage::Curl };

/// How the program signs in: as a registered application with its secret, or as whatever application
/// answers for the managed identity.
enum class SnippetIdentity { ClientSecret, ManagedIdentity };

struct SnippetFacts final
{
    SnippetIdentity identity = SnippetIdentity::ClientSecret;
    QString vaultUrl; ///< https://NAME.vault.localhost:PORT, of a pool https://NAME.managedhsm.localhost:PORT
    vault::ObjectKind kind = vault::ObjectKind::Secret;
    QString objectName; ///< empty: the placeholder "my-secret" or "my-key"
    QString authority; ///< https://login.vault.localhost:PORT
    QString tenantId;
    QString clientId; ///< empty: a placeholder that says what belongs there
    QString caFile;
    QString identityEndpoint;
    QString identityHeader;
};

struct EnvironmentVariable final
{
    QString name;
    QString value; ///< for the client secret a placeholder, because the program does not know it
    bool isPlaceholder = false;

    friend bool operator==(const EnvironmentVariable&, const EnvironmentVariable&) = default;
};

QString languageName(SnippetLanguage language);
/// The command that gets the libraries; empty where none are needed.
QString installCommand(SnippetLanguage language, vault::ObjectKind kind);
/// The file the program goes into, and the command that runs it.
QString programFile(SnippetLanguage language, vault::ObjectKind kind);
QString runCommand(SnippetLanguage language, vault::ObjectKind kind);
/// What must be set before the snippet runs, in the order shown.
std::vector<EnvironmentVariable> environmentFor(SnippetLanguage language, const SnippetFacts& facts);
/// The same as lines for a POSIX shell, quoted so that any path is safe to paste.
QString shellLines(const std::vector<EnvironmentVariable>& environment);
/// A whole program that prints the value of the secret, or the identifier of the key.
QString snippetFor(SnippetLanguage language, const SnippetFacts& facts);

/// What to put into the hosts file for a machine whose resolver does not know *.localhost.
QString hostsLine(const QString& vaultUrl, const QString& authority);

} // namespace strongroom::ui
