// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/lists/filter_expression.h"

#include <QHash>
#include <QSet>
#include <QTimer>
#include <QWidget>

class QCompleter;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QStandardItemModel;
class QToolButton;

namespace strongroom::ui {

class FieldNote;

/// The one line above a list: conditions as chips that can be removed, free text, and "n of m". Says what to
/// filter by 150 ms after the last change. A text that cannot be understood gets a red border and a sentence,
/// and the last good filter stays. Alt+R makes the words regular expressions, Alt+C lets their capitals
/// count.
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
    /// The answer to valuesWanted().
    void setValueCounts(const QString& field, const QString& tag,
                        const std::vector<vault::ValueCount>& counts);
    /// What a star says of the filter there is. Without this there is no star.
    enum class Star { None, Empty, Full };
    void setStar(Star star);
    void setPlaceholder(const QString& text);
    QString problem() const { return m_problem; }

Q_SIGNALS:
    void filterChanged();
    /// A field's name was typed: which values there are, and how many objects have each? `tag` is the tag
    /// whose values are meant; empty: the field's own.
    void valuesWanted(const QString& field, const QString& tag);
    void starClicked();
    /// Esc on an empty bar, or Down: the list should have the keyboard.
    void left();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void onEdited();
    void makeTools();
    void makeChips(bool isWhole);
    QString modeText() const;
    void addMode(const QString& mode);
    void takeBackLastChip();
    void removeChip(qsizetype index);
    void rebuildChips();
    void evaluate();
    void offerCompletions();
    QString typedToken() const;
    struct Offer
    {
        QString text;
        qint64 count = -1; ///< not known
    };
    std::vector<Offer> offersFor(const QString& token);
    void complete(const QString& chosen);

    const base::Clock& m_clock;
    QWidget* m_frame = nullptr;
    QHBoxLayout* m_chipRow = nullptr;
    QLineEdit* m_edit = nullptr;
    QLabel* m_counts = nullptr;
    FieldNote* m_note = nullptr;
    QToolButton* m_regex = nullptr;
    QToolButton* m_case = nullptr;
    QToolButton* m_star = nullptr;
    QCompleter* m_completer = nullptr;
    QStandardItemModel* m_completions = nullptr;
    QTimer m_debounce;
    QStringList m_chips; ///< canonical texts
    QList<QWidget*> m_chipWidgets;
    QHash<QString, QStringList> m_values;
    QHash<QString, std::vector<vault::ValueCount>> m_counted; ///< by "field:tag", for the filter there is
    QSet<QString> m_asked; ///< the same that were asked for
    lists::FilterExpression m_applied;
    QString m_problem;
};

} // namespace strongroom::ui
