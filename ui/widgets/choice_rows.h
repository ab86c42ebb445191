// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include <vector>

class QButtonGroup;
class QVBoxLayout;

namespace strongroom::ui {

class FieldNote;

/// A choice of one among a few, each with a sentence that says what it means. For choices whose
/// consequences a person should read before they choose.
class ChoiceRows final : public QWidget
{
    Q_OBJECT

public:
    explicit ChoiceRows(QWidget* parent = nullptr);

    /// Choices are numbered from 0 in the order they are added; the first is chosen.
    void addChoice(const QString& text, const QString& meaning);
    int chosen() const;
    void choose(int index);
    /// A choice that cannot be made, with the reason in its place.
    void forbid(int index, const QString& reason);

Q_SIGNALS:
    void changed(int index);

private:
    QVBoxLayout* m_rows;
    QButtonGroup* m_group;
    std::vector<FieldNote*> m_meanings;
};

} // namespace strongroom::ui
