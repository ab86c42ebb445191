// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/notice_bar.h"

#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/icon_label.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int shownFor = 10'000; // milliseconds
constexpr std::size_t undoDepth = 50;

Role roleOf(Notice::Kind kind)
{
    return kind == Notice::Kind::Done   ? Role::Ok
        : kind == Notice::Kind::Warning ? Role::Warning
                                        : Role::Critical;
}

Role groundOf(Notice::Kind kind)
{
    return kind == Notice::Kind::Done   ? Role::OkSoft
        : kind == Notice::Kind::Warning ? Role::WarningSoft
                                        : Role::CriticalSoft;
}

QString iconOf(Notice::Kind kind)
{
    return kind == Notice::Kind::Done   ? u"circle-check"_s
        : kind == Notice::Kind::Warning ? u"triangle-alert"_s
                                        : u"circle-alert"_s;
}

} // namespace

NoticeBar::NoticeBar(Notices& notices, QWidget* parent)
    : QWidget(parent)
    , m_icon(new IconLabel(this))
    , m_text(new QLabel(this))
    , m_button(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_close->setIcon(icon(u"x"_s, Role::Muted));
    m_close->setAutoRaise(true);
    m_close->setToolTip(tr("Close this notice"));
    m_close->setAccessibleName(tr("Close this notice"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(metrics::between, metrics::tight, metrics::inside, metrics::tight + 1);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    layout->addWidget(m_close);
    m_end.setSingleShot(true);
    m_end.setInterval(shownFor);
    connect(&m_end, &QTimer::timeout, this, &NoticeBar::showNext);
    connect(m_close, &QToolButton::clicked, this, &NoticeBar::showNext);
    connect(m_button, &QPushButton::clicked, this, &NoticeBar::act);
    connect(&notices, &Notices::posted, this, &NoticeBar::post);
    connect(&notices, &Notices::withdrawn, this, &NoticeBar::withdraw);
    hide();
}

void NoticeBar::post(const Notice& notice)
{
    if (!isHidden() && m_notice.kind == Notice::Kind::Warning && m_notice.text != notice.text)
        m_covered.push_back(m_notice);
    if (notice.isUndo && notice.action) {
        m_undo.push_back(notice.action);
        if (m_undo.size() > undoDepth)
            m_undo.erase(m_undo.begin());
        Q_EMIT undoChanged();
    }
    show(notice);
}

void NoticeBar::withdraw(const QString& text)
{
    std::erase_if(m_covered, [&text](const Notice& covered) { return covered.text == text; });
    if (!isHidden() && m_notice.text == text)
        showNext();
}

void NoticeBar::show(const Notice& notice)
{
    m_notice = notice;
    m_icon->set(iconOf(notice.kind), roleOf(notice.kind));
    m_text->setText(notice.text);
    m_button->setText(notice.actionText);
    m_button->setVisible(!notice.actionText.isEmpty());
    setAccessibleName(notice.text);
    QWidget::show();
    endSoon();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void NoticeBar::showNext()
{
    hide();
    if (m_covered.empty())
        return;
    const Notice covered = std::move(m_covered.back());
    m_covered.pop_back();
    show(covered);
}

void NoticeBar::act()
{
    const Notice notice = m_notice;
    showNext();
    if (notice.isUndo)
        undo();
    else if (notice.action)
        notice.action();
}

void NoticeBar::undo()
{
    if (m_undo.empty())
        return;
    const auto last = std::move(m_undo.back());
    m_undo.pop_back();
    if (!isHidden() && m_notice.isUndo)
        showNext();
    Q_EMIT undoChanged();
    last();
}

void NoticeBar::forgetAll()
{
    m_undo.clear();
    m_covered.clear();
    m_notice = {};
    hide();
    Q_EMIT undoChanged();
}

void NoticeBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), color(groundOf(m_notice.kind), palette()));
    painter.fillRect(QRect(0, height() - 1, width(), 1), color(Role::Hairline, palette()));
}

void NoticeBar::enterEvent(QEnterEvent*) { m_end.stop(); }

void NoticeBar::leaveEvent(QEvent*) { endSoon(); }

/// What went wrong stays until it is read.
void NoticeBar::endSoon()
{
    if (m_notice.kind == Notice::Kind::Done)
        m_end.start();
    else
        m_end.stop();
}

} // namespace strongroom::ui
