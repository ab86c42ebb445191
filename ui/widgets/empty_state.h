// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace strongroom::ui {

class IconLabel;

/// A page that has nothing to show says why and what to do. Four kinds look the same and say different
/// things: nothing yet, the filter hides all, no right, not loaded.
class EmptyState final : public QWidget
{
    Q_OBJECT

public:
    struct Text final
    {
        QString icon;
        QString title;
        QString sentence;
        QString primary; ///< words of the main button; empty: none
        QString secondary; ///< words of the other button; empty: none
        bool isQuiet = false; ///< the main button does not stand out: "Clear filter"
    };

    explicit EmptyState(QWidget* parent = nullptr);

    void setText(const Text& text);

Q_SIGNALS:
    void primaryChosen();
    void secondaryChosen();

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitWords();

    IconLabel* m_icon;
    QLabel* m_title;
    QLabel* m_sentence;
    QPushButton* m_primary;
    QPushButton* m_secondary;
};

} // namespace strongroom::ui
