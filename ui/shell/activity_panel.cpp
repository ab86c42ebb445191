// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/activity_panel.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QProgressBar>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

enum Column { Title, Scope, Progress, Started, Duration, Result, Button, ColumnCount };

QString durationText(const Activity& activity)
{
    if (activity.ended == 0)
        return {};
    const auto milliseconds = activity.ended - activity.started;
    return milliseconds < 1000
        ? QObject::tr("%1 ms").arg(milliseconds)
        : QObject::tr("%1 s").arg(QLocale().toString(double(milliseconds) / 1000, 'f', 1));
}

QIcon stateIcon(Activity::State state)
{
    switch (state) {
    case Activity::State::Running:
        return icon(u"loader-circle"_s, Role::Accent);
    case Activity::State::Done:
        return icon(u"circle-check"_s, Role::Ok);
    case Activity::State::Failed:
        return icon(u"circle-alert"_s, Role::Critical);
    case Activity::State::Cancelled:
        return icon(u"circle-x"_s, Role::Muted);
    }
    return {};
}

} // namespace

ActivityPanel::ActivityPanel(ActivityList& activities, QWidget* parent)
    : QWidget(parent)
    , m_activities(activities)
    , m_list(new QTreeWidget(this))
{
    auto* title = new QLabel(tr("Activity"), this);
    title->setFont(semibold(font()));
    auto* clear = new QToolButton(this);
    clear->setText(tr("Clear finished"));
    clear->setAutoRaise(true);
    auto* close = new QToolButton(this);
    close->setIcon(icon(u"x"_s, Role::Muted));
    close->setAutoRaise(true);
    close->setAccessibleName(tr("Close activity"));
    close->setToolTip(tr("Close activity (Ctrl+J)"));
    connect(clear, &QToolButton::clicked, &m_activities, &ActivityList::clear);
    connect(close, &QToolButton::clicked, this, &ActivityPanel::closeRequested);

    m_list->setColumnCount(ColumnCount);
    m_list->setHeaderLabels(
        { tr("Operation"), tr("Scope"), tr("Progress"), tr("Started"), tr("Duration"), tr("Result"), {} });
    m_list->setRootIsDecorated(false);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setAccessibleName(tr("Activity"));
    m_list->header()->setFont(captionFont());
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(Result, QHeaderView::Stretch);
    m_list->setColumnWidth(Title, 280);
    m_list->setColumnWidth(Progress, 160);
    m_list->setColumnWidth(Button, 96);

    auto* row = new QHBoxLayout;
    row->setContentsMargins(metrics::between, metrics::tight, metrics::inside, metrics::tight);
    row->addWidget(title);
    row->addStretch();
    row->addWidget(clear);
    row->addWidget(close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 1, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(row);
    layout->addWidget(m_list);
    setAutoFillBackground(true);
    connect(&m_activities, &ActivityList::changed, this, &ActivityPanel::refresh);
    refresh();
}

void ActivityPanel::refresh()
{
    const auto& all = m_activities.all();
    // Newest first. Rows are matched by id, so that buttons under the pointer stay.
    for (int i = m_list->topLevelItemCount() - 1; i >= 0; --i) {
        const auto id = m_list->topLevelItem(i)->data(0, Qt::UserRole).toULongLong();
        if (std::ranges::find(all, id, &Activity::id) == all.end())
            delete m_list->takeTopLevelItem(i);
    }
    for (const auto& activity : all) {
        QTreeWidgetItem* item = nullptr;
        for (int i = 0; i < m_list->topLevelItemCount() && !item; ++i)
            if (m_list->topLevelItem(i)->data(0, Qt::UserRole).toULongLong() == activity.id)
                item = m_list->topLevelItem(i);
        if (!item) {
            item = new QTreeWidgetItem;
            item->setData(0, Qt::UserRole, activity.id);
            m_list->insertTopLevelItem(0, item);
        }
        fill(item, activity);
    }
}

void ActivityPanel::fill(QTreeWidgetItem* item, const Activity& activity)
{
    item->setIcon(Title, stateIcon(activity.state));
    item->setText(Title, activity.title);
    item->setText(Scope, activity.scope);
    item->setText(Started,
                  QLocale().toString(QDateTime::fromMSecsSinceEpoch(activity.started).time(), u"HH:mm:ss"_s));
    item->setText(Duration, durationText(activity));
    item->setText(Result, activity.result);
    item->setToolTip(Result, activity.result);
    auto* bar = qobject_cast<QProgressBar*>(m_list->itemWidget(item, Progress));
    const bool isRunning = activity.state == Activity::State::Running;
    if (isRunning && !bar) {
        bar = new QProgressBar(m_list);
        bar->setTextVisible(false);
        bar->setAccessibleName(activity.title);
        m_list->setItemWidget(item, Progress, bar);
    }
    if (isRunning) {
        bar->setMaximum(int(qMin<qint64>(activity.total, 1'000'000)));
        bar->setValue(int(qMin<qint64>(activity.completed, 1'000'000)));
    } else if (bar) {
        m_list->removeItemWidget(item, Progress);
    }
    if (!isRunning && activity.total > 0)
        item->setText(
            Progress,
            tr("%1 of %2").arg(QLocale().toString(activity.completed), QLocale().toString(activity.total)));
    placeButton(item, activity);
}

void ActivityPanel::placeButton(QTreeWidgetItem* item, const Activity& activity)
{
    const auto work = activity.state == Activity::State::Running ? activity.cancel : activity.retry;
    const auto text = activity.state == Activity::State::Running ? tr("Cancel") : tr("Retry");
    auto* button = qobject_cast<QToolButton*>(m_list->itemWidget(item, Button));
    if (!work) {
        if (button)
            m_list->removeItemWidget(item, Button);
        return;
    }
    if (button && button->text() == text)
        return;
    button = new QToolButton(m_list);
    button->setAutoRaise(true);
    button->setText(text);
    button->setAccessibleName(text % u' ' % activity.title);
    connect(button, &QToolButton::clicked, this, [work] { work(); });
    m_list->setItemWidget(item, Button, button);
}

void ActivityPanel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, 0, width(), 1), color(Role::Hairline, palette()));
}

} // namespace strongroom::ui
