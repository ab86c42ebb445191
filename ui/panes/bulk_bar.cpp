// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/bulk_bar.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"
#include "ui/widgets/counted.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

BulkBar::BulkBar(Workspace& workspace, const std::vector<ActionId>& actions, QWidget* parent)
    : QWidget(parent)
    , m_words(new QLabel(this))
{
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(metrics::between, metrics::tight + 2, metrics::between, metrics::tight + 2);
    layout->setSpacing(metrics::tight);
    m_words->setFont(semibold(font()));
    layout->addWidget(m_words);
    layout->addSpacing(metrics::inside);
    for (const ActionId id : actions) {
        auto* const button = new QToolButton(this);
        button->setDefaultAction(workspace.action(id));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        layout->addWidget(button);
    }
    layout->addStretch();
    auto* const clear = new QToolButton(this);
    clear->setIcon(icon(u"x"_s, Role::Muted));
    clear->setAutoRaise(true);
    clear->setToolTip(tr("Choose nothing"));
    clear->setAccessibleName(tr("Choose nothing"));
    layout->addWidget(clear);
    connect(clear, &QToolButton::clicked, this, &BulkBar::clearRequested);
    hide();
}

void BulkBar::setCount(int count)
{
    m_words->setText(counted(count, tr("1 chosen"), tr("%1 chosen")));
    setVisible(count > 1);
}

void BulkBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), color(Role::AccentSoft, palette()));
    painter.fillRect(QRect(0, 0, width(), metrics::hairline), color(Role::Hairline, palette()));
}

} // namespace strongroom::ui
