// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"

#include <QWidget>

#include <memory>

namespace strongroom::ui {

/// The groups of a recovery key, numbered, painted from the wiped buffer character by character, so that
/// no text layout keeps a copy.
class KeyGroups final : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// nullptr empties it. The page that shows the key owns it together with this view.
    void show(std::shared_ptr<base::SecureBytes> printedKey);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int groups() const;

    std::shared_ptr<base::SecureBytes> m_key;
};

} // namespace strongroom::ui
