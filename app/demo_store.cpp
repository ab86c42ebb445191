// SPDX-License-Identifier: Apache-2.0
#include "app/demo_store.h"

#include "app/demo_token.h"
#include "model/base/promise.h"
#include "model/ops/operations.h"

#include <QTimer>

#include <atomic>

namespace strongroom::app {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 day = 86'400;

struct SecretRow final
{
    const char* name;
    const char* type;
    int expiresInDays; // 0: never
    bool isEnabled;
    const char* tag;
    const char* tagValue;
    int versions = 1;
};

constexpr SecretRow productionSecrets[] = {
    { "payments-db-password", "text/plain", 112, true, "env", "prod", 7 },
    { "payments-stripe-api-key", "api-key", 17, true, "env", "prod", 2 },
    { "graph-app-registration", "client-secret", 72, true, "owner", "iam", 3 },
    { "bitlocker-ws-0117", "bitlocker", 0, true, "device", "" },
    { "orders-connection-string", "connection-string", 211, true, "env", "prod", 4 },
    { "legacy-ftp-login", "text/plain", -300, false, "", "" },
    { "smtp-relay", "text/plain", -21, true, "team", "ops" },
    { "redis-cache-key", "api-key", 51, true, "env", "prod", 2 },
    { "jwt-signing-seed", "base64", 0, true, "", "" },
    { "backup-passphrase", "text/plain", 0, true, "team", "ops" },
    { "kafka-sasl-password", "text/plain", 152, true, "env", "prod" },
    { "datadog-api-key", "api-key", 23, true, "team", "sre" },
    { "twilio-auth-token", "api-key", 95, true, "env", "prod" },
    { "vpn-shared-secret", "text/plain", 396, true, "team", "net" },
    { "ldap-bind", "text/plain", 183, true, "team", "iam" },
    { "pos-terminal-pin-0042", "text/plain", 0, true, "device", "" },
    { "reporting-sas-token", "sas", 98, true, "env", "prod" },
    { "webhook-hmac", "base64", 0, true, "", "" },
    { "sendgrid-api-key", "api-key", 6, true, "env", "prod" },
    { "search-admin-key", "api-key", 240, true, "env", "prod" },
    { "grafana-admin", "text/plain", 0, true, "team", "sre" },
    { "nightly-export-token", "sas", 31, true, "team", "data" },
};

struct KeyRow final
{
    const char* name;
    crypto::KeyType type;
    int bits; // RSA
    crypto::Curve curve; // EC
    int expiresInDays; // 0: never
    bool isEnabled;
    const char* tag;
    const char* tagValue;
    int versions;
    int rotateMonths; // after its creation; 0: not by itself; below 0: so many days before its end
    const char* operations; // empty: all that the type can do
};

constexpr auto rsa = crypto::KeyType::Rsa;
constexpr auto ec = crypto::KeyType::Ec;
constexpr auto oct = crypto::KeyType::Oct;
constexpr auto p256 = crypto::Curve::P256;

constexpr KeyRow productionKeys[] = {
    { "payments-signing", ec, 0, p256, 112, true, "env", "prod", 3, 18, "" },
    { "jwt-signing", rsa, 2048, p256, 400, true, "env", "prod", 2, 12, "sign,verify" },
    { "backup-wrapping", rsa, 3072, p256, 0, true, "team", "ops", 1, 0, "wrapKey,unwrapKey" },
    { "tls-edge", ec, 0, crypto::Curve::P384, 17, true, "env", "prod", 1, 6, "" },
    { "disk-encryption", rsa, 2048, p256, 0, true, "team", "infra", 2, 24,
      "encrypt,decrypt,wrapKey,unwrapKey" },
    { "ledger-anchor", ec, 0, crypto::Curve::P256K, 0, true, "team", "data", 1, 0, "" },
    { "legacy-codesign", rsa, 2048, p256, -90, true, "", "", 1, 0, "sign,verify" },
    { "old-partner-exchange", rsa, 2048, p256, 0, false, "partner", "fabrikam", 1, 12, "" },
    { "document-sealing", ec, 0, crypto::Curve::P521, 240, true, "env", "prod", 1, 6, "" },
    { "audit-checkpoints", ec, 0, p256, 40, true, "team", "sre", 1, -30, "" },
};

// In the token of the Premium vault, and in the pool's.
constexpr KeyRow hardwareKeys[] = {
    { "release-signing", rsa, 3072, p256, 300, true, "team", "build", 1, 12, "sign,verify" },
    { "firmware-signing", ec, 0, crypto::Curve::P384, 0, true, "team", "devices", 2, 24, "" },
    { "card-data", oct, 256, p256, 0, true, "scope", "pci", 1, 0, "encrypt,decrypt" },
};
constexpr KeyRow poolKeys[] = {
    { "root-wrapping", rsa, 4096, p256, 0, true, "tier", "root", 1, 0, "wrapKey,unwrapKey" },
    { "ledger-signing", ec, 0, p256, 365, true, "team", "data", 1, 12, "" },
    { "tenant-data", oct, 256, p256, 0, true, "scope", "tenants", 1, 0, "" },
};

/// Counts the operations under way; the promise is kept when the last one is answered.
class Batch final
{
public:
    Batch(ops::Operations& operations)
        : m_operations(operations)
    {
    }
    QFuture<void> future() { return m_promise.future(); }
    void release()
    {
        if (--m_open == 0)
            m_promise.fulfil();
    }

