// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/panes/crypto_console/console_codec.h"

#include <QWidget>

#include <functional>

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace strongroom::ui {

class SecretEdit;

/// Bytes for an operation: typed as text, hexadecimal or base64, or a file. Treated as a secret.
class BytesInput final : public QWidget
{
    Q_OBJECT

public:
    explicit BytesInput(const QString& name, QWidget* parent = nullptr);

    bool isFile() const;
    QString file() const { return m_file; }
    void setFile(const QString& path);
    bool isEmpty() const;
    /// Of what is typed.
    base::Result<base::SecureBytes> bytes() const;
    void setBytes(const base::SecureBytes& text, Encoding encoding);
    void clear();

Q_SIGNALS:
    void edited();
    void chooseFileWanted();

private:
    void showFormat();

    QComboBox* m_format;
    QStackedWidget* m_stack;
    SecretEdit* m_typed;
    QLabel* m_fileName;
    QString m_file;
};

} // namespace strongroom::ui
