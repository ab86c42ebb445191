// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

namespace strongroom::tests {

/// A PKCS#11 token of SoftHSM2 in a folder of its own, gone with this object. One a process: SoftHSM2
/// reads where its tokens are from the environment, once.
class SoftHsm final
{
public:
    static QString modulePath() { return QStringLiteral("/usr/lib/softhsm/libsofthsm2.so"); }
    static QString label() { return QStringLiteral("vault token"); }
    static QByteArray pinText() { return "1234"; }
    static base::SecureBytes pin() { return base::SecureBytes::copyOf(pinText()); }
    static bool isInstalled() { return QFile::exists(modulePath()); }

    /// Whether the token is there. Call before the module is loaded.
    bool make()
    {
        QFile configuration(m_folder.filePath(QStringLiteral("softhsm2.conf")));
        if (!m_folder.isValid() || !configuration.open(QIODevice::WriteOnly))
            return false;
        configuration.write("directories.tokendir = " + m_folder.path().toUtf8() + "\nlog.level = ERROR\n");
        configuration.close();
        qputenv("SOFTHSM2_CONF", configuration.fileName().toUtf8());
        return makeToken(label());
    }
    bool makeToken(const QString& name, const QByteArray& userPin = pinText()) const
    {
        return run(QStringLiteral("softhsm2-util"),
                   { QStringLiteral("--init-token"), QStringLiteral("--free"), QStringLiteral("--label"),
                     name, QStringLiteral("--so-pin"), QStringLiteral("5678"), QStringLiteral("--pin"),
                     QString::fromLatin1(userPin) })
            == 0;
    }
    /// Takes the files of all tokens away from under a module that runs, and puts them back.
    bool takeAway() const { return move(m_folder, m_elsewhere); }
    bool putBack() const { return move(m_elsewhere, m_folder); }
    /// What pkcs11-tool of OpenSC says of the objects of this type ("privkey", "pubkey", "secrkey");
    /// empty when it is not installed.
    static QByteArray inspected(const QString& type)
    {
        QByteArray listing;
        run(QStringLiteral("pkcs11-tool"),
            { QStringLiteral("--module"), modulePath(), QStringLiteral("--token-label"), label(),
              QStringLiteral("--login"), QStringLiteral("--pin"), QString::fromLatin1(pinText()),
              QStringLiteral("--list-objects"), QStringLiteral("--type"), type },
            &listing);
        return listing;
    }
    static int run(const QString& program, const QStringList& arguments, QByteArray* output = nullptr)
    {
        QProcess process;
        process.start(program, arguments);
        process.waitForFinished();
        if (output)
            *output = process.readAllStandardOutput() + process.readAllStandardError();
        return process.exitCode();
    }

private:
    static bool move(const QTemporaryDir& from, const QTemporaryDir& to)
    {
        bool isMoved = true;
        for (const QString& name : QDir(from.path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            isMoved = QDir().rename(from.filePath(name), to.filePath(name)) && isMoved;
        return isMoved;
    }

    QTemporaryDir m_folder;
    QTemporaryDir m_elsewhere;
};

} // namespace strongroom::tests
