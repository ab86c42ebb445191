// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/title_row.h"

#include "ui/commands/action_button.h"
#include "ui/shell/environment_look.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/elided_label.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

/// "Production" on a soft ground in the colour of the environment.
class WordChip final : public QWidget
{
public:
    using QWidget::QWidget;

    void show(std::optional<vault::Environment> environment)
    {
        m_environment = environment;
        setVisible(environment && *environment != vault::Environment::Local);
        setAccessibleName(environment ? environmentWord(*environment) : QString());
        updateGeometry();
        update();
    }
    QSize sizeHint() const override
    {
        const QFontMetrics metricsOfFont(captionFont());
        const auto word = m_environment ? environmentWord(*m_environment) : QString();
        return { metricsOfFont.horizontalAdvance(word) + 12, metricsOfFont.height() + 4 };
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        if (!m_environment)
            return;
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color(environmentSoftRole(*m_environment), palette()));
        painter.drawRoundedRect(rect(), metrics::corner, metrics::corner);
        painter.setFont(captionFont());
        painter.setPen(color(environmentRole(*m_environment), palette()));
        painter.drawText(rect(), Qt::AlignCenter, environmentWord(*m_environment));
    }

private:
    std::optional<vault::Environment> m_environment;
};

TitleRow::TitleRow(Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_title(new QLabel(this))
    , m_subtitle(new ElidedLabel(this))
    , m_environment(new WordChip(this))
    , m_buttons(new QWidget(this))
    , m_buttonRow(new QHBoxLayout(m_buttons))
    , m_more(new QToolButton(m_buttons))
{
    m_more->setIcon(icon(u"ellipsis"_s));
    m_more->setAutoRaise(true);
    m_more->setToolTip(tr("More actions of this page"));
    m_more->setAccessibleName(tr("More actions of this page"));
    connect(m_more, &QToolButton::clicked, this, &TitleRow::openMore);
    m_title->setTextFormat(Qt::PlainText);
    m_subtitle->setForegroundRole(QPalette::PlaceholderText);
    m_environment->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_environment->hide();
    m_buttonRow->setContentsMargins(0, 0, 0, 0);
    m_buttonRow->setSpacing(6);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(metrics::between, 0, metrics::between, 1);
    layout->setSpacing(metrics::inside);
    layout->addWidget(m_title);
    layout->addWidget(m_subtitle);
    layout->addWidget(m_environment);
    layout->addStretch(1);
    layout->addWidget(m_buttons);
    setMinimumHeight(metrics::titleRowHeight);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAutoFillBackground(true);
}

void TitleRow::show(const Pane* pane)
{
    while (auto* item = m_buttonRow->takeAt(0)) {
        if (item->widget() != m_more)
            delete item->widget();
        delete item;
    }
    m_plain.clear();
    m_more->hide();
    if (!pane) {
        m_title->clear();
        m_subtitle->setText({});
        m_environment->show({});
        return;
    }
    refresh(*pane);
    fillButtons(*pane);
}

void TitleRow::refresh(const Pane& pane)
{
    m_title->setFont(titleFont());
    m_title->setText(pane.title());
    QStringList words;
    const auto* properties = m_workspace.vaults().find(pane.vaultId());
    if (properties && properties->name.text() != pane.title())
        words.append(properties->name.text());
    if (!pane.subtitle().isEmpty())
        words.append(pane.subtitle());
    m_subtitle->setText(words.join(u" \u00b7 "_s));
    m_environment->show(properties ? std::optional(properties->environment) : std::nullopt);
    fitButtons();
}

void TitleRow::fillButtons(const Pane& pane)
{
    const auto add = [&](ActionId id, ButtonRole role) {
        auto* button = new ActionButton(m_workspace.action(id), role, pane.actionText(id), m_buttons);
        button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        m_buttonRow->addWidget(button);
        button->show(); // it is counted at once
        return button;
    };
    for (const auto id : pane.headerActions())
        m_plain.emplace_back(id, add(id, ButtonRole::Plain));
    m_buttonRow->addWidget(m_more);
    if (const auto primary = pane.primaryAction())
        add(*primary, ButtonRole::Primary);
    fitButtons();
}

void TitleRow::fitButtons()
{
    for (const auto& [id, button] : m_plain)
        button->show();
    m_more->hide();
    const auto needed = [this] {
        int width = 2 * metrics::between + 4 * metrics::inside + m_title->sizeHint().width()
            + m_subtitle->sizeHint().width();
        if (!m_environment->isHidden())
            width += m_environment->sizeHint().width();
        for (int i = 0; i < m_buttonRow->count(); ++i)
            if (const auto* button = m_buttonRow->itemAt(i)->widget(); !button->isHidden())
                width += button->sizeHint().width() + m_buttonRow->spacing();
        return width;
    };
    for (auto it = m_plain.rbegin(); it != m_plain.rend() && needed() > width(); ++it) {
        it->second->hide();
        m_more->show();
    }
}

void TitleRow::openMore()
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    for (const auto& [id, button] : m_plain)
        if (button->isHidden())
            menu->addAction(m_workspace.action(id));
    menu->popup(m_more->mapToGlobal(m_more->rect().bottomLeft()));
}

void TitleRow::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitButtons();
}

void TitleRow::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), color(Role::Hairline, palette()));
}

} // namespace strongroom::ui
