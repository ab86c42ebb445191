// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/form_dialog.h"

#include "ui/theme/fonts.h"
#include "ui/theme/metrics.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QScreen>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

constexpr int dialogWidth = 560;

/// The content of the scroll area. Wrapped labels make a layout's minimum height that of its narrowest
/// width; what counts here is the height for the width it has.
class Page final : public QWidget
{
public:
    using QWidget::QWidget;
    QSize minimumSizeHint() const override { return { QWidget::minimumSizeHint().width(), 0 }; }
};

QFrame* hairline(QWidget* parent)
{
    auto* line = new QFrame(parent);
    line->setFixedHeight(metrics::hairline);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    return line;
}

/// One button of an exclusive group is a stop, the others are reached by the arrow keys.
bool isTabStop(const QWidget* widget)
{
    const auto* const radio = qobject_cast<const QRadioButton*>(widget);
    const bool isOther = radio && radio->group() && radio->group()->checkedButton() && !radio->isChecked();
    return widget->focusPolicy() & Qt::TabFocus && !widget->focusProxy() && !isOther && widget->isEnabled();
}

/// Scrolls the fields. Tab goes through them from top to bottom, whichever was made first, and then to the
/// buttons; Qt's own chain is the order in which widgets were made.
class Area final : public QScrollArea
{
public:
    using QScrollArea::QScrollArea;
    void setParts(const QGridLayout* form, const QLayout* buttons)
    {
        m_form = form;
        m_buttons = buttons;
    }

    /// The first stop in a field with a label; nullptr when there is none.
    QWidget* firstInput() const
    {
        for (int row = 0; row < m_form->rowCount(); ++row) {
            const QLayoutItem* const field = m_form->itemAtPosition(row, 1);
            const QLayoutItem* const label = m_form->itemAtPosition(row, 0);
            std::vector<QWidget*> stops;
            if (field && label && field != label)
                addStops(field->widget(), stops);
            if (!stops.empty())
                return stops.front();
        }
        return nullptr;
    }

protected:
    bool focusNextPrevChild(bool next) override
    {
        const std::vector<QWidget*> stops = tabStops();
        const auto here = std::ranges::find(stops, window()->focusWidget());
        const bool isLast = here == stops.end() || (next ? here + 1 == stops.end() : here == stops.begin());
        if (isLast)
            return QScrollArea::focusNextPrevChild(next);
        QWidget* const there = next ? *(here + 1) : *(here - 1);
        there->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
        if (widget()->isAncestorOf(there))
            ensureWidgetVisible(there);
        return true;
    }

private:
    std::vector<QWidget*> tabStops() const
    {
        std::vector<QWidget*> stops;
        for (int row = 0; row < m_form->rowCount(); ++row)
            if (const QLayoutItem* const item = m_form->itemAtPosition(row, 1))
                addStops(item->widget(), stops);
        for (int i = 0; i < m_buttons->count(); ++i)
            addStops(m_buttons->itemAt(i)->widget(), stops);
        return stops;
    }

    /// Those of one field, in the order it has made them.
    void addStops(QWidget* field, std::vector<QWidget*>& stops) const
    {
        if (!field || !field->isVisibleTo(window()))
            return;
        QWidget* at = field;
        do {
            const bool isInside = at == field || field->isAncestorOf(at);
            if (isInside && isTabStop(at) && at->isVisibleTo(window()))
                stops.push_back(at);
            at = at->nextInFocusChain();
        } while (at != field);
    }

    const QGridLayout* m_form = nullptr;
    const QLayout* m_buttons = nullptr;
};

} // namespace

