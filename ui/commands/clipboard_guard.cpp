// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/clipboard_guard.h"

// Rules: a copy is marked secret for clipboard managers, goes to the clipboard only (never to the
// selection of the middle mouse button), and is taken out again only while its mark is still there.

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QUuid>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

const auto managerHint = u"x-kde-passwordManagerHint"_s;
const auto ourMark = u"application/x-strongroom-copy"_s;

} // namespace

ClipboardGuard::ClipboardGuard(QObject* parent)
    : QObject(parent)
{
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (secondsLeft() <= 0)
            clearNow();
        else
            Q_EMIT ticked();
    });
    connect(QGuiApplication::clipboard(), &QClipboard::dataChanged, this, [this] {
        if (isHolding() && !stillOurs())
            forget();
    });
    if (auto* application = qobject_cast<QGuiApplication*>(QCoreApplication::instance()))
        connect(application, &QCoreApplication::aboutToQuit, this, &ClipboardGuard::clearNow);
}

ClipboardGuard::~ClipboardGuard()
{
    if (QGuiApplication::instance())
        clearNow();
}

void ClipboardGuard::setSeconds(int seconds) { m_seconds = qBound(10, seconds, 300); }

void ClipboardGuard::copyPlain(const QString& text)
{
    forget();
    QGuiApplication::clipboard()->setText(text);
}

void ClipboardGuard::copySecret(const base::SecureBytes& value, const QString& what)
{
    m_mark = QUuid::createUuid().toRfc4122();
    auto* data = new QMimeData;
    const auto view = value.view();
    data->setData(u"text/plain;charset=utf-8"_s, QByteArray(view.data(), view.size()));
    data->setText(QString::fromUtf8(view));
    data->setData(managerHint, QByteArrayLiteral("secret"));
    data->setData(ourMark, m_mark);
    m_what = what;
    m_since.start();
    m_tick.start();
    QGuiApplication::clipboard()->setMimeData(data);
    Q_EMIT ticked();
}

void ClipboardGuard::clearNow()
{
    if (!isHolding())
        return;
    if (stillOurs())
        QGuiApplication::clipboard()->clear();
    if (isHolding() && stillOurs()) {
        Q_EMIT notCleared();
        return;
    }
    forget();
}

int ClipboardGuard::secondsLeft() const
{
    if (!isHolding())
        return 0;
    return int(qMax<qint64>(0, (m_seconds * 1000 - m_since.elapsed() + 999) / 1000));
}

bool ClipboardGuard::stillOurs() const
{
    const auto* data = QGuiApplication::clipboard()->mimeData();
    return data && data->data(ourMark) == m_mark;
}

void ClipboardGuard::forget()
{
    if (!isHolding())
        return;
    m_tick.stop();
    m_what.clear();
    m_mark.clear();
    Q_EMIT ticked();
}

} // namespace strongroom::ui
