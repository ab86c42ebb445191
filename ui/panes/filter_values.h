// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/workspace.h"

namespace strongroom::ui {

class FilterBar;

/// Tells the filter bar of a list which values there are to filter by, and how many objects have each.
/// Belongs to the bar.
class FilterValues final : public QObject
{
    Q_OBJECT

public:
    FilterValues(Workspace& workspace, const vault::VaultId& vault, vault::ObjectKind kind, FilterBar& bar);

private:
    void answer(const QString& field, const QString& tag);
    template <typename Facet> void ask(vault::FacetRequest request, const QString& field, const QString& tag);

    Workspace& m_workspace;
    const vault::VaultId m_vault;
    const vault::ObjectKind m_kind;
    FilterBar& m_bar;
};

} // namespace strongroom::ui
