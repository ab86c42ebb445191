// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/welcome_page.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/error_card.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

/// A large button: icon, title, a sentence, and the key that chooses it.
class ChoiceCard final : public QAbstractButton
{
public:
    ChoiceCard(const QString& iconName, const QString& title, const QString& sentence, int key, bool isMain,
               QWidget* parent)
        : QAbstractButton(parent)
        , m_icon(iconName)
        , m_sentence(sentence)
        , m_key(key)
        , m_isMain(isMain)
    {
        setText(title);
        setAccessibleName(title);
        setAccessibleDescription(sentence);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    QSize sizeHint() const override { return { 400, 2 * fontMetrics().height() + 36 }; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const bool isActive = underMouse() || isDown();
        const auto edge = hasFocus() ? Role::Accent : m_isMain ? Role::Primary : Role::Border;
        painter.setPen(QPen(color(edge, palette()), hasFocus() ? metrics::focusRing : 1));
        painter.setBrush(
            color(isActive ? (m_isMain ? Role::AccentSoft : Role::Hover) : Role::Base, palette()));
        const double inset = hasFocus() ? 1 : 0.5;
        painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), metrics::corner,
                                metrics::corner);
        const auto pixmap = iconPixmap(m_icon, color(m_isMain ? Role::Accent : Role::Muted, palette()), 24,
                                       devicePixelRatioF());
        painter.drawPixmap(metrics::page, (height() - 24) / 2, pixmap);
        const int x = metrics::page + 24 + metrics::page;
        const int line = fontMetrics().height();
        const int top = (height() - 2 * line - 4) / 2;
        painter.setFont(semibold(font()));
        painter.setPen(color(Role::Text, palette()));
        painter.drawText(QRect(x, top, width() - x - 40, line), Qt::AlignVCenter, text());
        painter.setFont(font());
        painter.setPen(color(Role::Muted, palette()));
        painter.drawText(QRect(x, top + line + 4, width() - x - 40, line), Qt::AlignVCenter, m_sentence);
        paintKey(painter);
    }

private:
    /// The key that chooses it, as a cap.
    void paintKey(QPainter& painter) const
    {
        constexpr int side = 20;
        const int top = (height() - side) / 2; // a whole pixel
        const QRectF cap = QRectF(width() - metrics::page - side, top, side, side).translated(0.5, 0.5);
        painter.setBrush(color(Role::Alternate, palette()));
        painter.setPen(color(Role::Hairline, palette()));
        painter.drawRoundedRect(cap, metrics::corner, metrics::corner);
        painter.setFont(captionFont());
        painter.setPen(color(Role::Muted, palette()));
        painter.drawText(cap, Qt::AlignCenter, QString::number(m_key));
    }

    QString m_icon;
    QString m_sentence;
    int m_key;
    bool m_isMain;
};

} // namespace

WelcomePage::WelcomePage(QWidget* parent)
    : CenteredPage(560, parent)
    , m_card(new ErrorCard(this))
{
    addHeading(tr("Welcome to Strongroom"),
               tr("Encrypted vaults on this computer, served to your programs as Azure Key Vault does."));
    column()->addWidget(m_card);
    m_card->hide();
    connect(m_card, &ErrorCard::nextStepChosen, this, &WelcomePage::nextStepChosen);
    const auto add = [this](const QString& iconName, const QString& title, const QString& sentence, int key) {
        auto* card = new ChoiceCard(iconName, title, sentence, key, key == 1, this);
        column()->addWidget(card);
        return card;
    };
    auto* create = add(u"vault"_s, tr("Create a store"),
                       tr("An encrypted place for your vaults. It takes a minute."), 1);
    auto* open = add(u"folder-open"_s, tr("Open a store"), tr("One that is already on this computer."), 2);
    auto* restore
        = add(u"archive-restore"_s, tr("Restore a backup"), tr("From a backup file, into a new folder."), 3);
    connect(create, &QAbstractButton::clicked, this, &WelcomePage::createChosen);
    connect(open, &QAbstractButton::clicked, this, &WelcomePage::openChosen);
    connect(restore, &QAbstractButton::clicked, this, &WelcomePage::restoreChosen);

    auto* sample = new QPushButton(tr("Try with a &sample vault"), this);
    sample->setFlat(true);
    sample->setIcon(icon(u"sparkles"_s, Role::Accent));
    auto* scheme = new QPushButton(tr("&Light or dark"), this);
    scheme->setFlat(true);
    scheme->setIcon(icon(u"moon"_s, Role::Muted));
    connect(sample, &QPushButton::clicked, this, &WelcomePage::sampleChosen);
    connect(scheme, &QPushButton::clicked, this, &WelcomePage::schemeToggled);
    auto* row = new QHBoxLayout;
    row->addWidget(sample);
    row->addStretch();
    row->addWidget(scheme);
    column()->addLayout(row);
    auto* promise = new QLabel(tr("Nothing is sent anywhere. Everything stays on this computer."), this);
    promise->setForegroundRole(QPalette::PlaceholderText);
    promise->setFont(captionFont());
    column()->addWidget(promise);
    setFocusProxy(create);
}

void WelcomePage::showProblem(const ErrorText& text)
{
    m_card->setText(text);
    m_card->show();
    setFocusProxy(m_card);
}

void WelcomePage::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_1:
        Q_EMIT createChosen();
        return;
    case Qt::Key_2:
        Q_EMIT openChosen();
        return;
    case Qt::Key_3:
        Q_EMIT restoreChosen();
        return;
    default:
        CenteredPage::keyPressEvent(event);
    }
}

} // namespace strongroom::ui
