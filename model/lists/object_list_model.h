// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/listed_object.h"

#include <QAbstractTableModel>

namespace strongroom::lists {

/// The objects of one kind in one vault, of any number: what pages need to know of such a list whatever its
/// kind. Only the rows near what is shown are in memory; the view says what it shows with showRows(). Changes
/// from anywhere arrive as precise row changes that keep the identity of rows; a new filter or order replaces
/// the rows once the new ones are there, not before. data() reads memory and never calls out. GUI thread.
class ObjectListModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class LoadState {
        Empty, ///< no vault chosen
        Loading, ///< nothing to show yet
        Ready,
        Failed, ///< see error()
    };
    using RowRange = std::pair<int, int>; ///< first and last row

    using QAbstractTableModel::QAbstractTableModel;

    virtual void setVault(const vault::VaultId& vault) = 0;
    virtual const vault::VaultId& vault() const = 0;
    virtual void setFilter(vault::ObjectFilter filter) = 0;
    virtual const vault::ObjectFilter& filter() const = 0;
    /// At most two keys are used.
    virtual void setSort(std::vector<vault::SortKey> keys) = 0;
    virtual const std::vector<vault::SortKey>& sortKeys() const = 0;
    /// Nothing for columns the store cannot sort by.
    virtual std::optional<vault::SortColumn> sortColumnAt(int column) const = 0;

    /// Which rows are on the screen: what is loaded first and kept.
    virtual void showRows(int first, int last) = 0;
    /// Reads again what is shown.
    virtual void refresh() = 0;

    virtual LoadState loadState() const = 0;
    virtual const base::Error& error() const = 0;
    /// True while something has been asked for and has not come.
    virtual bool isBusy() const = 0;
    virtual qint64 matched() const = 0;
    virtual qint64 total() const = 0;
    /// Nothing while the row is not in memory.
    virtual std::optional<ListedObject> objectAt(int row) const = 0;
    /// Row of a name in memory, -1 when it is not there.
    virtual int loadedRowOf(const QString& name) const = 0;
    /// Asks at which row `name` stands in this filter and order; answered by located().
    virtual void locate(const QString& name) = 0;

    using GatheredObjects = base::UniqueFunction<void(std::vector<ListedObject>)>;
    /// All rows of `ranges`, also those that are not in memory: for bulk actions. Not answered when the model
    /// is destroyed or its content is replaced first.
    virtual void gatherObjects(std::vector<RowRange> ranges, GatheredObjects answer) = 0;

Q_SIGNALS:
    void countsChanged();
    void loadStateChanged();
    void busyChanged();
    /// A new vault, filter or order has taken effect: the rows are other rows.
    void contentReplaced();
    /// `row` is -1 when the name does not match the filter.
    void located(const QString& name, int row);
};

} // namespace strongroom::lists
