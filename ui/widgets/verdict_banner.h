// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QLabel;

namespace strongroom::ui {

class IconLabel;

/// The outcome of something that was asked for, large enough to be seen from across the table: a coloured
/// band with an icon, a word and a sentence. Readers are told when it changes.
class VerdictBanner final : public QWidget
{
    Q_OBJECT

public:
    enum class Kind { Good, Bad };

    explicit VerdictBanner(QWidget* parent = nullptr);

    /// `sentence` may be empty.
    void set(Kind kind, const QString& word, const QString& sentence);
    Kind kind() const { return m_kind; }
    QString word() const;
    QString sentence() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Kind m_kind = Kind::Good;
    IconLabel* m_icon;
    QLabel* m_word;
    QLabel* m_sentence;
};

} // namespace strongroom::ui
