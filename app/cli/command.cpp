// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command.h"

#include <QDir>

namespace strongroom::cli {

using base::Error;
using base::ErrorCode;
using namespace Qt::StringLiterals;

void StopSignal::stop()
{
    const std::lock_guard lock(m_mutex);
    m_isStopped = true;
    m_wake.notify_all();
}

void StopSignal::wait()
{
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_isStopped; });
}

bool CommandContext::wantsJson() const { return m_arguments.has("--json"_L1); }

QString CommandContext::pathOf(const QString& file) const
{
    return QDir::cleanPath(QDir(m_parts.workingFolder).absoluteFilePath(file));
}

base::Result<vault::VaultProperties> CommandContext::containerNamed(const QString& name, vault::Sku sku)
{
    auto vaults = run(vault::ListVaults{});
    if (!vaults)
        return vaults.error();
    for (vault::VaultProperties& vault : *vaults) {
        if (vault::isPool(vault.sku) == vault::isPool(sku)
            && vault.name.text().compare(name, Qt::CaseInsensitive) == 0)
            return std::move(vault);
    }
    return Error{
        ErrorCode::VaultNotFound,
        (vault::isPool(sku) ? u"There is no pool \"%1\"."_s : u"There is no vault \"%1\"."_s).arg(name),
        u"vault"_s
    };
}

base::Result<vault::VaultProperties> CommandContext::vaultNamed(const QString& name)
{
    return containerNamed(name, vault::Sku::Standard);
}

base::Result<vault::VaultProperties> CommandContext::poolNamed(const QString& name)
{
    return containerNamed(name, vault::Sku::ManagedHsm);
}

base::Result<vault::Application> CommandContext::applicationNamed(const QString& name)
{
    auto applications = run(vault::ListApplications{});
    if (!applications)
        return applications.error();
    for (vault::Application& application : *applications) {
        if (application.name.compare(name, Qt::CaseInsensitive) == 0
            || application.clientId.compare(name, Qt::CaseInsensitive) == 0)
            return std::move(application);
    }
    return Error{ ErrorCode::PrincipalNotFound, u"There is no application \"%1\"."_s.arg(name), u"app"_s };
}

void CommandContext::print(JsonWriter& json)
{
    m_parts.io.writeOut(json.take().view());
    m_parts.io.writeOut("\n");
}

void CommandContext::print(const QString& text) { m_parts.io.writeOut(text.toUtf8()); }

void CommandContext::note(const QString& text)
{
    m_parts.io.writeError(QByteArray("strongroom: " + text.toUtf8() + "\n"));
}

ExitCode CommandContext::done(QStringView member, const QString& value, const QString& text)
{
    if (wantsJson()) {
        JsonWriter json;
        json.beginObject().member(member, value).endObject();
        print(json);
    } else {
        note(text);
    }
    return ExitCode::Done;
}

ExitCode CommandContext::fail(const Error& error)
{
    if (wantsJson()) {
        JsonWriter json;
        json.beginObject().key(u"error").beginObject();
        json.member(u"code", nameOf(error.code)).member(u"message", error.message);
        if (!error.field.isEmpty())
            json.member(u"field", error.field);
        json.endObject().endObject();
        m_parts.io.writeError(json.take().view());
        m_parts.io.writeError("\n");
    } else {
        note(error.message);
    }
    return exitCodeOf(error.code);
}

} // namespace strongroom::cli
