// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/endpoint/requests_page.h"

#include "ui/panes/content_stack.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/find_field.h"
#include "ui/widgets/object_list_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

RequestsPage::RequestsPage(Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_log(workspace.requests())
    , m_filter(new FindField(FindField::Purpose::Filter, tr("Filter by path, vault, caller or status"), this))
    , m_pause(new QPushButton(this))
    , m_clear(new QPushButton(icon(u"x"_s), tr("Clear"), this))
    , m_counts(new QLabel(this))
    , m_list(new ObjectListView(this))
    , m_stack(new ContentStack(m_list, this))
{
    m_list->setModel(&m_log);
    m_list->setColumns({ { 110, true, false },
                         { 72, true, false },
                         { 300, true, false },
                         { 120, true, false },
                         { 140, true, false },
                         { 190, true, false },
                         { 72, true, false } });
    m_list->setAccessibleName(tr("Requests"));
    m_list->setDensity(workspace.settings().value().density);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(metrics::page, metrics::inside, metrics::page, metrics::inside);
    bar->setSpacing(metrics::inside);
    bar->addWidget(m_filter, 1);
    bar->addWidget(m_counts);
    bar->addWidget(m_pause);
    bar->addWidget(m_clear);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(bar);
    all->addWidget(m_stack, 1);

    connect(m_filter, &FindField::textChanged, &m_log, &RequestLog::setFilter);
    connect(m_pause, &QPushButton::clicked, this, &RequestsPage::togglePause);
    connect(m_clear, &QPushButton::clicked, &m_log, &RequestLog::clear);
    connect(&m_log, &RequestLog::countsChanged, this, &RequestsPage::showCounts);
    connect(m_stack, &ContentStack::primaryChosen, m_filter, &FindField::clear);
    m_log.setFilter({}); // the field of another page is gone
    showCounts();
}

void RequestsPage::focusFilter() { m_filter->setFocus(); }

void RequestsPage::togglePause()
{
    if (m_log.isPaused())
        m_log.resume();
    else
        m_log.pause();
}

void RequestsPage::showCounts()
{
    const QLocale locale;
    m_counts->setText(tr("%1 of %2").arg(locale.toString(m_log.rowCount()), locale.toString(m_log.total())));
    m_pause->setIcon(icon(m_log.isPaused() ? u"play"_s : u"pause"_s));
    m_pause->setText(!m_log.isPaused()     ? tr("Pause")
                         : m_log.waiting() ? tr("Go on (%1 new)").arg(locale.toString(m_log.waiting()))
                                           : tr("Go on"));
    m_clear->setEnabled(m_log.total() > 0);
    if (m_log.rowCount() > 0)
        m_stack->showContent();
    else if (m_log.total() > 0)
        m_stack->showEmpty({ u"funnel"_s,
                             tr("The filter hides all requests"),
                             tr("%1 requests are hidden.").arg(locale.toString(m_log.total())),
                             tr("Clear the filter"),
                             {},
                             true });
    else
        m_stack->showEmpty({ u"plug"_s,
                             tr("No request yet"),
                             tr("Requests appear here as programs make them. Connect a program to see one."),
                             {},
                             {},
                             false });
}

} // namespace strongroom::ui
