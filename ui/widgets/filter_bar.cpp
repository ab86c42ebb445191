// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/filter_bar.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"
#include "ui/widgets/field_note.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QShortcut>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QToolButton>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int settleMilliseconds = 150;
constexpr int widestChip = 260;

/// One condition: its text, and a cross that removes it. Reachable by Tab; Delete removes it too.
class FilterChip final : public QWidget
{
    Q_OBJECT

public:
    FilterChip(const QString& text, QWidget* parent)
        : QWidget(parent)
        , m_text(text)
    {
        setFont(captionFont());
        setFocusPolicy(Qt::TabFocus);
        setAccessibleName(tr("Condition %1").arg(text));
        setToolTip(text);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        auto* const layout = new QHBoxLayout(this);
        layout->setContentsMargins(0, 0, metrics::tight, 0);
        m_cross = new QToolButton(this);
        m_cross->setObjectName(u"removeCondition"_s);
        m_cross->setAutoRaise(true);
        m_cross->setIcon(icon(u"x"_s, Role::Accent));
        m_cross->setIconSize({ 12, 12 });
        m_cross->setFixedSize(16, 16);
        m_cross->setFocusPolicy(Qt::NoFocus);
        m_cross->setToolTip(tr("Remove this condition"));
        m_cross->setAccessibleName(tr("Remove the condition %1").arg(text));
        layout->addStretch();
        layout->addWidget(m_cross);
        connect(m_cross, &QToolButton::clicked, this, &FilterChip::removed);
    }

    QSize sizeHint() const override
    {
        const int width
            = fontMetrics().horizontalAdvance(shown()) + metrics::inside + 2 + 16 + 2 * metrics::tight;
        return { std::min(width, widestChip), fontMetrics().height() + 6 };
    }

Q_SIGNALS:
    void removed();
    void editWanted();

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(hasFocus() ? QPen(color(Role::Accent, palette()), metrics::focusRing)
                                  : QPen(Qt::NoPen));
        painter.setBrush(color(Role::AccentSoft, palette()));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), height() / 2.0 - 1,
                                height() / 2.0 - 1);
        painter.setPen(color(Role::Accent, palette()));
        const QRect inner = rect().adjusted(metrics::inside + 2, 0, -16 - metrics::tight, 0);
        painter.drawText(inner, Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(shown(), Qt::ElideRight, inner.width()));
    }

    void keyPressEvent(QKeyEvent* event) override
    {
        if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)
            Q_EMIT removed();
        else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Space)
            Q_EMIT editWanted();
        else
            QWidget::keyPressEvent(event);
    }

    void mouseDoubleClickEvent(QMouseEvent*) override { Q_EMIT editWanted(); }

private:
    QString shown() const
    {
        const qsizetype colon = m_text.indexOf(u':');
        return m_text.first(colon + 1) + u' ' + m_text.mid(colon + 1);
    }

    QString m_text;
    QToolButton* m_cross;
};

/// The frame of a text field around chips and text.
class FilterFrame final : public QWidget
{
public:
    explicit FilterFrame(QWidget* parent)
        : QWidget(parent)
    {
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setFixedHeight(std::max(metrics::controlHeight, fontMetrics().height() + 12));
        setAttribute(Qt::WA_StyledBackground, false);
    }
    bool isBad = false;
    bool isFocused = false;

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Role edge = isBad ? Role::Critical : isFocused ? Role::Accent : Role::Border;
        const double width = isFocused || isBad ? metrics::focusRing : metrics::hairline;
        painter.setPen(QPen(color(edge, palette()), width));
        painter.setBrush(color(Role::Base, palette()));
        const double half = width / 2;
        painter.drawRoundedRect(QRectF(rect()).adjusted(half, half, -half, -half), metrics::corner,
                                metrics::corner);
        painter.drawPixmap(
            QRect(metrics::inside, (height() - metrics::icon) / 2, metrics::icon, metrics::icon),
            iconPixmap(u"funnel"_s, color(Role::Muted, palette()), metrics::icon, devicePixelRatioF()));
    }
};

constexpr int countRole = Qt::UserRole + 1;

/// A value, and at the right end how many objects have it.
class OfferDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const QString count = index.data(countRole).toString();
        if (count.isEmpty())
            return;
        painter->save();
        painter->setFont(captionFont());
        painter->setPen(
            color(option.state & QStyle::State_Selected ? Role::OnPrimary : Role::Muted, option.palette));
        drawTabular(*painter, option.rect.adjusted(0, 0, -metrics::inside, 0),
                    Qt::AlignRight | Qt::AlignVCenter, count);
        painter->restore();
    }
};

