// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/widgets/secret_generator.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace strongroom::ui {

class LifeBar;
class SecretCanvas;

/// A small window under a button that makes passwords, passphrases, GUIDs and keys, shows one, says how hard
/// it is to guess, and gives it up as SecureBytes. Goes when anything else is clicked, and with Esc.
class GeneratorPopover final : public QWidget
{
    Q_OBJECT

public:
    explicit GeneratorPopover(QWidget* parent);
    ~GeneratorPopover() override;

    void openBelow(const QWidget* anchor);
    GeneratorSettings settings() const;

Q_SIGNALS:
    /// Take it with takeValue() at once.
    void chosen();

public:
    base::SecureBytes takeValue();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void regenerate();
    void showOptions();

    QComboBox* m_kind;
    QSpinBox* m_length;
    QSpinBox* m_words;
    QSpinBox* m_bytes;
    QLineEdit* m_separator;
    QCheckBox* m_digits;
    QCheckBox* m_symbols;
    QCheckBox* m_lookAlikes;
    QLabel* m_lengthLabel;
    QLabel* m_separatorLabel;
    SecretCanvas* m_preview;
    LifeBar* m_bar;
    QLabel* m_strength;
};

} // namespace strongroom::ui
