// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/widgets/secret_text.h"

#include <QAbstractScrollArea>
#include <QTimer>

namespace strongroom::ui {

/// Draws a secret in fixed cells, or the same number of dots whatever the secret is, and edits it if allowed.
/// It paints character by character, so that no second copy of the text comes to lie in the caches of text
/// layout. No undo, no drag, no copying out; readers are told of a password field and never of its content.
class SecretCanvas final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    enum class Mode { Show, Edit };
    explicit SecretCanvas(Mode mode, QWidget* parent = nullptr);
    ~SecretCanvas() override;

    void setContent(SecretText text);
    const SecretText& content() const { return m_text; }
    SecretText takeContent();
    void clear();

    void setMasked(bool isMasked);
    bool isMasked() const { return m_isMasked; }
    /// Whether dots are drawn while nothing is here: a value exists but has not been read.
    void setHasValue(bool hasValue);
    void setShowsWhitespace(bool shows);
    void setPlaceholder(const QString& text);
    /// How many lines it would like to have, at most.
    void setLines(int minimum, int maximum);

    void insert(QStringView text);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    QVariant inputMethodQuery(Qt::InputMethodQuery query) const override;

Q_SIGNALS:
    void edited();
    void focusLost();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void inputMethodEvent(QInputMethodEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Spot
    {
        qsizetype line = 0;
        qsizetype column = 0;
    };

    void layoutLines();
    qsizetype lineEnd(qsizetype line) const;
    Spot spotOf(qsizetype position) const;
    qsizetype positionAt(Spot spot) const;
    qsizetype positionAt(const QPoint& point) const;
    void paintDots(QPainter& painter) const;
    void paintCells(QPainter& painter) const;
    void paintCaret(QPainter& painter) const;
    void moveTo(qsizetype position, bool isSelecting);
    void eraseSelectionOr(qsizetype from, qsizetype to);
    qsizetype next(qsizetype position, int direction) const;
    qsizetype nextWord(qsizetype position, int direction) const;
    bool moveByKey(QKeyEvent* event);
    bool eraseByKey(QKeyEvent* event);
    void paste();
    void changed();
    void keepCaretVisible();
    bool hasSelection() const { return m_anchor != m_caret; }

    Mode m_mode;
    SecretText m_text;
    bool m_isMasked = true;
    bool m_hasValue = false;
    bool m_showsWhitespace = false;
    QString m_placeholder;
    int m_minimumLines = 1;
    int m_maximumLines = 8;
    std::vector<qsizetype> m_lines; ///< first index of each drawn line
    qsizetype m_caret = 0;
    qsizetype m_anchor = 0;
    bool m_isCaretOn = true;
    QTimer m_blink;
    int m_cellWidth = 8;
    int m_lineHeight = 16;
};

} // namespace strongroom::ui
