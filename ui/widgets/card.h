// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace strongroom::ui {

/// A group of things that belong together, with a hairline around it and a heading. Never inside another.
class Card final : public QWidget
{
    Q_OBJECT

public:
    /// No heading when `heading` is empty.
    explicit Card(const QString& heading = {}, QWidget* parent = nullptr);

    /// Where the content goes.
    QVBoxLayout* body() const { return m_body; }
    void setHeading(const QString& heading);
    /// Quiet words at the right end of the heading: a count.
    void setAside(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_heading;
    QLabel* m_aside;
    QVBoxLayout* m_body;
};

} // namespace strongroom::ui
