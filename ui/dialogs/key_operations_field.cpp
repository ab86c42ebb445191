// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/key_operations_field.h"

#include "model/lists/key_words.h"
#include "ui/theme/metrics.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int columns = 3;

} // namespace

KeyOperationsField::KeyOperationsField(QWidget* parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
    , m_preset(new QComboBox(this))
{
    m_preset->setAccessibleName(tr("Preset of operations"));
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(metrics::page);
    m_grid->setVerticalSpacing(metrics::tight);
    m_grid->addWidget(m_preset, 0, 0, 1, columns, Qt::AlignLeft);
    m_grid->setColumnStretch(columns, 1);
    setFocusProxy(m_preset);
    for (const QString& operation : lists::keyOperations()) {
        // Release is ticked by what a key may be exported for, not here.
        if (operation == "export"_L1)
            continue;
        auto* const box = new QCheckBox(lists::operationName(operation), this);
        box->setObjectName(operation);
        m_boxes.emplace_back(operation, box);
        connect(box, &QCheckBox::toggled, this, [this] {
            if (m_isFilling)
                return;
            showPreset();
            Q_EMIT edited();
        });
    }
    connect(m_preset, &QComboBox::activated, this, [this](int chosen) {
        const auto all = presets();
        if (chosen < int(all.size()))
            setOperations(all[std::size_t(chosen)].operations);
        Q_EMIT edited();
    });
    setKind(m_type, m_protection);
    setOperations(vault::defaultOperations(m_type));
}

std::vector<KeyOperationsField::Preset> KeyOperationsField::presets() const
{
    const Preset sign{ tr("Sign"), { u"sign"_s, u"verify"_s } };
    const Preset encrypt{ tr("Encrypt"), { u"encrypt"_s, u"decrypt"_s } };
    const Preset wrap{ tr("Wrap keys"), { u"wrapKey"_s, u"unwrapKey"_s } };
    const Preset all{ tr("Everything"), vault::defaultOperations(m_type) };
    switch (m_type) {
    case crypto::KeyType::Ec:
        return { sign };
    case crypto::KeyType::Oct:
        return { all, encrypt, wrap, sign };
    case crypto::KeyType::Rsa:
        break;
    }
    std::vector<Preset> rows{ all, sign, encrypt, wrap };
    if (m_protection == vault::KeyProtection::Hsm)
        rows.push_back({ tr("Take in keys from elsewhere"), { u"import"_s } });
    return rows;
}

void KeyOperationsField::setKind(crypto::KeyType type, vault::KeyProtection protection)
{
    const QStringList before = operations();
    const bool wasDefault = before == vault::defaultOperations(m_type);
    m_type = type;
    m_protection = protection;
    for (const auto& [operation, box] : m_boxes) {
        const bool isImport = operation == "import"_L1;
        const bool isSigning = operation == "sign"_L1 || operation == "verify"_L1;
        const bool isPossible = isImport
            ? type == crypto::KeyType::Rsa && protection == vault::KeyProtection::Hsm
            : type != crypto::KeyType::Ec || isSigning;
        box->setVisible(isPossible);
        if (!isPossible)
            box->setChecked(false);
    }
    placeBoxes();
    fillPresets();
    if (wasDefault || operations().isEmpty())
        setOperations(vault::defaultOperations(type));
    showPreset();
}

/// The possible ones side by side, two that belong together in one column.
void KeyOperationsField::placeBoxes()
{
    int place = 0;
    for (const auto& [operation, box] : m_boxes) {
        m_grid->removeWidget(box);
        if (box->isHidden())
            continue;
        m_grid->addWidget(box, 1 + place % 2 + 2 * (place / (2 * columns)), place / 2 % columns);
        ++place;
    }
}

void KeyOperationsField::setOperations(const QStringList& operations)
{
    m_isFilling = true;
    for (const auto& [operation, box] : m_boxes)
        box->setChecked(operations.contains(operation) && !box->isHidden());
    m_isFilling = false;
    showPreset();
}

QStringList KeyOperationsField::operations() const
{
    QStringList chosen;
    for (const auto& [operation, box] : m_boxes) {
        if (box->isChecked())
            chosen += operation;
    }
    return chosen;
}

void KeyOperationsField::fillPresets()
{
    m_preset->clear();
    for (const Preset& preset : presets())
        m_preset->addItem(preset.text);
    m_preset->addItem(tr("As ticked"));
}

void KeyOperationsField::showPreset()
{
    const auto all = presets();
    const QStringList now = operations();
    const auto found = std::ranges::find_if(all, [&now](const Preset& preset) {
        return QSet<QString>(preset.operations.begin(), preset.operations.end())
            == QSet<QString>(now.begin(), now.end());
    });
    m_preset->setCurrentIndex(int(found - all.begin()));
}

} // namespace strongroom::ui
