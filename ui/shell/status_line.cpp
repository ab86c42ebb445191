// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/status_line.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/elided_label.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

QToolButton* statusButton(QWidget* parent, const QString& iconName, Role role)
{
    auto* button = new QToolButton(parent);
    button->setIcon(icon(iconName, role));
    button->setIconSize({ 14, 14 });
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setForegroundRole(QPalette::PlaceholderText);
    return button;
}

QLabel* statusLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

} // namespace

CountdownRing::CountdownRing(QWidget* parent)
    : QWidget(parent)
{
    setFixedSize(14, 14);
}

void CountdownRing::show(double share)
{
    m_share = share;
    update();
}

void CountdownRing::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto area = QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5);
    painter.setPen(QPen(color(Role::Hairline, palette()), 2));
    painter.drawEllipse(area);
    painter.setPen(QPen(color(Role::Accent, palette()), 2, Qt::SolidLine, Qt::FlatCap));
    painter.drawArc(area, 90 * 16, int(m_share * 360 * 16));
}

StatusLine::StatusLine(Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_scope(statusLabel(this))
    , m_shown(new ElidedLabel(this))
    , m_clipboard(new QWidget(this))
    , m_ring(new CountdownRing(m_clipboard))
    , m_clipboardText(statusLabel(m_clipboard))
    , m_activity(statusButton(this, u"loader-circle"_s, Role::Accent))
    , m_identity(statusButton(this, u"user"_s, Role::Muted))
    , m_endpoint(statusButton(this, u"plug"_s, Role::Ok))
    , m_lock(statusButton(this, u"clock"_s, Role::Muted))
{
    auto* clear = statusButton(m_clipboard, u"x"_s, Role::Muted);
    clear->setText(tr("Clear now"));
    connect(clear, &QToolButton::clicked, &workspace.clipboard(), &ClipboardGuard::clearNow);
    auto* held = new QHBoxLayout(m_clipboard);
    held->setContentsMargins(0, 0, 0, 0);
    held->setSpacing(6);
    held->addWidget(m_ring);
    held->addWidget(m_clipboardText);
    held->addWidget(clear);

    m_shown->setForegroundRole(QPalette::PlaceholderText);
    m_identity->setText(tr("You, owner"));
    m_identity->setToolTip(tr("You opened this store with its key: you may do everything in it."));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(metrics::between, 1, metrics::inside, 0);
    layout->setSpacing(metrics::page);
    layout->addWidget(m_scope);
    layout->addWidget(m_shown);
    layout->addStretch(1);
    for (auto* part : { static_cast<QWidget*>(m_clipboard), static_cast<QWidget*>(m_activity) })
        layout->addWidget(part);
    layout->addWidget(m_identity);
    layout->addWidget(m_endpoint);
    layout->addWidget(m_lock);
    layout->setSpacing(metrics::between);

    connect(m_activity, &QToolButton::clicked, this,
            [this] { m_workspace.trigger(ActionId::ToggleActivity); });
    connect(m_lock, &QToolButton::clicked, this, [this] { m_workspace.trigger(ActionId::LockStore); });
    connect(m_endpoint, &QToolButton::clicked, this, [this] { m_workspace.open({ PaneKind::Endpoint }); });
    connect(m_identity, &QToolButton::clicked, this, [this] { m_workspace.open({ PaneKind::StoreKeys }); });
    connect(&workspace.clipboard(), &ClipboardGuard::ticked, this, &StatusLine::showClipboard);
    connect(&workspace.activities(), &ActivityList::changed, this, &StatusLine::showActivities);
    connect(&workspace.endpoint(), &ops::EndpointControl::factsChanged, this, &StatusLine::showEndpoint);
    showClipboard();
    showActivities();
    showEndpoint();
    showLockTime(-1);
    setAutoFillBackground(true);
}

void StatusLine::showPane(const Pane* pane)
{
    if (!pane) {
        m_scope->clear();
        m_shown->setText({});
        return;
    }
    const auto vaultName = m_workspace.vaults().nameOf(pane->vaultId());
    m_scope->setText(vaultName.isEmpty() ? pane->title() : vaultName);
    m_shown->setText(pane->statusText());
}

void StatusLine::showLockTime(int minutes)
{
    m_lock->setText(minutes < 0        ? tr("Lock now")
                        : minutes == 0 ? tr("Locks in less than a minute")
                                       : tr("Locks in %n min", nullptr, minutes));
    m_lock->setToolTip(tr("Lock now (Ctrl+L)"));
}

void StatusLine::showClipboard()
{
    const auto& guard = m_workspace.clipboard();
    m_clipboard->setVisible(guard.isHolding());
    if (!guard.isHolding())
        return;
    m_ring->show(double(guard.secondsLeft()) / guard.secondsAll());
    m_clipboardText->setText(tr("%1 copied, cleared in %2 s").arg(guard.what()).arg(guard.secondsLeft()));
}

void StatusLine::showActivities()
{
    const int running = m_workspace.activities().running();
    m_activity->setVisible(running > 0);
    m_activity->setText(tr("%n running", nullptr, running));
}

void StatusLine::showEndpoint()
{
    const auto facts = m_workspace.endpoint().facts();
    m_endpoint->setIcon(
        icon(facts.isRunning ? u"plug"_s : u"unplug"_s, facts.isRunning ? Role::Ok : Role::Muted));
    m_endpoint->setText(facts.isRunning ? tr("Endpoint on :%1").arg(facts.port) : tr("Endpoint off"));
    m_endpoint->setToolTip(facts.isRunning ? tr("Programs on this computer can read vaults here.")
                                           : facts.problem);
}

void StatusLine::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, 0, width(), 1), color(Role::Hairline, palette()));
}

} // namespace strongroom::ui
