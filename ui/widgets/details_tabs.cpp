// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/details_tabs.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"

#include <QEvent>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

DetailsTabs::DetailsTabs(QWidget* parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_title(new QLabel(this))
    , m_address(new QLabel(this))
    , m_bar(new QTabBar(this))
    , m_pages(new QStackedWidget(this))
{
    m_title->setFont(titleFont());
    m_title->setTextFormat(Qt::PlainText);
    m_title->setMinimumWidth(0);
    QFont mono = monoFont();
    mono.setPointSizeF(mono.pointSizeF() - 1.5);
    m_address->setFont(mono);
    m_address->setForegroundRole(QPalette::PlaceholderText);
    m_address->setMinimumWidth(0);
    m_address->setAccessibleName(tr("Address"));
    m_bar->setExpanding(false);
    m_bar->setDrawBase(false);
    m_bar->setUsesScrollButtons(true);
    m_bar->setElideMode(Qt::ElideNone);

    auto* const name = new QHBoxLayout;
    name->setSpacing(metrics::inside);
    name->addWidget(m_icon);
    name->addWidget(m_title, 1);
    auto* const head = new QVBoxLayout;
    head->setContentsMargins(metrics::page, metrics::between, metrics::page, 0);
    head->setSpacing(metrics::tight + 2);
    head->addLayout(name);
    head->addWidget(m_address);
    auto* const tabs = new QHBoxLayout;
    tabs->setContentsMargins(metrics::inside, metrics::inside, 0, 0);
    tabs->addWidget(m_bar, 1);
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
        Q_EMIT currentPageChanged(index);
    });
}

void DetailsTabs::setHeader(const QString& iconName, const QString& title, const QString& address)
{
    m_iconName = iconName;
    m_titleText = title;
    m_addressText = address;
    m_title->setToolTip(title);
    m_title->setAccessibleName(title);
    m_address->setToolTip(address);
    m_address->setVisible(!address.isEmpty());
    showHeader();
}

void DetailsTabs::showHeader()
{
    const int room = width() - 2 * metrics::page;
    m_icon->setPixmap(
        iconPixmap(m_iconName, color(Role::Accent, palette()), metrics::largeIcon, devicePixelRatioF()));
    const int titleRoom = room - metrics::largeIcon - metrics::inside;
    m_title->setText(
        m_title->fontMetrics().elidedText(m_titleText, Qt::ElideMiddle, std::max(40, titleRoom)));
    m_address->setText(
        m_address->fontMetrics().elidedText(m_addressText, Qt::ElideRight, std::max(40, room)));
}

int DetailsTabs::addPage(const QString& text, QWidget* page)
{
    auto* const area = new QScrollArea(m_pages);
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
    return m_bar->addTab(text);
}

void DetailsTabs::setPageText(int index, const QString& text) { m_bar->setTabText(index, text); }
int DetailsTabs::currentPage() const { return m_bar->currentIndex(); }
void DetailsTabs::setCurrentPage(int index) { m_bar->setCurrentIndex(index); }

void DetailsTabs::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        showHeader();
    QWidget::changeEvent(event);
}

void DetailsTabs::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    showHeader();
}

} // namespace strongroom::ui
