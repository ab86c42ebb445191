// SPDX-License-Identifier: Apache-2.0
#include "app/demo_token.h"

#include "model/base/promise.h"
#include "model/ops/operations.h"

#include <QDir>
#include <QFile>
#include <QProcess>

#include <memory>

namespace strongroom::app {

using namespace Qt::StringLiterals;
using Bindings = std::vector<vault::TokenBinding>;

namespace {

constexpr auto pinText = "1234";

/// The module and label of each demo token that is there.
Bindings bindingsOf(const std::vector<vault::TokenModule>& modules, const QStringList& labels)
{
    Bindings found;
    for (const QString& label : labels) {
        for (const vault::TokenModule& module : modules) {
            for (const vault::TokenSlot& slot : module.slots) {
                if (slot.label == label)
                    found.push_back({ module.path, label });
            }
        }
    }
    return found.size() == std::size_t(labels.size()) ? found : Bindings();
}

/// Token after token, then what the modules say of them.
class Making final : public QObject
{
public:
    Making(ops::Operations& operations, QStringList labels)
        : m_operations(operations)
        , m_labels(std::move(labels))
        , m_waiting(m_labels)
    {
        connect(&m_program, &QProcess::finished, this, [this](int exitCode) {
            if (exitCode == 0)
                next();
            else
                end({});
        });
        connect(&m_program, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart)
                end({});
        });
    }
    QFuture<Bindings> future() { return m_promise.future(); }

    void next()
    {
        if (m_waiting.isEmpty())
            return find();
        m_program.start(u"softhsm2-util"_s,
                        { u"--init-token"_s, u"--free"_s, u"--label"_s, m_waiting.takeFirst(), u"--so-pin"_s,
                          u"5678"_s, u"--pin"_s, QString::fromLatin1(pinText) });
    }

private:
    void find()
    {
        m_operations.run(vault::Caller::owner(), vault::ListTokenModules{})
            .then(this, [this](const ops::ResultOf<vault::ListTokenModules>& modules) {
                end(modules ? bindingsOf(*modules, m_labels) : Bindings());
            });
    }
    void end(Bindings bindings)
    {
        m_promise.fulfil(std::move(bindings));
        deleteLater();
    }

    ops::Operations& m_operations;
    const QStringList m_labels;
    QStringList m_waiting;
    QProcess m_program;
    base::Promise<Bindings> m_promise;
};

} // namespace

base::SecureBytes demoPin() { return base::SecureBytes::copyOf(QByteArrayView(pinText)); }

QFuture<Bindings> makeDemoTokens(ops::Operations& operations, const QString& folder,
                                 const QStringList& labels)
{
    QFile configuration(folder + u"/softhsm2.conf"_s);
    if (!QDir().mkpath(folder) || !configuration.open(QIODevice::WriteOnly))
        return base::readyFuture(Bindings());
    configuration.write("directories.tokendir = " + QFile::encodeName(folder) + "\nlog.level = ERROR\n");
    configuration.close();
    qputenv("SOFTHSM2_CONF", QFile::encodeName(configuration.fileName()));
    auto* const making = new Making(operations, labels); // deletes itself when it has answered
    auto future = making->future();
    making->next();
    return future;
}

} // namespace strongroom::app