    template <typename Op>
    static void run(const std::shared_ptr<Batch>& batch, const vault::VaultId& vaultId, Op op,
                    std::function<void(const typename Op::Output&)> next = {},
                    const vault::Caller& caller = vault::Caller::owner())
    {
        ++batch->m_open;
        batch->m_operations.submit<Op>(
            caller, vaultId, std::move(op), [batch, next](ops::ResultOf<Op> result) mutable {
                if (!result)
                    qWarning("demo store: %s", qUtf8Printable(result.error().message));
                else if (next)
                    next(*result);
                batch->release();
            });
    }

private:
    ops::Operations& m_operations;
    std::atomic<int> m_open{ 1 };
    base::Promise<void> m_promise;
};
using BatchPointer = std::shared_ptr<Batch>; // the continuations on the lane own it together

vault::SetSecret setSecret(const SecretRow& row, int version, base::UnixSeconds now)
{
    const auto name = vault::ObjectName::create(QString::fromLatin1(row.name));
    vault::SetSecret op{ .secretName = *name };
    op.value
        = base::SecureBytes::fromText(u"demo-value-%1-%2"_s.arg(QString::fromLatin1(row.name)).arg(version));
    op.contentType = QString::fromLatin1(row.type);
    op.attributes.isEnabled = row.isEnabled;
    if (row.expiresInDays != 0)
        op.attributes.expires = std::optional<base::UnixSeconds>(now + row.expiresInDays * day);
    if (*row.tag)
        op.tags.insert(QString::fromLatin1(row.tag), QString::fromLatin1(row.tagValue));
    return op;
}

void fillProduction(const BatchPointer& batch, const vault::VaultId& id, base::UnixSeconds now)
{
    for (const auto& row : productionSecrets)
        for (int version = 1; version <= row.versions; ++version)
            Batch::run(batch, id, setSecret(row, version, now));
    for (const char* name : { "old-ftp-login", "retired-api-key", "mail-relay-2024" }) {
        const SecretRow row{ name, "text/plain", 0, true, "", "" };
        Batch::run(batch, id, setSecret(row, 1, now));
        Batch::run(batch, id, vault::DeleteSecret{ *vault::ObjectName::create(QString::fromLatin1(name)) });
    }
}

vault::CreateKey createKey(const KeyRow& row, base::UnixSeconds now,
                           vault::KeyProtection protection = vault::KeyProtection::Software)
{
    vault::CreateKey op{ *vault::ObjectName::create(QString::fromLatin1(row.name)), row.type };
    op.bits = row.bits;
    op.protection = protection;
    if (row.type == ec)
        op.curve = row.curve;
    op.draft.operations = QString::fromLatin1(row.operations).split(u',', Qt::SkipEmptyParts);
    op.draft.attributes.isEnabled = row.isEnabled;
    if (row.expiresInDays != 0)
        op.draft.attributes.expires = std::optional<base::UnixSeconds>(now + row.expiresInDays * day);
    if (*row.tag)
        op.draft.tags.insert(QString::fromLatin1(row.tag), QString::fromLatin1(row.tagValue));
    return op;
}

/// Versions one after the other: each is made from the one before.
void addVersions(const BatchPointer& batch, const vault::VaultId& id, const KeyRow& row, int count)
{
    if (count == 0)
        return;
    Batch::run(
        batch, id, vault::RotateKey{ *vault::ObjectName::create(QString::fromLatin1(row.name)) },
        [batch, id, row, count](const vault::KeyProperties&) { addVersions(batch, id, row, count - 1); });
}

/// The policy first, so that the versions that follow end when it says.
void setRotation(const BatchPointer& batch, const vault::VaultId& id, const KeyRow& row)
{
    if (row.rotateMonths == 0)
        return addVersions(batch, id, row, row.versions - 1);
    vault::SetRotationPolicy op{ *vault::ObjectName::create(QString::fromLatin1(row.name)),
                                 vault::defaultRotationPolicy() };
    vault::LifetimeAction rotate{ vault::LifetimeAction::Kind::Rotate, {}, {} };
    op.policy.expiryTime = vault::Duration{};
    if (row.rotateMonths > 0) {
        rotate.timeAfterCreate = vault::Duration{};
        rotate.timeAfterCreate->months = row.rotateMonths;
        op.policy.expiryTime->months = row.rotateMonths + 6;
    } else {
        rotate.timeBeforeExpiry = vault::Duration{};
        rotate.timeBeforeExpiry->days = -row.rotateMonths;
        op.policy.expiryTime->months = 6;
    }
    op.policy.actions.push_back(rotate);
    Batch::run(batch, id, std::move(op), [batch, id, row](const vault::RotationPolicy&) {
        addVersions(batch, id, row, row.versions - 1);
    });
}

template <std::size_t count>
void addKeys(const BatchPointer& batch, const vault::VaultId& id, const KeyRow (&rows)[count],
             base::UnixSeconds now, vault::KeyProtection protection)
{
    for (const auto& row : rows)
        Batch::run(batch, id, createKey(row, now, protection),
                   [batch, id, row](const vault::KeyProperties&) { setRotation(batch, id, row); });
}

void fillKeys(const BatchPointer& batch, const vault::VaultId& id, base::UnixSeconds now)
{
    addKeys(batch, id, productionKeys, now, vault::KeyProtection::Software);
    const KeyRow gone{ "retired-signing", ec, 0, p256, 0, true, "", "", 1, 0, "" };
    Batch::run(batch, id, createKey(gone, now), [batch, id](const vault::KeyProperties& key) {
        Batch::run(batch, id, vault::DeleteKey{ key.name });
    });
}

/// A key that an attested environment may have.
void addReleasable(const BatchPointer& batch, const vault::VaultId& id, base::UnixSeconds now)
{
    const KeyRow row{ "enclave-unsealing", ec, 0, p256, 0, true, "team", "data", 1, 0, "" };
    vault::CreateKey op = createKey(row, now, vault::KeyProtection::Hsm);
    op.draft.isExportable = true;
    op.draft.releasePolicy.emplace();
    op.draft.releasePolicy->data
        = R"({"version":"1.0.0","anyOf":[{"authority":"https://attest.contoso.example",
              "allOf":[{"claim":"x-ms-attestation-type","equals":"sevsnpvm"}]}]})";
    Batch::run(batch, id, std::move(op));
}

