// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/verdict_banner.h"

#include "ui/theme/fonts.h"
#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"
#include "ui/widgets/icon_label.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

VerdictBanner::VerdictBanner(QWidget* parent)
    : QWidget(parent)
    , m_icon(new IconLabel(this, metrics::largeIcon))
    , m_word(new QLabel(this))
    , m_sentence(new QLabel(this))
{
    m_word->setFont(titleFont());
    m_word->setTextFormat(Qt::PlainText);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    auto* const words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_word);
    words->addWidget(m_sentence);
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::between, metrics::inside, metrics::between, metrics::inside);
    row->setSpacing(metrics::between);
    row->addWidget(m_icon, 0, Qt::AlignVCenter);
    row->addLayout(words, 1);
}

void VerdictBanner::set(Kind kind, const QString& word, const QString& sentence)
{
    m_kind = kind;
    m_icon->set(kind == Kind::Good ? u"circle-check"_s : u"circle-x"_s,
                kind == Kind::Good ? Role::Ok : Role::Critical);
    m_word->setText(word);
    m_sentence->setText(sentence);
    m_sentence->setVisible(!sentence.isEmpty());
    setAccessibleName(sentence.isEmpty() ? word : word + u' ' + sentence);
    QAccessibleEvent told(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&told);
    update();
}

QString VerdictBanner::word() const { return m_word->text(); }
QString VerdictBanner::sentence() const { return m_sentence->text(); }

void VerdictBanner::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(color(m_kind == Kind::Good ? Role::Ok : Role::Critical, palette()));
    painter.setBrush(color(m_kind == Kind::Good ? Role::OkSoft : Role::CriticalSoft, palette()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::corner, metrics::corner);
}

} // namespace strongroom::ui
