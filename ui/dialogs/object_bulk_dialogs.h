// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/vault/attributes.h"
#include "model/vault/names.h"
#include "ui/dialogs/form_dialog.h"

class QLineEdit;

namespace strongroom::ui {

class DateTimeField;
class TagsEditor;

/// When one or several objects are to expire. The grid with each of them comes after it.
class ObjectExpiryDialog final : public FormDialog
{
    Q_OBJECT

public:
    ObjectExpiryDialog(const base::Clock& clock, vault::ObjectKind kind, int count,
                       std::optional<vault::UnixSeconds> time, QWidget* parent = nullptr);
    std::optional<vault::UnixSeconds> time() const;

private:
    DateTimeField* m_expires;
};

/// Which tags several objects get and lose; for a single one, its tags.
class ObjectTagsDialog final : public FormDialog
{
    Q_OBJECT

public:
    ObjectTagsDialog(vault::ObjectKind kind, int count, const vault::Tags& tags,
                     const QStringList& knownNames, QWidget* parent = nullptr);
    /// What the tags of an object become.
    vault::Tags applied(const vault::Tags& before) const;

private:
    void judge();

    const bool m_isSingle;
    TagsEditor* m_tags;
    QLineEdit* m_removed;
};

} // namespace strongroom::ui
