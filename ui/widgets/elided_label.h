// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace strongroom::ui {

/// One line of words that ends in an ellipsis where there is no room for all of it; the whole is in the
/// tooltip then, and always what readers hear.
class ElidedLabel final : public QWidget
{
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget* parent = nullptr, Qt::TextElideMode mode = Qt::ElideRight);

    void setText(const QString& text);
    QString text() const { return m_text; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    const Qt::TextElideMode m_mode;
    QString m_text;
};

} // namespace strongroom::ui
