// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"

#include <array>

namespace strongroom::cli {

using base::Error;
using base::ErrorCode;
using namespace Qt::StringLiterals;

namespace {

/// {"NAME": URL} of the vaults or of the pools.
template <typename UrlOf>
void writeUrls(JsonWriter& json, const std::vector<vault::VaultProperties>& vaults, bool arePools,
               UrlOf urlOf)
{
    json.beginObject();
    for (const vault::VaultProperties& vault : vaults) {
        if (vault::isPool(vault.sku) == arePools)
            json.member(vault.name.text(), urlOf(vault.name.text()));
    }
    json.endObject();
}

/// The line that scripts wait for: one JSON object, always, as nobody else would read it.
ExitCode printReady(CommandContext& context)
{
    const auto vaults = context.run(vault::ListVaults{});
    if (!vaults)
        return context.fail(vaults.error());
    const ops::EndpointFacts facts = context.withEndpoint([](ops::EndpointControl& e) { return e.facts(); });
    const QString caFile = context.withEndpoint([](ops::EndpointControl& e) { return e.caFile(); });
    JsonWriter json;
    json.beginObject().truthMember(u"ready", true).member(u"port", qint64{ facts.port });
    json.member(u"authority", facts.authority).member(u"tenantId", facts.tenantId).member(u"caFile", caFile);
    writeUrls(json.key(u"vaults"), *vaults, false, [&context](const QString& name) {
        return context.withEndpoint([&name](ops::EndpointControl& e) { return e.vaultUrl(name); });
    });
    writeUrls(json.key(u"pools"), *vaults, true, [&context](const QString& name) {
        return context.withEndpoint([&name](ops::EndpointControl& e) { return e.poolUrl(name); });
    });
    if (!facts.identityEndpoint.isEmpty()) {
        json.key(u"managedIdentity").beginObject().member(u"IDENTITY_ENDPOINT", facts.identityEndpoint);
        json.member(u"IDENTITY_HEADER", facts.identityHeader).endObject();
    }
    json.endObject();
    context.print(json);
    // Who waits for the line would wait for ever.
    const auto arrived = context.io().outputArrived();
    return arrived ? ExitCode::Done : context.fail(arrived.error());
}

base::Result<int> portFrom(const CommandContext& context)
{
    if (!context.arguments().has("--port"_L1))
        return 0;
    bool isNumber = false;
    const int port = context.arguments().value("--port"_L1).toInt(&isNumber);
    if (!isNumber || port < 0 || port > 65535)
        return Error{ ErrorCode::BadParameter,
                      u"--port is a number from 0 to 65535; 0 takes any that is free."_s,
                      {} };
    return port;
}

base::Result<void> judgePort(const CommandContext& context)
{
    const auto port = portFrom(context);
    return port ? base::Result<void>() : port.error();
}

ExitCode startAndWait(CommandContext& context, int port)
{
    if (context.arguments().has("--managed-identity"_L1)) {
        const auto application = context.applicationNamed(context.arguments().value("--managed-identity"_L1));
        if (!application)
            return context.fail(application.error());
        const auto served = context.awaitEndpoint([&](ops::EndpointControl& endpoint) {
            return endpoint.serveManagedIdentity(application->clientId);
        });
        if (!served)
            return context.fail(served.error());
    }
    const auto started
        = context.awaitEndpoint([&](ops::EndpointControl& endpoint) { return endpoint.start(port); });
    if (!started)
        return context.fail(started.error());
    const ExitCode ready = printReady(context);
    if (ready == ExitCode::Done)
        context.untilStopped();
    context.awaitEndpoint([](ops::EndpointControl& endpoint) { return endpoint.stop(); });
    return ready;
}

ExitCode serve(CommandContext& context)
{
    const auto port = portFrom(context);
    if (!port)
        return context.fail(port.error());
    if (!context.hasEndpoint())
        return context.fail({ ErrorCode::NotSupported, u"There is no endpoint to serve with."_s, {} });
    return startAndWait(context, *port);
}

constexpr std::array options{
    OptionRow{ "--port"_L1, "N"_L1, "the port; without it, or with 0, any that is free"_L1 },
    OptionRow{ "--managed-identity"_L1, "APP"_L1, "answer managed-identity requests as this application"_L1 },
};

constexpr std::array commands{
    Command{
        "serve"_L1,
        {},
        "Serves the vaults to programs on this computer until SIGTERM; prints one JSON line when ready"_L1,
        options,
        Command::Store::OpenHere,
        serve,
        false,
        judgePort },
};

} // namespace

std::span<const Command> serveCommands() { return commands; }

} // namespace strongroom::cli
