// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/endpoint/snippets.h"

#include "model/lists/object_words.h"

#include <QStringList>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

// @url@, @name@ and @resource@ are replaced, and so are @library@, @client@ and @use@. What people chose has
// an alphabet without quotes and backslashes, so it needs no escape in any of the languages.

bool isKey(vault::ObjectKind kind) { return kind == vault::ObjectKind::Key; }

QString javaScriptCredential(SnippetIdentity identity)
{
    if (identity == SnippetIdentity::ManagedIdentity)
        return uR"code(import { ManagedIdentityCredential } from "@azure/identity";
import { @client@ } from "@azure/@library@";

const credential = new ManagedIdentityCredential();
)code"_s;
    return uR"code(import { ClientSecretCredential } from "@azure/identity";
import { @client@ } from "@azure/@library@";

const { AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, AZURE_AUTHORITY_HOST } = process.env;
const credential = new ClientSecretCredential(AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, {
  authorityHost: AZURE_AUTHORITY_HOST,
  disableInstanceDiscovery: true,
});
)code"_s;
}

QString javaScript(SnippetIdentity identity)
{
    return javaScriptCredential(identity) + uR"code(const client = new @client@("@url@", credential);

@use@)code"_s;
}

QString pythonCredential(SnippetIdentity identity)
{
    if (identity == SnippetIdentity::ManagedIdentity)
        return uR"code(from azure.identity import ManagedIdentityCredential
from @library@ import @client@

credential = ManagedIdentityCredential()
)code"_s;
    return uR"code(import os

from azure.identity import ClientSecretCredential
from @library@ import @client@

credential = ClientSecretCredential(
    os.environ["AZURE_TENANT_ID"],
    os.environ["AZURE_CLIENT_ID"],
    os.environ["AZURE_CLIENT_SECRET"],
    authority=os.environ["AZURE_AUTHORITY_HOST"],
    disable_instance_discovery=True,
)
)code"_s;
}

QString python(SnippetIdentity identity)
{
    return pythonCredential(identity) + uR"code(client = @client@("@url@", credential)

@use@)code"_s;
}

QString cSharpCredential(SnippetIdentity identity)
{
    if (identity == SnippetIdentity::ManagedIdentity)
        return uR"code(var credential = new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned);
)code"_s;
    return uR"code(static string Env(string name) =>
    Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set");

var credential = new ClientSecretCredential(
    Env("AZURE_TENANT_ID"), Env("AZURE_CLIENT_ID"), Env("AZURE_CLIENT_SECRET"),
    new ClientSecretCredentialOptions
    {
        AuthorityHost = new Uri(Env("AZURE_AUTHORITY_HOST")),
        DisableInstanceDiscovery = true,
    });
)code"_s;
}

QString cSharp(SnippetIdentity identity)
{
    return uR"code(using System;
using Azure.Identity;
using @library@;

)code"_s + cSharpCredential(identity)
        + uR"code(var client = new @client@(new Uri("@url@"), credential);

@use@)code"_s;
}

QString goImports(SnippetIdentity identity)
{
    const bool isSecret = identity == SnippetIdentity::ClientSecret;
    const QString azcore = isSecret ? uR"code(	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
)code"_s
                                    : QString();
    return uR"code(package main

import (
	"context"
	"fmt"
	"log"
)code"_s + (isSecret ? u"\t\"os\"\n"_s : QString())
        + u'\n' + azcore + uR"code(	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/@library@"
)

)code"_s;
}

QString goCredential(SnippetIdentity identity)
{
    if (identity == SnippetIdentity::ManagedIdentity)
        return uR"code(	credential, err := azidentity.NewManagedIdentityCredential(nil)
)code"_s;
    return uR"code(	options := &azidentity.ClientSecretCredentialOptions{DisableInstanceDiscovery: true}
	options.ClientOptions = azcore.ClientOptions{
		Cloud: cloud.Configuration{ActiveDirectoryAuthorityHost: os.Getenv("AZURE_AUTHORITY_HOST")},
	}
	credential, err := azidentity.NewClientSecretCredential(os.Getenv("AZURE_TENANT_ID"),
		os.Getenv("AZURE_CLIENT_ID"), os.Getenv("AZURE_CLIENT_SECRET"), options)
)code"_s;
}

// The formatter never agrees with itself about a line on which a raw text begins with a tab.
// clang-format off
QString go(SnippetIdentity identity)
{
    return goImports(identity) + u"func main() {\n"_s + goCredential(identity)
        + uR"code(	if err != nil {
		log.Fatal(err)
	}
	client, err := @library@.NewClient("@url@", credential, nil)
	if err != nil {
		log.Fatal(err)
	}
@use@}
)code"_s;
}