QToolButton* barButton(QWidget* parent, const QString& name, const QString& toolTip)
{
    auto* const button = new QToolButton(parent);
    button->setObjectName(name);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setFixedSize(24, 22);
    button->setToolTip(toolTip);
    button->setAccessibleName(toolTip);
    return button;
}

} // namespace

FilterBar::FilterBar(const base::Clock& clock, QWidget* parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_frame(new FilterFrame(this))
    , m_edit(new QLineEdit(m_frame))
    , m_counts(new QLabel(this))
    , m_note(new FieldNote(this))
    , m_completer(new QCompleter(this))
    , m_completions(new QStandardItemModel(this))
{
    auto* const inner = new QHBoxLayout(m_frame);
    inner->setContentsMargins(metrics::inside + metrics::icon + metrics::tight, 2, metrics::tight, 2);
    inner->setSpacing(metrics::tight);
    m_chipRow = new QHBoxLayout;
    m_chipRow->setSpacing(metrics::tight);
    inner->addLayout(m_chipRow);
    inner->addWidget(m_edit, 1);
    makeTools();
    for (QToolButton* const tool : { m_regex, m_case, m_star })
        inner->addWidget(tool);
    m_edit->setFrame(false);
    m_edit->setAutoFillBackground(false);
    QPalette clearBase = m_edit->palette();
    clearBase.setColor(QPalette::Base, Qt::transparent);
    m_edit->setPalette(clearBase);
    m_edit->setClearButtonEnabled(false);
    m_edit->setAccessibleName(tr("Filter"));
    m_edit->setMinimumWidth(80);
    m_edit->installEventFilter(this);

    m_counts->setForegroundRole(QPalette::PlaceholderText);
    m_note->describe(m_edit);
    m_note->hide();

    auto* const row = new QHBoxLayout;
    row->setSpacing(metrics::inside);
    row->addWidget(m_frame, 1);
    row->addWidget(m_counts);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::tight);
    layout->addLayout(row);
    layout->addWidget(m_note);
    setFocusProxy(m_edit);

    m_completer->setModel(m_completions);
    m_completer->setWidget(m_edit);
    m_completer->setCompletionMode(QCompleter::PopupCompletion);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->popup()->setItemDelegate(new OfferDelegate(m_completer->popup()));
    m_debounce.setSingleShot(true);
    m_debounce.setInterval(settleMilliseconds);
    connect(&m_debounce, &QTimer::timeout, this, &FilterBar::evaluate);
    connect(m_edit, &QLineEdit::textEdited, this, &FilterBar::onEdited);
    connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &FilterBar::complete);
}

void FilterBar::makeTools()
{
    m_regex = barButton(m_frame, u"matchRegex"_s, tr("Words are regular expressions (Alt+R)"));
    m_regex->setText(u".*"_s);
    m_regex->setFont(monoFont());
    m_case = barButton(m_frame, u"matchCase"_s, tr("Capitals count (Alt+C)"));
    m_case->setText(u"Aa"_s);
    m_star = barButton(m_frame, u"saveView"_s, {});
    m_star->setIconSize({ metrics::icon, metrics::icon });
    setStar(Star::None);
    const auto toggles = [this](QToolButton* button, const QKeySequence& keys) {
        button->setCheckable(true);
        connect(button, &QToolButton::toggled, this, [this] {
            m_debounce.stop();
            evaluate();
        });
        connect(new QShortcut(keys, this), &QShortcut::activated, button, &QToolButton::toggle);
    };
    toggles(m_regex, Qt::ALT | Qt::Key_R);
    toggles(m_case, Qt::ALT | Qt::Key_C);
    connect(m_star, &QToolButton::clicked, this, &FilterBar::starClicked);
}

void FilterBar::setStar(Star star)
{
    m_star->setVisible(star != Star::None);
    m_star->setIcon(icon(u"star"_s, star == Star::Full ? Role::Accent : Role::Muted));
    m_star->setToolTip(star == Star::Full ? tr("Remove this view from the tree")
                                          : tr("Keep this filter as a view in the tree"));
    m_star->setAccessibleName(m_star->toolTip());
}

/// The tools, in the words of the language.
QString FilterBar::modeText() const
{
    QStringList modes;
    if (m_regex->isChecked())
        modes += u"match:regex"_s;
    if (m_case->isChecked())
        modes += u"match:case"_s;
    return modes.join(u' ');
}

void FilterBar::addMode(const QString& mode)
{
    (mode == "match:regex"_L1 ? m_regex : m_case)->setChecked(true);
}

QString FilterBar::text() const
{
    QStringList parts = m_chips;
    if (!modeText().isEmpty())
        parts += modeText();
    if (!m_edit->text().trimmed().isEmpty())
        parts += m_edit->text().trimmed();
    return parts.join(u' ');
}

