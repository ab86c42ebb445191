// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/transfer/export_writer.h"
#include "ui/dialogs/form_dialog.h"

class QComboBox;
class QLineEdit;

namespace strongroom::ui {

/// Asks where and in which form secrets are written in the clear, and says what that means.
class ExportDialog final : public FormDialog
{
    Q_OBJECT

public:
    struct Scope final
    {
        int chosen = 0; ///< selected secrets; 0: none
        qint64 listed = 0; ///< all that the list shows
        QString vaultName;
    };

    ExportDialog(const Scope& scope, const QString& folder, QWidget* parent = nullptr);

    enum class What { Chosen, Listed };
    What what() const;
    transfer::ExportFormat format() const;
    QString file() const;

private:
    void judge();
    void suggestName();
    void browse();

    const Scope m_scope;
    const QString m_folder;
    QComboBox* m_what;
    QComboBox* m_format;
    QLineEdit* m_file;
    FieldNote* m_fileNote = nullptr;
};

} // namespace strongroom::ui
