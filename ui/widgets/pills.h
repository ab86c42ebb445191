// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/palette.h"

#include <QFont>
#include <QStringList>
#include <QWidget>

class QPainter;

namespace strongroom::ui {

/// Size of a pill around `text` in `font`, at most `widest` wide.
QSize pillSize(const QFont& font, const QString& text, int widest);
/// Draws one pill; its text is elided to fit.
void paintPill(QPainter& painter, const QRect& rect, const QString& text, const QColor& fill,
               const QColor& ink);
/// Draws as many pills as fit into `rect`, left to right, and "+n" for the rest.
void paintPills(QPainter& painter, const QRect& rect, const QStringList& texts, const QColor& fill,
                const QColor& ink);

/// Tags as pills that wrap over lines. With an add button at the end where editing is possible.
class TagPills final : public QWidget
{
    Q_OBJECT

public:
    explicit TagPills(QWidget* parent = nullptr);

    void setTags(const QStringList& tags);
    enum class Editing { No, Yes };
    void setEditing(Editing editing);

    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

Q_SIGNALS:
    void editRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    std::vector<QRect> placed(int width) const;
    QStringList shown() const;

    QStringList m_tags;
    Editing m_editing = Editing::No;
};

/// The state of a version: icon, word and colour.
class StateBadge final : public QWidget
{
    Q_OBJECT

public:
    explicit StateBadge(QWidget* parent = nullptr);

    /// `sentence` becomes the tooltip and the description for readers.
    void setState(const QString& icon, Role role, const QString& word, const QString& sentence);
    QString word() const { return m_word; }

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_icon;
    Role m_role = Role::Text;
    QString m_word;
};

/// How much of a life between two dates is over, as a thin bar that turns to warning and critical.
class LifeBar final : public QWidget
{
    Q_OBJECT

public:
    explicit LifeBar(QWidget* parent = nullptr);

    /// `part` between 0 and 1.
    void setPart(double part, Role role);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double m_part = 0;
    Role m_role = Role::Primary;
};

} // namespace strongroom::ui
