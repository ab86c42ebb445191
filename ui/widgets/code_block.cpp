// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/code_block.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

CodeBlock::CodeBlock(QWidget* parent)
    : QWidget(parent)
    , m_caption(new QLabel(this))
    , m_copy(new QToolButton(this))
    , m_text(new QPlainTextEdit(this))
{
    m_caption->setFont(captionFont());
    m_caption->setForegroundRole(QPalette::PlaceholderText);
    m_copy->setIcon(icon(u"copy"_s));
    m_copy->setText(tr("Copy"));
    m_copy->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_copy->setAutoRaise(true);
    m_copy->setFocusPolicy(Qt::StrongFocus);
    m_text->setReadOnly(true);
    m_text->setFont(monoFont());
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_text->setTabChangesFocus(true);
    m_text->setTabStopDistance(4 * m_text->fontMetrics().horizontalAdvance(u' '));
    m_text->viewport()->setAutoFillBackground(false);

    auto* top = new QHBoxLayout;
    top->addWidget(m_caption, 1);
    top->addWidget(m_copy);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(metrics::between, metrics::tight, metrics::tight, metrics::tight);
    all->setSpacing(0);
    all->addLayout(top);
    all->addWidget(m_text);
    setFocusProxy(m_text);
    connect(m_copy, &QToolButton::clicked, this, [this] { Q_EMIT copyRequested(code()); });
}

void CodeBlock::set(const QString& caption, const QString& code)
{
    m_caption->setText(caption);
    m_text->setAccessibleName(caption);
    m_copy->setAccessibleName(tr("Copy %1").arg(caption));
    if (m_text->toPlainText() != code)
        m_text->setPlainText(code.endsWith(u'\n') ? code.chopped(1) : code);
    fitHeight();
}

QString CodeBlock::code() const { return m_text->toPlainText() + u'\n'; }

void CodeBlock::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color(Role::Hairline, palette()), metrics::hairline));
    painter.setBrush(color(Role::Alternate, palette()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::corner, metrics::corner);
}

void CodeBlock::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitHeight();
}

void CodeBlock::fitHeight()
{
    const int lines = m_text->document()->blockCount();
    const int margins = static_cast<int>(2 * m_text->document()->documentMargin());
    m_text->setFixedHeight(lines * m_text->fontMetrics().lineSpacing() + margins
                           + m_text->horizontalScrollBar()->sizeHint().height());
}

} // namespace strongroom::ui
