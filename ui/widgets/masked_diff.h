// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_secrets.h"
#include "ui/widgets/secret_text.h"

#include <QWidget>

namespace strongroom::ui {

/// How two values differ, drawn as dots: the same quiet, removed and added in their colours and on their own
/// lines, so that colour is never alone. With both values it draws their characters instead, until
/// hideValues(). Never more than a bounded number of rows.
class MaskedDiff final : public QWidget
{
    Q_OBJECT

public:
    explicit MaskedDiff(QWidget* parent = nullptr);

    using Run = vault::CompareSecretVersions::Run;
    void setRuns(std::vector<Run> runs);
    void showValues(const base::SecureBytes& first, const base::SecureBytes& second);
    void hideValues();
    bool areValuesShown() const { return !m_first.isEmpty() || !m_second.isEmpty(); }
    /// "12 characters the same, 3 removed, 5 added."
    QString summary() const;

    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    int columns(int width) const;
    int cellWidth() const;
    int lineHeight() const;
    int shownCells() const;

    std::vector<Run> m_runs;
    SecretText m_first;
    SecretText m_second;
};

} // namespace strongroom::ui
