// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/name_lines.h"

#include "ui/theme/fonts.h"
#include "ui/widgets/counted.h"

#include <QLabel>
#include <QPainter>
#include <QTextLayout>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>

namespace strongroom::ui {

namespace {

constexpr int leastCharacters = 6;
constexpr qsizetype mostInSentence = 40;

/// A name on as many lines as it takes: at its hyphens where there are some, else anywhere.
class WholeName final : public QWidget
{
public:
    WholeName(const QString& name, QWidget* parent)
        : QWidget(parent)
        , m_name(name)
    {
        QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
        policy.setHeightForWidth(true);
        setSizePolicy(policy);
        setFont(monoFont());
        setAccessibleName(name);
    }

    QSize sizeHint() const override
    {
        return { fontMetrics().horizontalAdvance(m_name) + 1, fontMetrics().height() };
    }
    QSize minimumSizeHint() const override
    {
        const QSize whole = sizeHint();
        return { std::min(whole.width(), leastCharacters * fontMetrics().averageCharWidth()),
                 whole.height() };
    }
    int heightForWidth(int width) const override
    {
        return std::max(1, laidOut(width)->lineCount()) * fontMetrics().height();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setPen(palette().color(foregroundRole()));
        laidOut(width())->draw(&painter, {});
    }

private:
    std::unique_ptr<QTextLayout> laidOut(int width) const
    {
        auto layout = std::make_unique<QTextLayout>(m_name, font());
        QTextOption option;
        option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        layout->setTextOption(option);
        layout->beginLayout();
        for (QTextLine line = layout->createLine(); line.isValid(); line = layout->createLine()) {
            line.setLineWidth(width);
            line.setPosition({ 0, qreal(line.lineNumber() * fontMetrics().height()) });
        }
        layout->endLayout();
        return layout;
    }

    const QString m_name;
};

} // namespace

NameLines::NameLines(const QStringList& names, QWidget* parent)
    : QWidget(parent)
{
    auto* lines = new QVBoxLayout(this);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(0);
    for (const QString& name : names.mid(0, shownNames))
        lines->addWidget(new WholeName(name, this));
    if (names.size() > shownNames)
        lines->addWidget(
            new QLabel(counted(names.size() - shownNames, tr("and 1 more"), tr("and %1 more")), this));
}

bool isLongName(const QString& name) { return name.size() > mostInSentence; }

QString nameInSentence(const QString& name)
{
    if (!isLongName(name))
        return name;
    constexpr qsizetype half = mostInSentence / 2;
    return name.left(half) + QChar(u'\u2026') + name.right(half);
}

} // namespace strongroom::ui
