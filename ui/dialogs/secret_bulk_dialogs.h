// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/vault/attributes.h"
#include "ui/dialogs/form_dialog.h"

class QLineEdit;

namespace strongroom::ui {

class DateTimeField;
class TagsEditor;

/// When several secrets are to expire. The grid with each of them comes after it.
class SecretExpiryDialog final : public FormDialog
{
    Q_OBJECT

public:
    SecretExpiryDialog(const base::Clock& clock, int count, std::optional<vault::UnixSeconds> time,
                       QWidget* parent = nullptr);
    std::optional<vault::UnixSeconds> time() const;

private:
    DateTimeField* m_expires;
};

/// Which tags several secrets get and lose; for a single one, its tags.
class SecretTagsDialog final : public FormDialog
{
    Q_OBJECT

public:
    SecretTagsDialog(int count, const vault::Tags& tags, const QStringList& knownNames,
                     QWidget* parent = nullptr);
    /// What the tags of a secret become.
    vault::Tags applied(const vault::Tags& before) const;

private:
    void judge();

    const bool m_isSingle;
    TagsEditor* m_tags;
    QLineEdit* m_removed;
};

} // namespace strongroom::ui
