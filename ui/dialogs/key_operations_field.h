// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/key.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QGridLayout;

namespace strongroom::ui {

/// What a key may be used for: a preset, or a tick for each operation its type can do.
class KeyOperationsField final : public QWidget
{
    Q_OBJECT

public:
    explicit KeyOperationsField(QWidget* parent = nullptr);

    /// Hides what the type cannot do; presets follow.
    void setKind(crypto::KeyType type, vault::KeyProtection protection);
    void setOperations(const QStringList& operations);
    QStringList operations() const;

Q_SIGNALS:
    void edited();

private:
    struct Preset
    {
        QString text;
        QStringList operations;
    };
    std::vector<Preset> presets() const;
    void placeBoxes();
    void fillPresets();
    void showPreset();

    crypto::KeyType m_type = crypto::KeyType::Rsa;
    vault::KeyProtection m_protection = vault::KeyProtection::Software;
    QGridLayout* m_grid;
    QComboBox* m_preset;
    std::vector<std::pair<QString, QCheckBox*>> m_boxes;
    bool m_isFilling = false;
};

} // namespace strongroom::ui
