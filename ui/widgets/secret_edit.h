// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace strongroom::ui {

class FieldNote;
class SecretCanvas;

/// Takes a secret value of several lines: masked unless it has the focus, with a byte counter, findings about
/// blanks at its ends, and room for a generator button. The value leaves it only as SecureBytes, and nothing
/// stays behind.
class SecretEdit final : public QWidget
{
    Q_OBJECT

public:
    explicit SecretEdit(QWidget* parent = nullptr);
    ~SecretEdit() override;

    bool isEmpty() const;
    qsizetype byteCount() const;
    bool isTooLong() const;
    /// A copy of the value; the text stays for another try.
    base::SecureBytes value() const;
    /// Gives the value up and wipes the field.
    base::SecureBytes takeValue();
    void setValue(const base::SecureBytes& value);
    void clear();
    /// "ends with a line break", ... ; empty when nothing is odd.
    QString finding() const;
    void setPlaceholder(const QString& text);
    /// Keeps showing the value without the focus.
    void setShown(bool isShown);
    /// Puts a button into the foot row, left of the counter.
    void addFootWidget(QWidget* widget);
    QWidget* editor() const;

Q_SIGNALS:
    void edited();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void judge();
    void inkCounter();
    void applyMask();
    void trimEnds();

    SecretCanvas* m_canvas;
    FieldNote* m_finding;
    QWidget* m_findingRow;
    QToolButton* m_trim;
    QLabel* m_counter;
    QToolButton* m_eye;
    QWidget* m_foot;
};

} // namespace strongroom::ui
