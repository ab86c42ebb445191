// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/metrics.h"

#include <QString>

class QWidget;

namespace strongroom::ui {

class CellTable;
class ObjectListView;

/// A short list in a card: without a frame, sorted by its header. `iconName` stands before each title.
ObjectListView* makeCardList(CellTable* table, const QString& name, const QString& iconName, QWidget* parent);
/// As high as its rows, up to a few; more of them scroll.
void fitCardList(ObjectListView* list, metrics::Density density);

} // namespace strongroom::ui
