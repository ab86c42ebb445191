// SPDX-License-Identifier: Apache-2.0
#include "model/transfer/export_writer.h"

#include "model/transfer/json_text.h"
#include "model/transfer/text_encoding.h"

#include <QDateTime>

namespace strongroom::transfer {

using base::Error;
using base::ErrorCode;
using namespace Qt::StringLiterals;

namespace {

QString dateText(const std::optional<vault::UnixSeconds>& seconds)
{
    return seconds ? QDateTime::fromSecsSinceEpoch(*seconds, Qt::UTC).toString(Qt::ISODate) : QString();
}

void addEnvValue(SecureText& out, QByteArrayView value)
{
    out.append('"');
    for (const char c : value) {
        if (c == '\r') {
            out.append("\\r");
            continue;
        }
        if (c == '"' || c == '\\' || c == '$' || c == '`')
            out.append('\\');
        out.append(c);
    }
    out.append('"');
}

void writeEnv(SecureText& out, std::span<const vault::Secret> secrets)
{
    for (const vault::Secret& secret : secrets) {
        QString name = secret.properties.name.text();
        out.append(name.replace(u'-', u'_'));
        out.append('=');
        addEnvValue(out, secret.value.view());
        out.append('\n');
    }
}

void addCell(SecureText& out, QByteArrayView bytes)
{
    out.append('"');
    for (const char c : bytes) {
        if (c == '"')
            out.append('"');
        out.append(c);
    }
    out.append('"');
}

void addCell(SecureText& out, const QString& text)
{
    out.append(',');
    addCell(out, QByteArrayView(text.toUtf8()));
}

/// Each tag key has a column of its own, so that keys and values may hold anything.
QStringList tagKeys(std::span<const vault::Secret> secrets)
{
    QMap<QString, bool> keys;
    for (const vault::Secret& secret : secrets) {
        for (auto tag = secret.properties.tags.cbegin(); tag != secret.properties.tags.cend(); ++tag)
            keys.insert(tag.key(), true);
    }
    return keys.keys();
}

void writeCsv(SecureText& out, std::span<const vault::Secret> secrets)
{
    const QStringList keys = tagKeys(secrets);
    out.append("name,value,contentType,enabled,notBefore,expires");
    for (const QString& key : keys)
        addCell(out, u"tag:"_s + key);
    out.append("\r\n"); // RFC 4180
    for (const vault::Secret& secret : secrets) {
        const vault::SecretProperties& properties = secret.properties;
        out.append(properties.name.text());
        out.append(',');
        addCell(out, secret.value.view());
        addCell(out, properties.contentType);
        addCell(out, properties.attributes.isEnabled ? u"true"_s : u"false"_s);
        addCell(out, dateText(properties.attributes.notBefore));
        addCell(out, dateText(properties.attributes.expires));
        for (const QString& key : keys)
            addCell(out, properties.tags.value(key));
        out.append("\r\n");
    }
}

void addJsonMember(SecureText& out, QByteArrayView key, const QString& text)
{
    if (text.isEmpty())
        return;
    out.append(", ");
    appendJsonText(out, key);
    out.append(": ");
    appendJsonText(out, text.toUtf8());
}

void addJsonSecret(SecureText& out, const vault::Secret& secret)
{
    const vault::SecretProperties& properties = secret.properties;
    out.append("    {\"name\": ");
    appendJsonText(out, properties.name.text().toUtf8());
    out.append(", \"value\": ");
    appendJsonText(out, secret.value.view());
    out.append(", \"enabled\": ");
    out.append(properties.attributes.isEnabled ? "true" : "false");
    addJsonMember(out, "contentType", properties.contentType);
    addJsonMember(out, "notBefore", dateText(properties.attributes.notBefore));
    addJsonMember(out, "expires", dateText(properties.attributes.expires));
    if (!properties.tags.isEmpty()) {
        out.append(", \"tags\": {");
        for (auto tag = properties.tags.cbegin(); tag != properties.tags.cend(); ++tag) {
            out.append(tag == properties.tags.cbegin() ? "" : ", ");
            appendJsonText(out, tag.key().toUtf8());
            out.append(": ");
            appendJsonText(out, tag.value().toUtf8());
        }
        out.append('}');
    }
    out.append('}');
}

void writeJson(SecureText& out, std::span<const vault::Secret> secrets)
{
    out.append("{\n  \"format\": \"strongroom-secrets\",\n  \"version\": 1,\n  \"secrets\": [\n");
    for (std::size_t i = 0; i < secrets.size(); ++i) {
        addJsonSecret(out, secrets[i]);
        out.append(i + 1 < secrets.size() ? ",\n" : "\n");
    }
    out.append("  ]\n}\n");
}

} // namespace

base::Result<base::SecureBytes> writeExport(std::span<const vault::Secret> secrets, ExportFormat format)
{
    for (const vault::Secret& secret : secrets) {
        if (!isUtf8(secret.value.view()))
            return Error{ ErrorCode::NotSupported,
                          u"The value of %1 is not text and cannot be exported."_s.arg(
                              secret.properties.name.text()),
                          {} };
    }
    SecureText out;
    switch (format) {
    case ExportFormat::Env:
        writeEnv(out, secrets);
        break;
    case ExportFormat::Csv:
        writeCsv(out, secrets);
        break;
    case ExportFormat::Json:
        writeJson(out, secrets);
        break;
    }
    return out.take();
}

} // namespace strongroom::transfer
