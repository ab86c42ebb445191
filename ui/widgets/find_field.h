// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLineEdit>

namespace strongroom::ui {

/// One line to find or filter with: an icon in front that says so, and a button that clears it. Both have
/// words for readers, which those of QLineEdit alone do not have.
class FindField final : public QLineEdit
{
    Q_OBJECT

public:
    enum class Purpose { Find, Filter };

    /// `what` is the hint in the empty field and its name for readers: "Find a vault".
    FindField(Purpose purpose, const QString& what, QWidget* parent = nullptr);
};

} // namespace strongroom::ui