FormDialog::FormDialog(const QString& heading, const QString& acceptText, ButtonRole acceptRole,
                       QWidget* parent)
    : QDialog(parent)
    , m_heading(new QLabel(heading, this))
    , m_introduction(new QLabel(this))
    , m_scroll(new Area(this))
    , m_content(new Page(m_scroll))
    , m_form(new QGridLayout)
    , m_error(new FieldNote(this))
    , m_foot(new FieldNote(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_accept(new QPushButton(acceptText, this))
{
    setWindowTitle(heading);
    setModal(true);
    setAttribute(Qt::WA_DeleteOnClose);
    m_heading->setFont(titleFont());
    m_heading->setWordWrap(true);
    m_introduction->setWordWrap(true);
    m_introduction->setTextFormat(Qt::PlainText); // it may quote a file
    m_introduction->setForegroundRole(QPalette::PlaceholderText);
    m_introduction->hide();

    m_form->setHorizontalSpacing(metrics::between);
    m_form->setVerticalSpacing(metrics::tight);
    m_form->setColumnStretch(1, 1);
    auto* page = new QVBoxLayout(m_content);
    page->setContentsMargins(metrics::section, metrics::section, metrics::section, metrics::page);
    page->setSpacing(metrics::between);
    page->addWidget(m_heading);
    page->addWidget(m_introduction);
    page->addLayout(m_form);
    page->addStretch(1);
    m_scroll->setWidget(m_content);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_content->setBackgroundRole(QPalette::Base);
    m_content->setAutoFillBackground(true);
    m_content->installEventFilter(this);

    m_error->hide();
    m_error->setContentsMargins(metrics::section, 0, metrics::section, 0);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(metrics::section, metrics::between, metrics::section, metrics::between);
    buttons->setSpacing(metrics::inside);
    buttons->addWidget(m_foot, 1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_accept);
    m_buttons = buttons;
    static_cast<Area*>(m_scroll)->setParts(m_form, m_buttons);
    m_cancel->setAutoDefault(false);
    m_accept->setDefault(true);
    setButtonRole(m_accept, acceptRole);

    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(m_scroll, 1);
    all->addWidget(hairline(this));
    all->addSpacing(metrics::tight);
    all->addWidget(m_error);
    all->addLayout(buttons);
    setMaximumWidth(metrics::dialogMaximum);

    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_accept, &QPushButton::clicked, this, &FormDialog::submitted);
}

void FormDialog::setIntroduction(const QString& sentence)
{
    m_introduction->setText(sentence);
    m_introduction->setVisible(!sentence.isEmpty());
}

void FormDialog::startWaiting()
{
    m_isWaiting = true;
    m_error->hide();
    m_content->setEnabled(false);
    updateAccept();
}

void FormDialog::showError(const ErrorText& error)
{
    m_error->set(FieldNote::Kind::Problem,
                 error.cause.isEmpty() ? error.title : error.title + u' ' + error.cause);
    m_error->setToolTip(error.details);
    m_error->show();
    endWaiting();
}

void FormDialog::endWaiting()
{
    m_isWaiting = false;
    m_content->setEnabled(true);
    updateAccept();
}

FieldNote* FormDialog::addField(const QString& label, QWidget* field)
{
    const int row = m_form->rowCount();
    auto* caption = new QLabel(label, m_content);
    caption->setBuddy(field);
    caption->setAlignment(Qt::AlignRight | Qt::AlignTop);
    // The words of the label stand on the first line of the field.
    caption->setContentsMargins(0, (metrics::controlHeight - caption->fontMetrics().height()) / 2, 0, 0);
    const auto* const check = qobject_cast<QCheckBox*>(field);
    if (field->accessibleName().isEmpty()) {
        QString name = check ? tr("%1: %2").arg(label, check->text()) : label;
        field->setAccessibleName(name.remove(u'&'));
    }
    if (check)
        field->setMinimumHeight(metrics::controlHeight); // its words on the line of the label
    auto* note = new FieldNote(m_content);
    note->describe(field);
    note->setContentsMargins(0, 0, 0, metrics::inside);
    m_form->addWidget(caption, row, 0);
    m_form->addWidget(field, row, 1);
    m_form->addWidget(note, row + 1, 1);
    return note;
}

void FormDialog::setFieldVisible(QWidget* field, bool isVisible)
{
    const int index = m_form->indexOf(field);
    if (index < 0)
        return;
    int row = 0;
    int column = 0;
    int rows = 0;
    int columns = 0;
    m_form->getItemPosition(index, &row, &column, &rows, &columns);
    for (const auto& [at, side] : { std::pair(row, 0), std::pair(row, 1), std::pair(row + 1, 1) }) {
        if (QLayoutItem* const item = m_form->itemAtPosition(at, side))
            item->widget()->setVisible(isVisible);
    }
}

void FormDialog::addWide(QWidget* widget) { m_form->addWidget(widget, m_form->rowCount(), 0, 1, 2); }

void FormDialog::addSection(const QString& text)
{
    auto* label = new QLabel(text, m_content);
    label->setFont(semibold(label->font()));
    label->setContentsMargins(0, metrics::inside, 0, metrics::tight);
    addWide(label);
}

QPushButton* FormDialog::addButton(const QString& text, ButtonRole role)
{
    auto* button = new QPushButton(text, this);
    button->setAutoDefault(false);
    setButtonRole(button, role);
    auto* row = static_cast<QHBoxLayout*>(m_buttons);
    row->insertWidget(row->count() - 2, button);
    return button;
}

void FormDialog::allowWithAccept(QPushButton* button)
{
    m_second = button;
    updateAccept();
}

void FormDialog::allowAccept()
{
    m_isAllowed = true;
    updateAccept();
}

void FormDialog::forbidAccept()
{
    m_isAllowed = false;
    updateAccept();
}

void FormDialog::removeCancel() { m_cancel->hide(); }

void FormDialog::nameCancel(const QString& text) { m_cancel->setText(text); }

void FormDialog::makeCancelDefault()
{
    m_cancel->setAutoDefault(true);
    m_cancel->setDefault(true);
}

void FormDialog::takeOverAccept()
{
    disconnect(m_accept, &QPushButton::clicked, this, &FormDialog::submitted);
}

void FormDialog::showEvent(QShowEvent* event)
{
    // Qt would cut the first size to two thirds of the screen.
    if (!testAttribute(Qt::WA_Resized))
        resize(sizeHint());
    // What has to be filled in first is where typing goes; Qt would choose the first button that was made.
    if (!focusWidget() && !m_accept->isEnabled())
        if (QWidget* const input = static_cast<Area*>(m_scroll)->firstInput())
            input->setFocus();
    QDialog::showEvent(event);
}

bool FormDialog::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::LayoutRequest)
        QTimer::singleShot(0, this, &FormDialog::growToFit);
    return QDialog::eventFilter(watched, event);
}

