// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/copy_line.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

CopyLine::CopyLine(const QString& what, QWidget* parent)
    : QWidget(parent)
    , m_line(new QLineEdit(this))
    , m_copy(new QToolButton(this))
{
    m_line->setReadOnly(true);
    m_line->setFont(monoFont());
    m_line->setAccessibleName(what);
    m_copy->setIcon(icon(u"copy"_s));
    m_copy->setAutoRaise(true);
    m_copy->setToolTip(tr("Copy %1").arg(what));
    m_copy->setAccessibleName(m_copy->toolTip());
    m_copy->setFocusPolicy(Qt::StrongFocus);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::tight);
    row->addWidget(m_line, 1);
    row->addWidget(m_copy);
    setFocusProxy(m_line);
    connect(m_copy, &QToolButton::clicked, this, [this] { Q_EMIT copyRequested(m_line->text()); });
}

void CopyLine::setText(const QString& text)
{
    m_line->setText(text);
    m_line->setCursorPosition(0);
    m_copy->setEnabled(!text.isEmpty());
}

QString CopyLine::text() const { return m_line->text(); }

} // namespace strongroom::ui
