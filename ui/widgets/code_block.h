// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace strongroom::ui {

/// Lines of code or commands to be copied: a caption, the text in the fixed face as high as it is, and a
/// button. Long lines scroll sideways.
class CodeBlock final : public QWidget
{
    Q_OBJECT

public:
    explicit CodeBlock(QWidget* parent = nullptr);

    void set(const QString& caption, const QString& code);
    QString code() const;

Q_SIGNALS:
    void copyRequested(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fitHeight();

    QLabel* m_caption;
    QToolButton* m_copy;
    QPlainTextEdit* m_text;
};

} // namespace strongroom::ui