QString goUse(vault::ObjectKind kind)
{
    return isKey(kind) ? uR"code(	key, err := client.GetKey(context.Background(), "@name@", "", nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(*key.Key.KID)
)code"_s
                       : uR"code(	secret, err := client.GetSecret(context.Background(), "@name@", "", nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(*secret.Value)
)code"_s;
}
// clang-format on

// Secrets go through pipes, because arguments of a process can be read by every other process.
QString curlToken(SnippetIdentity identity)
{
    if (identity == SnippetIdentity::ManagedIdentity)
        return uR"code(token=$(printf 'X-IDENTITY-HEADER: %s\n' "$IDENTITY_HEADER" |
  curl --silent --show-error --fail-with-body --get "$IDENTITY_ENDPOINT" --header @- \
    --data api-version=2019-08-01 --data-urlencode resource=@resource@ |
)code"_s;
    return uR"code(token=$(printf %s "$AZURE_CLIENT_SECRET" |
  curl --silent --show-error --fail-with-body --cacert "$SSL_CERT_FILE" \
    "$AZURE_AUTHORITY_HOST/$AZURE_TENANT_ID/oauth2/v2.0/token" \
    --data grant_type=client_credentials --data "client_id=$AZURE_CLIENT_ID" \
    --data-urlencode scope=@resource@/.default --data-urlencode client_secret@- |
)code"_s;
}

QString curl(SnippetIdentity identity)
{
    return curlToken(identity) + uR"code(  sed -n 's/.*"access_token" *: *"\([^"]*\)".*/\1/p')

printf 'Authorization: Bearer %s\n' "$token" |
  curl --silent --show-error --fail-with-body --cacert "$SSL_CERT_FILE" --header @- \
    "@url@/@library@/@name@?api-version=7.4"
)code"_s;
}

QString programFor(SnippetLanguage language, SnippetIdentity identity)
{
    switch (language) {
    case SnippetLanguage::JavaScript:
        return javaScript(identity);
    case SnippetLanguage::Python:
        return python(identity);
    case SnippetLanguage::CSharp:
        return cSharp(identity);
    case SnippetLanguage::Go:
        return go(identity);
    case SnippetLanguage::Curl:
        return curl(identity);
    }
    return {};
}

/// What differs between a program that reads a secret and one that finds a key.
struct ObjectWords final
{
    QString library; ///< for curl the collection
    QString client;
    QString use;
};

ObjectWords javaScriptWords(vault::ObjectKind kind)
{
    if (isKey(kind))
        return { u"keyvault-keys"_s, u"KeyClient"_s, uR"code(const key = await client.getKey("@name@");
console.log(key.id);
)code"_s };
    return { u"keyvault-secrets"_s, u"SecretClient"_s,
             uR"code(const secret = await client.getSecret("@name@");
console.log(secret.value);
)code"_s };
}

ObjectWords pythonWords(vault::ObjectKind kind)
{
    if (isKey(kind))
        return { u"azure.keyvault.keys"_s, u"KeyClient"_s, u"print(client.get_key(\"@name@\").id)\n"_s };
    return { u"azure.keyvault.secrets"_s, u"SecretClient"_s,
             u"print(client.get_secret(\"@name@\").value)\n"_s };
}

ObjectWords cSharpWords(vault::ObjectKind kind)
{
    if (isKey(kind))
        return { u"Azure.Security.KeyVault.Keys"_s, u"KeyClient"_s,
                 uR"code(KeyVaultKey key = await client.GetKeyAsync("@name@");
Console.WriteLine(key.Id);
)code"_s };
    return { u"Azure.Security.KeyVault.Secrets"_s, u"SecretClient"_s,
             uR"code(KeyVaultSecret secret = await client.GetSecretAsync("@name@");
Console.WriteLine(secret.Value);
)code"_s };
}

ObjectWords wordsFor(SnippetLanguage language, vault::ObjectKind kind)
{
    switch (language) {
    case SnippetLanguage::JavaScript:
        return javaScriptWords(kind);
    case SnippetLanguage::Python:
        return pythonWords(kind);
    case SnippetLanguage::CSharp:
        return cSharpWords(kind);
    case SnippetLanguage::Go:
        return { isKey(kind) ? u"azkeys"_s : u"azsecrets"_s, {}, goUse(kind) };
    case SnippetLanguage::Curl:
        return { isKey(kind) ? u"keys"_s : u"secrets"_s, {}, {} };
    }
    return {};
}

/// What tokens are asked for: the domain that the challenge of a vault or a pool names, so no client needs
/// its check of the resource switched off.
QString resourceOf(const QString& vaultUrl) { return "https://"_L1 + QUrl(vaultUrl).host().section(u'.', 1); }

/// The variable by which each runtime learns of one more certificate authority.
QString trustVariable(SnippetLanguage language)
{
    switch (language) {
    case SnippetLanguage::JavaScript:
        return u"NODE_EXTRA_CA_CERTS"_s;
    case SnippetLanguage::Python:
        return u"REQUESTS_CA_BUNDLE"_s;
    case SnippetLanguage::CSharp:
    case SnippetLanguage::Go:
    case SnippetLanguage::Curl:
        return u"SSL_CERT_FILE"_s;
    }
    return {};
}

} // namespace

