// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/dialogs/form_dialog.h"

class QLineEdit;

namespace strongroom::ui {

/// What a filter is to be called in the tree.
class ViewNameDialog final : public FormDialog
{
    Q_OBJECT

public:
    explicit ViewNameDialog(const QString& filter, QWidget* parent = nullptr);

    QString name() const;

private:
    QLineEdit* m_name;
};

} // namespace strongroom::ui
