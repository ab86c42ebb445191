// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>
#include <QWidget>

namespace strongroom::ui {

/// Names one below the other: the first ten, then "and 12 more". A name that is too long for the line goes on
/// in the next one.
class NameLines final : public QWidget
{
    Q_OBJECT

public:
    explicit NameLines(const QStringList& names, QWidget* parent = nullptr);

    static constexpr int shownNames = 10;
};

/// Whether a name is too long to stand inside a sentence or a label.
bool isLongName(const QString& name);
/// As it stands inside a sentence: a long one is cut in its middle. The whole is then shown elsewhere.
QString nameInSentence(const QString& name);

} // namespace strongroom::ui
