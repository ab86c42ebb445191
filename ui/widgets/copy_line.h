// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QLineEdit;
class QToolButton;

namespace strongroom::ui {

/// A text that is there to be copied: read-only, in the fixed face, with a button at its end. For things
/// that are not secret; secrets have their own field.
class CopyLine final : public QWidget
{
    Q_OBJECT

public:
    /// `what` names the text for readers and the tooltip: "Vault URL".
    explicit CopyLine(const QString& what, QWidget* parent = nullptr);

    void setText(const QString& text);
    QString text() const;

Q_SIGNALS:
    /// The owner has the clipboard.
    void copyRequested(const QString& text);

private:
    QLineEdit* m_line;
    QToolButton* m_copy;
};

} // namespace strongroom::ui