void FilterBar::setText(const QString& text)
{
    m_chips.clear();
    {
        const QSignalBlocker regex(m_regex);
        const QSignalBlocker caseSensitive(m_case);
        m_regex->setChecked(false);
        m_case->setChecked(false);
        m_edit->setText(text);
        makeChips(true);
    }
    rebuildChips();
    m_debounce.stop();
    evaluate();
}

void FilterBar::clear() { setText({}); }

void FilterBar::focusText()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void FilterBar::appendText(const QString& text)
{
    m_edit->setFocus(Qt::OtherFocusReason);
    m_edit->setText(m_edit->text() + text);
    onEdited();
}

void FilterBar::setCounts(qint64 matched, qint64 total)
{
    const QLocale locale;
    const QString counts = matched < 0 || total < 0
        ? QString()
        : tr("%1 of %2").arg(locale.toString(matched), locale.toString(total));
    m_counts->setText(counts);
    m_counts->setAccessibleName(tr("Rows that match: %1").arg(counts));
}

void FilterBar::setValues(const QString& field, const QStringList& values) { m_values.insert(field, values); }

void FilterBar::setPlaceholder(const QString& text) { m_edit->setPlaceholderText(text); }

void FilterBar::onEdited()
{
    makeChips(false);
    m_debounce.start();
    offerCompletions();
}

/// Conditions that are finished move from the text into chips: all of them, or those a blank follows.
void FilterBar::makeChips(bool isWhole)
{
    const QString text = m_edit->text();
    const qsizetype end = isWhole ? text.size() : text.lastIndexOf(u' ');
    if (end <= 0 && !isWhole)
        return;
    const QString finished = text.first(std::max<qsizetype>(0, end));
    if (finished.count(u'"') % 2 != 0)
        return;
    const auto parsed = lists::FilterExpression::parse(modeText() + u' ' + finished, m_clock.now());
    if (parsed.problem)
        return;
    QStringList words;
    bool hasChip = false;
    for (const lists::FilterPart& part : parsed.expression.parts()) {
        if (part.kind == lists::FilterPart::Kind::Words) {
            words += part.text;
        } else if (part.kind == lists::FilterPart::Kind::Mode) {
            hasChip = hasChip || !modeText().contains(part.text);
            addMode(part.text);
        } else {
            hasChip = true;
            if (!m_chips.contains(part.text))
                m_chips += part.text;
        }
    }
    if (!hasChip)
        return;
    const QString rest = text.mid(end).trimmed();
    if (!rest.isEmpty())
        words += rest;
    m_edit->setText(words.join(u' '));
    rebuildChips();
}

void FilterBar::rebuildChips()
{
    for (QWidget* const chip : std::as_const(m_chipWidgets)) {
        chip->hide();
        chip->setParent(nullptr);
        chip->deleteLater(); // it may be the one that asked
    }
    m_chipWidgets.clear();
    for (qsizetype i = 0; i < m_chips.size(); ++i) {
        auto* const chip = new FilterChip(m_chips[i], m_frame);
        m_chipRow->addWidget(chip);
        m_chipWidgets += chip;
        connect(chip, &FilterChip::removed, this, [this, i] { removeChip(i); });
        connect(chip, &FilterChip::editWanted, this, [this, i] {
            const QString text = m_chips[i];
            removeChip(i);
            m_edit->setText(text);
        });
        if (isVisible())
            chip->show();
    }
}

void FilterBar::removeChip(qsizetype index)
{
    m_chips.removeAt(index);
    rebuildChips();
    m_edit->setFocus();
    m_debounce.start();
}

void FilterBar::takeBackLastChip()
{
    const QString text = m_chips.takeLast();
    rebuildChips();
    m_edit->setText(text);
    m_debounce.start();
}

void FilterBar::evaluate()
{
    const auto parsed = lists::FilterExpression::parse(text(), m_clock.now());
    m_problem = parsed.problem ? parsed.problem->message : QString();
    auto* const field = static_cast<FilterFrame*>(m_frame);
    field->isBad = parsed.problem.has_value();
    field->update();
    m_note->set(FieldNote::Kind::Problem, m_problem);
    m_note->setVisible(parsed.problem.has_value());
    if (parsed.problem || parsed.expression.parts() == m_applied.parts())
        return;
    m_applied = parsed.expression;
    m_counted.clear();
    m_asked.clear();
    Q_EMIT filterChanged();
}

/// The word before the cursor.
QString FilterBar::typedToken() const
{
    return m_edit->text().first(m_edit->cursorPosition()).section(u' ', -1);
}

