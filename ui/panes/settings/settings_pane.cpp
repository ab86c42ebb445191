// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/settings/settings_pane.h"

#include "ui/panes/scrolled.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/field_note.h"
#include "ui/widgets/find_field.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

QString say(const char* text) { return *text ? QCoreApplication::translate("Settings", text) : QString(); }

} // namespace

/// A dot in the accent colour while its setting differs from the default.
class ChangedDot final : public QWidget
{
public:
    explicit ChangedDot(QWidget* parent)
        : QWidget(parent)
    {
        setFixedSize(8, 8);
        QSizePolicy policy = sizePolicy();
        policy.setRetainSizeWhenHidden(true);
        setSizePolicy(policy);
        setToolTip(QCoreApplication::translate("Settings", "Changed from the default"));
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color(Role::Accent, palette()));
        painter.drawEllipse(rect().adjusted(1, 1, -1, -1));
    }
};

SettingsPane::SettingsPane(Workspace& workspace, const Place& place, QWidget* parent)
    : Pane(workspace, place, parent)
    , m_find(new FindField(FindField::Purpose::Find, tr("Find a setting"), this))
    , m_nothing(new QLabel(tr("No setting contains these words."), this))
{
    build();
    connect(&workspace.settings(), &SettingsBook::changed, this, &SettingsPane::showAll);
    showAll(workspace.settings().value());
}

void SettingsPane::build()
{
    m_find->setMaximumWidth(360);
    connect(m_find, &FindField::textChanged, this, &SettingsPane::filter);
    m_nothing->setForegroundRole(QPalette::PlaceholderText);
    m_nothing->hide();

    auto* page = new QWidget(this);
    page->setMaximumWidth(metrics::dialogMaximum);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(metrics::page, metrics::between, metrics::page, metrics::page);
    column->addWidget(m_find);
    column->addWidget(m_nothing);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(metrics::between);
    grid->setVerticalSpacing(metrics::between);
    grid->setColumnStretch(1, 1);
    int at = 0;
    QString section;
    for (const auto& row : settingRows()) {
        if (say(row.section) != section) {
            section = say(row.section);
            auto* heading = new QLabel(section, page);
            heading->setFont(semibold(font()));
            heading->setContentsMargins(0, metrics::between, 0, 0);
            grid->addWidget(heading, at++, 0, 1, 4);
            m_sections.emplace_back(heading, section);
        }
        addLine(*grid, at++, row);
    }
    column->addLayout(grid);
    column->addStretch();

    auto* inner = new QWidget(this);
    auto* left = new QHBoxLayout(inner);
    left->setContentsMargins(0, 0, 0, 0);
    left->addWidget(page, 1);
    left->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scrolled(inner, this));
}

void SettingsPane::addLine(QGridLayout& grid, int at, const SettingRow& row)
{
    Line line{ .row = &row, .dot = new ChangedDot(this) };
    auto* words = new QWidget(this);
    auto* wordLayout = new QVBoxLayout(words);
    wordLayout->setContentsMargins(0, 0, 0, 0);
    wordLayout->setSpacing(0);
    auto* text = new QLabel(say(row.text), words);
    wordLayout->addWidget(text);
    if (*row.hint) {
        auto* hint = new QLabel(say(row.hint), words);
        hint->setFont(captionFont());
        hint->setForegroundRole(QPalette::PlaceholderText);
        hint->setWordWrap(true);
        wordLayout->addWidget(hint);
    }
    if (row.obstacle) {
        line.obstacle = new FieldNote(words);
        wordLayout->addWidget(line.obstacle);
    }
    line.control = makeControl(row, line);
    line.control->setAccessibleName(say(row.text));
    line.control->setAccessibleDescription(say(row.hint));
    text->setBuddy(line.control);
    line.reset = new QToolButton(this);
    line.reset->setIcon(icon(u"rotate-ccw"_s, Role::Muted));
    line.reset->setAutoRaise(true);
    line.reset->setToolTip(tr("Back to the default"));
    line.reset->setAccessibleName(tr("Back to the default: %1").arg(say(row.text)));
    auto policy = line.reset->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    line.reset->setSizePolicy(policy);
    connect(line.reset, &QToolButton::clicked, this, [this, &row] { change(row, row.get(Settings{})); });
    grid.addWidget(line.dot, at, 0);
    grid.addWidget(words, at, 1);
    grid.addWidget(line.control, at, 2);
    grid.addWidget(line.reset, at, 3);
    line.parts = { words, line.control };
    m_lines.push_back(std::move(line));
}