/// Fields and notes that appear make the dialog taller rather than scroll it, and never push it off the
/// screen.
void FormDialog::growToFit()
{
    const QSize wanted = sizeHint();
    if (!isVisible() || wanted.height() <= height())
        return;
    resize(std::max(width(), wanted.width()), wanted.height()); // it may not have had its first size yet
    if (const QScreen* const where = screen()) {
        const QRect room = where->availableGeometry();
        const int top = std::max(room.top(), room.bottom() - metrics::section - frameGeometry().height());
        if (pos().y() > top)
            move(pos().x(), top);
    }
}

QSize FormDialog::sizeHint() const
{
    ensurePolished();
    const int width = qBound(dialogWidth, m_content->minimumSizeHint().width(), metrics::dialogMaximum);
    const int rest = m_buttons->sizeHint().height() + metrics::tight + metrics::hairline
        + (m_error->isHidden() ? 0 : m_error->sizeHint().height());
    // As if it scrolled: the area keeps a bar that it has shown, as long as the words wrap too early beside
    // it.
    const int wrapped = width - style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, this);
    const int content = m_content->hasHeightForWidth() ? m_content->heightForWidth(wrapped)
                                                       : m_content->sizeHint().height();
    const QScreen* where = screen();
    const int room = where ? where->availableGeometry().height() - 2 * metrics::section : content + rest;
    return { width, qMin(content + rest, room) };
}

void FormDialog::updateAccept()
{
    m_accept->setEnabled(m_isAllowed && !m_isWaiting);
    if (m_second)
        m_second->setEnabled(m_accept->isEnabled());
}

} // namespace strongroom::ui