/// An application that signs, so that the pages about use have something to show.
void signAs(const BatchPointer& batch, const vault::AccessRules& rules, const vault::Application& application,
            int times)
{
    vault::Caller caller;
    caller.kind = vault::Caller::Kind::Application;
    caller.objectId = application.objectId;
    caller.clientId = application.clientId;
    caller.displayName = application.name;
    caller.tenantId = rules.tenantId;
    for (int i = 0; i < times; ++i)
        Batch::run(batch, rules.vault.id,
                   vault::SignWithKey{ *vault::ObjectName::create(u"payments-signing"_s),
                                       {},
                                       u"ES256"_s,
                                       QByteArray(32, char('a' + i % 26)) },
                   {}, caller);
}

void useKey(const BatchPointer& batch, const vault::VaultId& id, const vault::Application& application)
{
    Batch::run(batch, id, vault::GetAccessRules{}, [batch, application](const vault::AccessRules& rules) {
        signAs(batch, rules, application, 40);
    });
}

std::optional<vault::TokenChoice> tokenAt(const std::vector<vault::TokenBinding>& tokens, std::size_t index)
{
    if (index >= tokens.size())
        return {};
    return vault::TokenChoice{ tokens[index], demoPin(), vault::PinKeeping::Store };
}

void fillSmall(const BatchPointer& batch, const vault::VaultId& id, base::UnixSeconds now, int count)
{
    for (int i = 0; i < count; ++i) {
        auto row = productionSecrets[std::size_t(i) % std::size(productionSecrets)];
        row.versions = 1;
        Batch::run(batch, id, setSecret(row, 1, now));
    }
}

vault::CreateVault vaultNamed(const QString& name, vault::Environment environment)
{
    vault::CreateVault op{ .vaultName = *vault::VaultName::create(name) };
    op.environment = environment;
    return op;
}

