// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QPlainTextEdit;
class QToolButton;

namespace strongroom::ui {

/// A text of a few lines that is there to be copied: read-only, in the fixed face, as high as its text. For
/// things that are not secret.
class CopyBlock final : public QWidget
{
    Q_OBJECT

public:
    /// `what` names the text for readers and the tooltip: "REST request".
    CopyBlock(const QString& what, const QString& text, QWidget* parent = nullptr);

Q_SIGNALS:
    /// The owner has the clipboard.
    void copyRequested(const QString& text);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitHeight();

    QPlainTextEdit* m_text;
    QToolButton* m_copy;
};

} // namespace strongroom::ui
