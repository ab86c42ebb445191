// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTranslator>

namespace strongroom::app {

/// A language in which every text is a third longer, to see where the window has no room for one.
class LongerWords final : public QTranslator
{
    Q_OBJECT

public:
    using QTranslator::QTranslator;

    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* source, const char* disambiguation,
                      int number) const override;
};

} // namespace strongroom::app