std::vector<FilterBar::Offer> FilterBar::offersFor(const QString& token)
{
    const QString sign = token.startsWith(u'-') ? u"-"_s : QString();
    const QString bare = token.mid(sign.size());
    const qsizetype colon = bare.indexOf(u':');
    std::vector<Offer> offers;
    if (colon < 0) {
        if (bare.size() >= 2)
            for (const QString& field : lists::FilterExpression::fieldNames())
                offers.push_back({ sign + field + u':' });
        return offers;
    }
    const QString field = bare.first(colon).toLower();
    const qsizetype equals = bare.indexOf(u'=', colon);
    const QString tag = field == "tag"_L1 && equals > 0 ? bare.mid(colon + 1, equals - colon - 1) : QString();
    const QString key = field + u':' + tag;
    if (lists::FilterExpression::fieldNames().contains(field) && !m_asked.contains(key)) {
        m_asked.insert(key);
        Q_EMIT valuesWanted(field, tag);
    }
    QStringList known;
    const auto add = [&](const QString& value, qint64 count) {
        if (known.contains(value, Qt::CaseInsensitive))
            return;
        known += value;
        const QString whole = tag.isEmpty() ? value : tag + u'=' + value;
        offers.push_back(
            { sign + field + u':' + (whole.contains(u' ') ? u'"' + whole + u'"' : whole), count });
    };
    for (const vault::ValueCount& one : m_counted.value(key))
        add(one.value, one.count);
    if (tag.isEmpty())
        for (const QString& value : lists::FilterExpression::valuesOf(field) + m_values.value(field))
            add(value, -1);
    return offers;
}

void FilterBar::setValueCounts(const QString& field, const QString& tag,
                               const std::vector<vault::ValueCount>& counts)
{
    m_counted.insert(field + u':' + tag, counts);
    if (m_edit->hasFocus() && typedToken().contains(field + u':', Qt::CaseInsensitive))
        offerCompletions();
}

void FilterBar::offerCompletions()
{
    const QString token = typedToken();
    const auto offers = offersFor(token);
    m_completions->clear();
    for (const Offer& offer : offers) {
        auto* const item = new QStandardItem(offer.text);
        if (offer.count >= 0)
            item->setData(QLocale().toString(offer.count), countRole);
        item->setEditable(false);
        m_completions->appendRow(item);
    }
    m_completer->setCompletionPrefix(token);
    const bool isDone = m_completer->completionCount() == 0
        || (m_completer->completionCount() == 1 && m_completer->currentCompletion() == token);
    if (offers.empty() || token.isEmpty() || isDone) {
        m_completer->popup()->hide();
        return;
    }
    m_completer->complete(
        QRect(m_edit->inputMethodQuery(Qt::ImCursorRectangle).toRect().left(), 0, 260, m_edit->height()));
}

void FilterBar::complete(const QString& chosen)
{
    const QString before = m_edit->text().first(m_edit->cursorPosition());
    const QString after = m_edit->text().mid(m_edit->cursorPosition());
    const QString kept = before.chopped(before.section(u' ', -1).size());
    const bool isField = chosen.endsWith(u':');
    m_edit->setText(kept + chosen + (isField ? QString() : u" "_s) + after);
    m_edit->setCursorPosition(int(kept.size() + chosen.size() + (isField ? 0 : 1)));
    makeChips(false);
    m_debounce.start();
    if (isField)
        QTimer::singleShot(0, this, &FilterBar::offerCompletions);
}

bool FilterBar::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_edit)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        auto* const field = static_cast<FilterFrame*>(m_frame);
        field->isFocused = event->type() == QEvent::FocusIn;
        field->update();
        return false;
    }
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)
        return false;
    auto* const key = static_cast<QKeyEvent*>(event);
    const bool isEmpty = m_edit->text().isEmpty() && m_chips.isEmpty();
    if (event->type() == QEvent::ShortcutOverride) {
        // Esc and "/" belong to the text while it has the keyboard.
        if ((key->key() == Qt::Key_Escape && !isEmpty) || key->key() == Qt::Key_Slash)
            event->accept();
        return false;
    }
    if (key->key() == Qt::Key_Backspace && m_edit->text().isEmpty() && !m_chips.isEmpty()) {
        takeBackLastChip();
        return true;
    }
    if (key->key() == Qt::Key_Escape) {
        if (isEmpty)
            Q_EMIT left();
        else
            clear();
        return true;
    }
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
        makeChips(true);
        m_debounce.stop();
        evaluate();
        return true;
    }
    if (key->key() == Qt::Key_Down) {
        Q_EMIT left();
        return true;
    }
    return false;
}

} // namespace strongroom::ui

#include "filter_bar.moc"