QWidget* SettingsPane::makeControl(const SettingRow& row, Line& line)
{
    switch (row.kind) {
    case SettingRow::Kind::Switch: {
        auto* box = new QCheckBox(this);
        connect(box, &QCheckBox::toggled, this, [this, &row](bool isOn) { change(row, isOn); });
        line.show = [box](int value) { box->setChecked(value != 0); };
        return box;
    }
    case SettingRow::Kind::Number: {
        auto* box = new QSpinBox(this);
        box->setRange(row.minimum, row.maximum);
        box->setSingleStep(row.step);
        box->setSuffix(*row.suffix ? say(row.suffix) : QString());
        box->setMinimumWidth(180);
        box->setKeyboardTracking(false);
        box->setFocusPolicy(Qt::StrongFocus);
        connect(box, &QSpinBox::valueChanged, this, [this, &row](int value) { change(row, value); });
        line.show = [box](int value) { box->setValue(value); };
        return box;
    }
    case SettingRow::Kind::Choice: {
        auto* box = new QComboBox(this);
        for (const char* choice : row.choices)
            box->addItem(say(choice));
        box->setMinimumWidth(180);
        box->setFocusPolicy(Qt::StrongFocus);
        connect(box, &QComboBox::activated, this, [this, &row](int value) { change(row, value); });
        line.show = [box](int value) { box->setCurrentIndex(value); };
        return box;
    }
    }
    return nullptr;
}

void SettingsPane::change(const SettingRow& row, int value)
{
    auto settings = workspace().settings().value();
    row.set(settings, value);
    workspace().settings().set(settings);
}

void SettingsPane::showAll(const Settings& settings)
{
    for (const auto& line : m_lines) {
        const QSignalBlocker blocker(line.control);
        line.show(line.row->get(settings));
        if (line.obstacle)
            showObstacle(line);
        const bool isOther = isChanged(*line.row, settings);
        line.dot->setVisible(isOther && line.parts.front()->isVisibleTo(this));
        line.reset->setVisible(isOther && line.parts.front()->isVisibleTo(this));
    }
    Q_EMIT statusChanged();
}

void SettingsPane::showObstacle(const Line& line)
{
    const QString obstacle = say(line.row->obstacle());
    line.obstacle->set(FieldNote::Kind::Warning, obstacle);
    line.control->setAccessibleDescription(QString(say(line.row->hint) % u' ' % obstacle).trimmed());
}

void SettingsPane::filter(const QString& text)
{
    for (const auto& line : m_lines)
        for (auto* part : line.parts)
            part->setVisible(matches(*line.row, text));
    bool isAny = false;
    for (const auto& [heading, section] : m_sections) {
        const bool isShown = std::ranges::any_of(settingRows(), [&, &name = section](const SettingRow& row) {
            return say(row.section) == name && matches(row, text);
        });
        heading->setVisible(isShown);
        isAny |= isShown;
    }
    m_nothing->setVisible(!isAny);
    showAll(workspace().settings().value());
}

QString SettingsPane::statusText() const
{
    const auto& settings = workspace().settings().value();
    const auto changed = std::ranges::count_if(
        settingRows(), [&](const SettingRow& row) { return isChanged(row, settings); });
    return changed ? tr("%n changed from the default", nullptr, int(changed)) : tr("All as by default");
}

void SettingsPane::focusFilter()
{
    m_find->setFocus();
    m_find->selectAll();
}

} // namespace strongroom::ui
