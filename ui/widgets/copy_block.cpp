// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/copy_block.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QToolButton>

#include <cmath>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

CopyBlock::CopyBlock(const QString& what, const QString& text, QWidget* parent)
    : QWidget(parent)
    , m_text(new QPlainTextEdit(text, this))
    , m_copy(new QToolButton(this))
{
    QFont mono = monoFont();
    mono.setPointSizeF(mono.pointSizeF() - 1);
    m_text->setFont(mono);
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setWordWrapMode(QTextOption::WrapAnywhere);
    m_text->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_text->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_text->setAccessibleName(what);
    m_copy->setIcon(icon(u"copy"_s));
    m_copy->setAutoRaise(true);
    m_copy->setToolTip(tr("Copy %1").arg(what));
    m_copy->setAccessibleName(m_copy->toolTip());
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::tight);
    row->addWidget(m_text, 1);
    row->addWidget(m_copy, 0, Qt::AlignTop);
    connect(m_copy, &QToolButton::clicked, this, [this] { Q_EMIT copyRequested(m_text->toPlainText()); });
    fitHeight();
}

void CopyBlock::fitHeight()
{
    const QFontMetricsF face(m_text->font()); // rounded, long lines would be counted too short
    const int frame = 2 * (m_text->frameWidth() + int(m_text->document()->documentMargin()));
    const int columns = std::max(8, int((m_text->width() - frame) / face.horizontalAdvance(u'0')));
    int lines = 0;
    for (const QString& line : m_text->toPlainText().split(u'\n'))
        lines += std::max(1, (int(line.size()) + columns - 1) / columns);
    m_text->setFixedHeight(int(std::ceil(lines * face.lineSpacing())) + frame + 2);
}

void CopyBlock::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitHeight();
}

} // namespace strongroom::ui
