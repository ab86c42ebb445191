// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/generator_popover.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"
#include "ui/theme/style.h"
#include "ui/widgets/pills.h"
#include "ui/widgets/secret_canvas.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QScreen>
#include <QSpinBox>

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using Kind = GeneratorSettings::Kind;

namespace {

QSpinBox* spinBox(QWidget* parent, int least, int most, int value)
{
    auto* const box = new QSpinBox(parent);
    box->setRange(least, most);
    box->setValue(value);
    return box;
}

} // namespace

GeneratorPopover::GeneratorPopover(QWidget* parent)
    // Not a Qt::Popup: screen readers are not told of those.
    : QWidget(parent, Qt::Tool | Qt::FramelessWindowHint)
    , m_kind(new QComboBox(this))
    , m_length(spinBox(this, 8, 256, 24))
    , m_words(spinBox(this, 3, 20, 8))
    , m_bytes(spinBox(this, 8, 1024, 32))
    , m_separator(new QLineEdit(u"-"_s, this))
    , m_digits(new QCheckBox(tr("Digits"), this))
    , m_symbols(new QCheckBox(tr("Symbols"), this))
    , m_lookAlikes(new QCheckBox(tr("Without 0 O 1 l I"), this))
    , m_lengthLabel(new QLabel(this))
    , m_separatorLabel(new QLabel(tr("Between words"), this))
    , m_preview(new SecretCanvas(SecretCanvas::Mode::Show, this))
    , m_bar(new LifeBar(this))
    , m_strength(new QLabel(this))
{
    setWindowTitle(tr("Generate a value"));
    m_kind->addItem(tr("Password"), int(Kind::Password));
    m_kind->addItem(tr("Passphrase"), int(Kind::Passphrase));
    m_kind->addItem(tr("GUID"), int(Kind::Guid));
    m_kind->addItem(tr("Hexadecimal key"), int(Kind::Hex));
    m_kind->addItem(tr("Base64 key"), int(Kind::Base64));
    m_kind->setAccessibleName(tr("Kind of value"));
    m_length->setAccessibleName(tr("Characters"));
    m_words->setAccessibleName(tr("Words"));
    m_bytes->setAccessibleName(tr("Bytes"));
    m_separator->setAccessibleName(tr("Between words"));
    m_separator->setMaxLength(3);
    for (QCheckBox* const box : { m_digits, m_symbols, m_lookAlikes })
        box->setChecked(true);
    m_preview->setMasked(false);
    m_preview->setLines(2, 4);
    m_preview->setAccessibleName(tr("Generated value, shown on the screen"));
    m_strength->setFont(captionFont());

    auto* const again = new QPushButton(icon(u"dices"_s), tr("Another"), this);
    auto* const use = new QPushButton(tr("Use this value"), this);
    setButtonRole(use, ButtonRole::Primary);
    auto* const buttons = new QHBoxLayout;
    buttons->addWidget(again);
    buttons->addStretch();
    buttons->addWidget(use);

    auto* const grid = new QGridLayout(this);
    grid->setContentsMargins(metrics::between, metrics::between, metrics::between, metrics::between);
    grid->setSpacing(metrics::inside);
    grid->setColumnStretch(1, 1);
    grid->addWidget(m_kind, 0, 0, 1, 2);
    grid->addWidget(m_lengthLabel, 1, 0);
    for (QSpinBox* const box : { m_length, m_words, m_bytes })
        grid->addWidget(box, 1, 1);
    grid->addWidget(m_separatorLabel, 2, 0);
    grid->addWidget(m_separator, 2, 1);
    auto* const checks = new QHBoxLayout;
    for (QCheckBox* const box : { m_digits, m_symbols, m_lookAlikes })
        checks->addWidget(box);
    grid->addLayout(checks, 3, 0, 1, 2);
    grid->addWidget(m_preview, 4, 0, 1, 2);
    grid->addWidget(m_bar, 5, 0, 1, 2);
    grid->addWidget(m_strength, 6, 0, 1, 2);
    grid->addLayout(buttons, 7, 0, 1, 2);
    setMinimumWidth(380);

    for (QSpinBox* const box : { m_length, m_words, m_bytes })
        connect(box, &QSpinBox::valueChanged, this, &GeneratorPopover::regenerate);
    for (QCheckBox* const box : { m_digits, m_symbols, m_lookAlikes })
        connect(box, &QCheckBox::toggled, this, &GeneratorPopover::regenerate);
    connect(m_separator, &QLineEdit::textEdited, this, &GeneratorPopover::regenerate);
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        showOptions();
        regenerate();
    });
    connect(again, &QPushButton::clicked, this, &GeneratorPopover::regenerate);
    connect(use, &QPushButton::clicked, this, [this] {
        Q_EMIT chosen();
        hide();
    });
    showOptions();
}

GeneratorPopover::~GeneratorPopover() = default;

GeneratorSettings GeneratorPopover::settings() const
{
    return {
        Kind(m_kind->currentData().toInt()), m_length->value(), m_digits->isChecked(), m_symbols->isChecked(),
        m_lookAlikes->isChecked(),           m_words->value(),  m_separator->text(),   m_bytes->value()
    };
}

void GeneratorPopover::showOptions()
{
    const Kind kind = settings().kind;
    const bool isKey = kind == Kind::Hex || kind == Kind::Base64;
    m_length->setVisible(kind == Kind::Password);
    m_words->setVisible(kind == Kind::Passphrase);
    m_bytes->setVisible(isKey);
    m_lengthLabel->setVisible(kind != Kind::Guid);
    m_lengthLabel->setText(kind == Kind::Password ? tr("Characters") : isKey ? tr("Bytes") : tr("Words"));
    m_separator->setVisible(kind == Kind::Passphrase);
    m_separatorLabel->setVisible(kind == Kind::Passphrase);
    for (QCheckBox* const box : { m_digits, m_symbols, m_lookAlikes })
        box->setVisible(kind == Kind::Password);
    adjustSize();
}

void GeneratorPopover::regenerate()
{
    m_preview->setContent(SecretText::fromUtf8(generateSecret(settings())));
    const double bits = entropyBits(settings());
    m_strength->setText(strengthWords(bits));
    m_bar->setPart(bits / 128, bits < 40 ? Role::Critical : bits < 64 ? Role::Warning : Role::Ok);
}

base::SecureBytes GeneratorPopover::takeValue() { return m_preview->takeContent().toUtf8(); }

void GeneratorPopover::openBelow(const QWidget* anchor)
{
    regenerate();
    adjustSize();
    QPoint at = anchor->mapToGlobal(QPoint(0, anchor->height() + 4));
    const QRect screen = anchor->screen()->availableGeometry();
    at.setX(std::clamp(at.x(), screen.left(), std::max(screen.left(), screen.right() - width())));
    if (at.y() + height() > screen.bottom())
        at.setY(anchor->mapToGlobal(QPoint(0, 0)).y() - height() - 4);
    move(at);
    show();
    activateWindow();
    m_kind->setFocus();
}

bool GeneratorPopover::event(QEvent* event)
{
    // The list of its own combo box is no reason to go.
    if (event->type() == QEvent::WindowDeactivate && !QApplication::activePopupWidget())
        hide();
    return QWidget::event(event);
}

void GeneratorPopover::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Cancel))
        hide();
    else
        QWidget::keyPressEvent(event);
}

void GeneratorPopover::hideEvent(QHideEvent* event)
{
    m_preview->clear();
    QWidget::hideEvent(event);
}

void GeneratorPopover::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setPen(color(Role::Border, palette()));
    painter.setBrush(color(Role::Window, palette()));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace strongroom::ui
