// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/endpoint/endpoint_pane.h"

#include "ui/commands/endpoint_commands.h"
#include "ui/panes/endpoint/connect_page.h"
#include "ui/panes/endpoint/requests_page.h"
#include "ui/panes/scrolled.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/style.h"
#include "ui/widgets/copy_line.h"
#include "ui/widgets/field_note.h"
#include "ui/widgets/icon_label.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

constexpr auto connectQuery = "connect:"_L1;
constexpr int lowestPort = 1024;
constexpr int highestPort = 65535;

} // namespace

EndpointPane::EndpointPane(Workspace& workspace, const Place& place, QWidget* parent)
    : Pane(workspace, place, parent)
    , m_tabs(new QTabWidget(this))
    , m_connect(new ConnectPage(workspace, this))
    , m_requests(new RequestsPage(workspace, this))
{
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(scrolled(m_connect, m_tabs), tr("Connect a program"));
    m_tabs->addTab(m_requests, tr("Requests"));
    m_tabs->addTab(scrolled(makeAuthorityPage(), m_tabs), tr("Local CA"));
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(makeStatus());
    all->addWidget(m_tabs, 1);
    connect(&workspace.endpoint(), &ops::EndpointControl::factsChanged, this, &EndpointPane::showStatus);
    showStatus();
    go(place);
}

QWidget* EndpointPane::makeStatus()
{
    auto* strip = new QWidget(this);
    m_sign = new IconLabel(strip, metrics::largeIcon);
    m_state = new QLabel(strip);
    m_state->setFont(semibold(m_state->font()));
    m_problem = new FieldNote(strip);
    m_port = new QSpinBox(strip);
    m_port->setRange(lowestPort, highestPort);
    m_port->setValue(workspace().settings().value().endpointPort);
    m_port->setAccessibleName(tr("Port"));
    m_port->setPrefix(tr("Port "));
    m_switch = new QPushButton(strip);
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(metrics::page, metrics::between, metrics::page, metrics::inside);
    row->setSpacing(metrics::inside);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_state);
    words->addWidget(m_problem);
    row->addWidget(m_sign, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    row->addWidget(m_port);
    row->addWidget(m_switch);
    connect(m_switch, &QPushButton::clicked, this, [this] {
        if (this->workspace().endpoint().facts().isRunning)
            stopEndpoint(this->workspace());
        else
            startEndpoint(this->workspace(), m_port->value());
    });
    return strip;
}

QWidget* EndpointPane::makeAuthorityPage()
{
    auto* content = new QWidget(this);
    auto* page = new QVBoxLayout(content);
    page->setContentsMargins(metrics::page, metrics::page, metrics::page, metrics::page);
    page->setSpacing(metrics::between);
    auto* about
        = new QLabel(tr("The endpoint's certificate comes from a certificate authority that was made for "
                        "this store and exists nowhere else. Programs must know it, or they refuse to "
                        "connect: give them the file, or trust it for everything you run."),
                     content);
    about->setWordWrap(true);
    m_caFile = new CopyLine(tr("File of the local CA"), content);
    connect(m_caFile, &CopyLine::copyRequested, &workspace().clipboard(), &ClipboardGuard::copyPlain);
    auto* exportTo = new QPushButton(icon(u"download"_s), tr("&Export..."), content);
    auto* trust = new QPushButton(icon(u"shield-check"_s), tr("&Trust for this user"), content);
    m_trusted = new FieldNote(content);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(exportTo);
    buttons->addWidget(trust);
    buttons->addStretch(1);
    page->addWidget(about);
    page->addWidget(m_caFile);
    page->addLayout(buttons);
    page->addWidget(m_trusted);
    page->addStretch(1);
    connect(exportTo, &QPushButton::clicked, this, [this] { exportCa(workspace()); });
    connect(trust, &QPushButton::clicked, this, [this] { perform(ActionId::TrustCa); });
    return content;
}

void EndpointPane::showStatus()
{
    const ops::EndpointFacts facts = workspace().endpoint().facts();
    const Role role = facts.isRunning ? Role::Ok : facts.problem.isEmpty() ? Role::Muted : Role::Critical;
    const QString sign = facts.isRunning ? u"circle-check"_s
        : facts.problem.isEmpty()        ? u"circle"_s
                                         : u"circle-alert"_s;
    m_sign->set(sign, role);
    m_state->setText(facts.isRunning ? tr("Running on port %1, on this computer only").arg(facts.port)
                         : facts.problem.isEmpty() ? tr("Stopped")
                                                   : tr("It cannot run"));
    if (!facts.problem.isEmpty())
        m_problem->set(FieldNote::Kind::Hint, facts.problem); // the sign beside it is red already
    else if (facts.isRunning && !facts.managedIdentityName.isEmpty())
        m_problem->set(FieldNote::Kind::Hint, tr("Managed identity: %1").arg(facts.managedIdentityName));
    else
        m_problem->set(FieldNote::Kind::Hint,
                       facts.isRunning ? tr("No program elsewhere can reach it.")
                                       : tr("Programs cannot connect until it is started."));
    m_port->setEnabled(!facts.isRunning);
    if (facts.isRunning && facts.port >= lowestPort)
        m_port->setValue(facts.port);
    m_switch->setText(facts.isRunning ? tr("Stop") : tr("Start"));
    m_switch->setIcon(
        icon(facts.isRunning ? u"unplug"_s : u"play"_s, facts.isRunning ? Role::Text : Role::OnPrimary));
    setButtonRole(m_switch, facts.isRunning ? ButtonRole::Plain : ButtonRole::Primary);
    m_caFile->setText(workspace().endpoint().caFile());
    Q_EMIT statusChanged();
}

QString EndpointPane::statusText() const
{
    const ops::EndpointFacts facts = workspace().endpoint().facts();
    return facts.isRunning ? tr("Serving on port %1").arg(facts.port) : tr("Not serving");
}

bool EndpointPane::handles(ActionId id) const
{
    return id == ActionId::StartEndpoint || id == ActionId::StopEndpoint || id == ActionId::ExportCa
        || id == ActionId::TrustCa || id == ActionId::Refresh || id == ActionId::Filter;
}

void EndpointPane::perform(ActionId id)
{
    if (id == ActionId::StartEndpoint)
        startEndpoint(workspace(), m_port->value());
    else if (id == ActionId::StopEndpoint)
        stopEndpoint(workspace());
    else if (id == ActionId::ExportCa)
        exportCa(workspace());
    else if (id == ActionId::TrustCa)
        trustCa(workspace(), [trusted = QPointer<FieldNote>(m_trusted)](const QString& where) {
            if (trusted)
                trusted->set(FieldNote::Kind::Good, where);
        });
    else if (id == ActionId::Refresh)
        refresh();
    else if (id == ActionId::Filter)
        focusFilter();
}

void EndpointPane::go(const Place& place)
{
    setPlace(place);
    if (place.query.startsWith(connectQuery)) {
        const QString wanted = place.query.mid(connectQuery.size());
        m_tabs->setCurrentIndex(0);
        m_connect->choose(wanted.section(u'/', 0, 0), wanted.section(u'/', 1));
    } else if (place.query == "requests"_L1) {
        m_tabs->setCurrentWidget(m_requests);
    }
}

void EndpointPane::refresh()
{
    m_connect->reload();
    showStatus();
}

void EndpointPane::focusFilter()
{
    m_tabs->setCurrentWidget(m_requests);
    m_requests->focusFilter();
}

} // namespace strongroom::ui
