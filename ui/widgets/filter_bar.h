// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/lists/filter_expression.h"

#include <QTimer>
#include <QWidget>

class QCompleter;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QStringListModel;

namespace strongroom::ui {

class FieldNote;

/// The one line above a list: conditions as chips that can be removed, free text, and "n of m". Says what to
/// filter by 150 ms after the last change. A text that cannot be understood gets a red border and a sentence,
/// and the last good filter stays.
class FilterBar final : public QWidget
{
    Q_OBJECT

public:
    explicit FilterBar(const base::Clock& clock, QWidget* parent = nullptr);

    const lists::FilterExpression& expression() const { return m_applied; }
    /// Replaces everything, at once.
    void setText(const QString& text);
    QString text() const;
    void clear();
    void focusText();
    void appendText(const QString& text);

    void setCounts(qint64 matched, qint64 total);
    /// Values to offer after `field:`, beside those the language knows.
    void setValues(const QString& field, const QStringList& values);
    void setPlaceholder(const QString& text);
    QString problem() const { return m_problem; }

Q_SIGNALS:
    void filterChanged();
    /// Esc on an empty bar, or Down: the list should have the keyboard.
    void left();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void onEdited();
    void makeChips(bool isWhole);
    void takeBackLastChip();
    void removeChip(qsizetype index);
    void rebuildChips();
    void evaluate();
    void offerCompletions();
    void complete(const QString& chosen);

    const base::Clock& m_clock;
    QWidget* m_frame = nullptr;
    QHBoxLayout* m_chipRow = nullptr;
    QLineEdit* m_edit = nullptr;
    QLabel* m_counts = nullptr;
    FieldNote* m_note = nullptr;
    QCompleter* m_completer = nullptr;
    QStringListModel* m_completions = nullptr;
    QTimer m_debounce;
    QStringList m_chips; ///< canonical texts
    QList<QWidget*> m_chipWidgets;
    QHash<QString, QStringList> m_values;
    lists::FilterExpression m_applied;
    QString m_problem;
};

} // namespace strongroom::ui
