// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPointer>
#include <QWidget>

class QLabel;

namespace strongroom::ui {

class IconLabel;

/// A sentence with an icon, under a field or beside a fact: a hint, a confirmation, a warning or what is
/// wrong. Wraps; takes no room while empty.
class FieldNote final : public QWidget
{
    Q_OBJECT

public:
    enum class Kind { Hint, Good, Warning, Problem };

    explicit FieldNote(QWidget* parent = nullptr);

    /// Its words also describe `field` to readers.
    void describe(QWidget* field);
    void set(Kind kind, const QString& text);
    void clear() { set(Kind::Hint, {}); }
    Kind kind() const { return m_kind; }
    QString text() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void showKind();

    Kind m_kind = Kind::Hint;
    IconLabel* m_icon;
    QLabel* m_text;
    QPointer<QWidget> m_field;
};

} // namespace strongroom::ui
