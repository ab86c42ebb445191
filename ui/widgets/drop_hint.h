// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>
#include <QWidget>

class QMimeData;

namespace strongroom::ui {

/// Lies over a place while a file is dragged onto it and says what a drop would do. Lets the pointer through.
class DropHint final : public QWidget
{
    Q_OBJECT

public:
    /// `words` as a sentence: "Drop to import into this vault".
    DropHint(const QString& words, QWidget* parent);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const QString m_words;
};

/// The one local file of a drag, if its name ends in one of `endings` ("pem", "json"); empty for anything
/// else.
QString droppedFile(const QMimeData& data, const QStringList& endings);

} // namespace strongroom::ui
