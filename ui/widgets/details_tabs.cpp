// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/details_tabs.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icon_label.h"

#include <QAction>
#include <QFrame>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

/// Never narrower than what is in it: it scrolls up and down only.
class PageArea final : public QScrollArea
{
public:
    using QScrollArea::QScrollArea;
    QSize minimumSizeHint() const override
    {
        const int bar = verticalScrollBar()->sizeHint().width();
        return { widget() ? widget()->minimumSizeHint().width() + bar : 0, 0 };
    }
};

} // namespace

/// Says how wide a tab would be, shown or not.
class DetailsTabs::Bar final : public QTabBar
{
public:
    using QTabBar::QTabBar;
    int widthOf(int index) const { return tabSizeHint(index).width(); }
};

DetailsTabs::DetailsTabs(QWidget* parent)
    : QWidget(parent)
    , m_icon(new IconLabel(this, metrics::largeIcon))
    , m_title(new ElidedLabel(this, Qt::ElideMiddle))
    , m_address(new ElidedLabel(this))
    , m_bar(new Bar(this))
    , m_more(new QToolButton(this))
    , m_pages(new QStackedWidget(this))
{
    m_title->setFont(titleFont());
    QFont mono = monoFont();
    mono.setPointSizeF(mono.pointSizeF() - 1.5);
    m_address->setFont(mono);
    m_address->setForegroundRole(QPalette::PlaceholderText);
    m_bar->setExpanding(false);
    m_bar->setDrawBase(false);
    m_bar->setUsesScrollButtons(true);
    m_bar->setElideMode(Qt::ElideNone);
    m_more->setIcon(icon(u"ellipsis"_s));
    m_more->setAutoRaise(true);
    m_more->setToolTip(tr("More pages"));
    m_more->setAccessibleName(m_more->toolTip());
    m_more->hide();
    connect(m_more, &QToolButton::clicked, this, &DetailsTabs::openMenu);

    auto* const name = new QHBoxLayout;
    name->setSpacing(metrics::inside);
    name->addWidget(m_icon);
    name->addWidget(m_title);
    name->addStretch();
    auto* const head = new QVBoxLayout;
    head->setContentsMargins(metrics::page, metrics::between, metrics::page, 0);
    head->setSpacing(metrics::tight + 2);
    head->addLayout(name);
    head->addWidget(m_address);
    auto* const tabs = new QHBoxLayout;
    tabs->setContentsMargins(metrics::inside, metrics::inside, metrics::inside, 0);
    tabs->addWidget(m_bar, 1);
    tabs->addWidget(m_more);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addLayout(tabs);
    auto* const line = new QFrame(this);
    line->setFixedHeight(metrics::hairline);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    layout->addWidget(line);
    layout->addWidget(m_pages, 1);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    connect(m_bar, &QTabBar::currentChanged, this, [this](int index) {
        m_pages->setCurrentIndex(index);
        fitTabs();
        Q_EMIT currentPageChanged(index);
    });
}

void DetailsTabs::setHeader(const QString& iconName, const QString& title, const QString& address)
{
    m_icon->set(iconName, Role::Accent);
    m_title->setText(title);
    m_address->setText(address);
    m_address->setVisible(!address.isEmpty());
}

int DetailsTabs::addPage(const QString& text, QWidget* page)
{
    auto* const area = new PageArea(m_pages);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setBackgroundRole(QPalette::Base);
    area->setFocusPolicy(Qt::NoFocus);
    page->setAutoFillBackground(false);
    page->setContentsMargins(metrics::page, metrics::page, metrics::page, metrics::page);
    area->setWidget(page);
    page->setAutoFillBackground(false);
    return addFullPage(text, area);
}

int DetailsTabs::addFullPage(const QString& text, QWidget* page)
{
    m_pages->addWidget(page);
    const int index = m_bar->addTab(text);
    fitTabs();
    return index;
}

void DetailsTabs::setPageText(int index, const QString& text)
{
    m_bar->setTabText(index, text);
    fitTabs();
}

int DetailsTabs::currentPage() const { return m_bar->currentIndex(); }

void DetailsTabs::setCurrentPage(int index)
{
    m_bar->setTabVisible(index, true);
    m_bar->setCurrentIndex(index);
}

void DetailsTabs::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitTabs();
}

/// Whole tabs only: those that find no room move into a menu, the current one never.
void DetailsTabs::fitTabs()
{
    int wanted = 0;
    for (int i = 0; i < m_bar->count(); ++i)
        wanted += m_bar->widthOf(i);
    const int room = width() - 2 * metrics::inside;
    const bool isTooMuch = wanted > room;
    const int current = m_bar->currentIndex();
    int left = room - (isTooMuch ? m_more->sizeHint().width() + m_bar->widthOf(current) : 0);
    for (int i = 0; i < m_bar->count(); ++i) {
        if (i == current)
            continue;
        const int taken = m_bar->widthOf(i);
        const bool fits = !isTooMuch || taken <= left;
        left = fits ? left - taken : 0; // in order: none after the first that does not fit
        m_bar->setTabVisible(i, fits);
    }
    m_more->setVisible(isTooMuch);
}

void DetailsTabs::openMenu()
{
    auto* const menu = new QMenu(m_more);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int i = 0; i < m_bar->count(); ++i) {
        if (!m_bar->isTabVisible(i))
            connect(menu->addAction(m_bar->tabText(i)), &QAction::triggered, this,
                    [this, i] { setCurrentPage(i); });
    }
    menu->popup(m_more->mapToGlobal(m_more->rect().bottomLeft()));
}

} // namespace strongroom::ui