void grant(const BatchPointer& batch, const vault::VaultId& id, const QString& principal,
           const QString& roleId)
{
    Batch::run(batch, id, vault::AssignRole{ roleId, principal });
}

/// Keys in hardware: a Premium vault, with its token where there is one, and a pool where there is another.
void fillHardware(const BatchPointer& batch, const std::vector<vault::TokenBinding>& tokens,
                  base::UnixSeconds now)
{
    auto premium = vaultNamed(u"signing-hsm"_s, vault::Environment::Staging);
    premium.sku = vault::Sku::Premium;
    premium.token = tokenAt(tokens, 0);
    const bool hasToken = premium.token.has_value();
    Batch::run(batch, {}, std::move(premium), [batch, now, hasToken](const vault::VaultProperties& made) {
        if (hasToken)
            addKeys(batch, made.id, hardwareKeys, now, vault::KeyProtection::Hsm);
    });
    auto pool = vaultNamed(u"signing-pool"_s, vault::Environment::Production);
    pool.sku = vault::Sku::ManagedHsm;
    pool.token = tokenAt(tokens, 1);
    if (!pool.token)
        return;
    Batch::run(batch, {}, std::move(pool), [batch, now](const vault::VaultProperties& made) {
        addKeys(batch, made.id, poolKeys, now, vault::KeyProtection::Hsm);
        addReleasable(batch, made.id, now);
    });
}

} // namespace

QFuture<void> fillDemoStore(ops::Operations& operations, const base::Clock& clock,
                            const std::vector<vault::TokenBinding>& tokens)
{
    auto batch = std::make_shared<Batch>(operations);
    auto future = batch->future();
    const auto now = clock.now();
    const auto secretsUser = u"4633458b-17de-408a-b874-0445c86b69e6"_s;
    const auto cryptoUser = u"12338af0-0e69-4776-bea7-57ae8d297424"_s;
    auto production = vaultNamed(u"contoso-prod"_s, vault::Environment::Production);
    production.hasPurgeProtection = true;
    production.tags.insert(u"cost-center"_s, u"4711"_s);
    Batch::run(batch, {}, std::move(production),
               [batch, now, secretsUser, cryptoUser](const vault::VaultProperties& made) {
                   fillProduction(batch, made.id, now);
                   fillKeys(batch, made.id, now);
                   for (const auto& name : { u"payments-api"_s, u"nightly-export"_s })
                       Batch::run(batch, {}, vault::RegisterApplication{ name },
                                  [batch, made, secretsUser,
                                   cryptoUser](const vault::RegisterApplication::Output& output) {
                                      const vault::Application& application = output.application;
                                      grant(batch, made.id, application.objectId, secretsUser);
                                      if (application.name != u"payments-api"_s)
                                          return;
                                      Batch::run(batch, made.id,
                                                 vault::AssignRole{ cryptoUser, application.objectId },
                                                 [batch, made, application](const auto&) {
                                                     useKey(batch, made.id, application);
                                                 });
                                  });
               });
    fillHardware(batch, tokens, now);
    auto test = vaultNamed(u"contoso-test"_s, vault::Environment::Test);
    test.permissionModel = vault::PermissionModel::AccessPolicies;
    Batch::run(batch, {}, std::move(test), [batch, now](const vault::VaultProperties& made) {
        fillSmall(batch, made.id, now, 9);
        Batch::run(batch, {}, vault::RegisterApplication{ u"backup-agent"_s },
                   [batch, id = made.id](const vault::RegisterApplication::Output& output) {
                       vault::AccessPolicy policy;
                       policy.principalId = output.application.objectId;
                       policy.secrets = { u"get"_s, u"list"_s, u"backup"_s };
                       Batch::run(batch, id, vault::SetAccessPolicy{ policy });
                   });
    });
    Batch::run(batch, {}, vaultNamed(u"contoso-staging"_s, vault::Environment::Staging),
               [batch, now](const vault::VaultProperties& made) { fillSmall(batch, made.id, now, 14); });
    Batch::run(batch, {}, vaultNamed(u"laptop-dev"_s, vault::Environment::Local),
               [batch, now](const vault::VaultProperties& made) { fillSmall(batch, made.id, now, 5); });
    Batch::run(batch, {}, vaultNamed(u"old-intranet"_s, vault::Environment::Local),
               [batch](const vault::VaultProperties& made) {
                   Batch::run(batch, {}, vault::DeleteVault{ made.id });
               });
    batch->release();
    return future;
}

} // namespace strongroom::app