QString languageName(SnippetLanguage language)
{
    switch (language) {
    case SnippetLanguage::JavaScript:
        return u"JavaScript"_s;
    case SnippetLanguage::Python:
        return u"Python"_s;
    case SnippetLanguage::CSharp:
        return u"C#"_s;
    case SnippetLanguage::Go:
        return u"Go"_s;
    case SnippetLanguage::Curl:
        return u"curl"_s;
    }
    return {};
}

QString installCommand(SnippetLanguage language, vault::ObjectKind kind)
{
    const QString library = wordsFor(language, kind).library;
    switch (language) {
    case SnippetLanguage::JavaScript:
        return u"npm install @azure/identity @azure/"_s + library;
    case SnippetLanguage::Python:
        return u"pip install azure-identity "_s + QString(library).replace(u'.', u'-');
    case SnippetLanguage::CSharp:
        return u"dotnet add package Azure.Identity && dotnet add package "_s + library;
    case SnippetLanguage::Go:
        return u"go get github.com/Azure/azure-sdk-for-go/sdk/azidentity "
               "github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/"_s
            + library;
    case SnippetLanguage::Curl:
        return {};
    }
    return {};
}

QString programFile(SnippetLanguage language, vault::ObjectKind kind)
{
    const QString object = isKey(kind) ? u"key"_s : u"secret"_s;
    switch (language) {
    case SnippetLanguage::JavaScript:
        return u"read-"_s + object + u".mjs"_s;
    case SnippetLanguage::Python:
        return u"read_"_s + object + u".py"_s;
    case SnippetLanguage::CSharp:
        return u"Program.cs"_s;
    case SnippetLanguage::Go:
        return u"main.go"_s;
    case SnippetLanguage::Curl:
        return u"read-"_s + object + u".sh"_s;
    }
    return {};
}

QString runCommand(SnippetLanguage language, vault::ObjectKind kind)
{
    switch (language) {
    case SnippetLanguage::JavaScript:
        return u"node "_s + programFile(language, kind);
    case SnippetLanguage::Python:
        return u"python3 "_s + programFile(language, kind);
    case SnippetLanguage::CSharp:
        return u"dotnet run"_s;
    case SnippetLanguage::Go:
        return u"go run ."_s;
    case SnippetLanguage::Curl:
        return u"sh "_s + programFile(language, kind);
    }
    return {};
}

std::vector<EnvironmentVariable> environmentFor(SnippetLanguage language, const SnippetFacts& facts)
{
    std::vector<EnvironmentVariable> environment;
    if (facts.identity == SnippetIdentity::ManagedIdentity) {
        environment.push_back({ u"IDENTITY_ENDPOINT"_s, facts.identityEndpoint, false });
        environment.push_back({ u"IDENTITY_HEADER"_s, facts.identityHeader, false });
    } else {
        const bool hasClient = !facts.clientId.isEmpty();
        environment.push_back({ u"AZURE_TENANT_ID"_s, facts.tenantId, false });
        environment.push_back(
            { u"AZURE_CLIENT_ID"_s, hasClient ? facts.clientId : u"<client id>"_s, !hasClient });
        environment.push_back({ u"AZURE_CLIENT_SECRET"_s, u"<client secret>"_s, true });
        environment.push_back({ u"AZURE_AUTHORITY_HOST"_s, facts.authority, false });
    }
    environment.push_back({ trustVariable(language), facts.caFile, false });
    return environment;
}

QString shellLines(const std::vector<EnvironmentVariable>& environment)
{
    QString lines;
    for (const EnvironmentVariable& variable : environment)
        lines += u"export "_s + variable.name + u'=' + lists::shellQuoted(variable.value) + u'\n';
    return lines;
}

QString snippetFor(SnippetLanguage language, const SnippetFacts& facts)
{
    QString text = programFor(language, facts.identity);
    const ObjectWords words = wordsFor(language, facts.kind);
    text.replace("@library@"_L1, words.library);
    text.replace("@client@"_L1, words.client);
    text.replace("@use@"_L1, words.use);
    const QString placeholder = isKey(facts.kind) ? u"my-key"_s : u"my-secret"_s;
    text.replace("@url@"_L1, facts.vaultUrl);
    text.replace("@name@"_L1, facts.objectName.isEmpty() ? placeholder : facts.objectName);
    text.replace("@resource@"_L1, resourceOf(facts.vaultUrl));
    return text;
}

QString hostsLine(const QString& vaultUrl, const QString& authority)
{
    return u"127.0.0.1 "_s + QStringList{ QUrl(vaultUrl).host(), QUrl(authority).host() }.join(u' ');
}

} // namespace strongroom::ui
