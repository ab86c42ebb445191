// SPDX-License-Identifier: Apache-2.0
#include "model/lists/activity_list_model.h"

#include "model/lists/relative_time.h"
#include "model/lists/roles.h"
#include "model/vault/ops_store.h"

#include <QHash>
#include <QSet>

namespace strongroom::lists {

using namespace Qt::StringLiterals;
using vault::AuditRecord;

namespace {

constexpr int pageRows = 500;
constexpr std::size_t mostRows = 5000; ///< what a person may scroll through beside an object

/// The window lists versions whenever it shows an object. The audit log keeps that; here it would bury
/// what happened to the object.
bool isOwnLook(const AuditRecord& row)
{
    return row.callerKind == vault::Caller::Kind::Owner
        && (row.operation == "SecretListVersions"_L1 || row.operation == "KeyListVersions"_L1
            || row.operation == "KeyRotationPolicyGet"_L1);
}

} // namespace

bool isUse(const QString& operation)
{
    static const QSet<QString> uses{ u"SecretGet"_s,  u"KeySign"_s, u"KeyVerify"_s, u"KeyEncrypt"_s,
                                     u"KeyDecrypt"_s, u"KeyWrap"_s, u"KeyUnwrap"_s, u"KeyRelease"_s };
    return uses.contains(operation);
}

QString callerWord(const AuditRecord& record)
{
    switch (record.callerKind) {
    case vault::Caller::Kind::Owner:
        return ActivityListModel::tr("You");
    case vault::Caller::Kind::System:
        return ActivityListModel::tr("Strongroom");
    case vault::Caller::Kind::Application:
        if (!record.callerName.isEmpty())
            return record.callerName;
        return record.callerClientId.isEmpty() ? ActivityListModel::tr("An application")
                                               : record.callerClientId;
    case vault::Caller::Kind::Anonymous:
        break;
    }
    return ActivityListModel::tr("Nobody signed in");
}

QString operationWord(const QString& operation)
{
    static const QHash<QString, const char*> words{
        { u"SecretGet"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Read the value") },
        { u"SecretSet"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Saved a version") },
        { u"SecretUpdate"_s,
          QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Changed attributes") },
        { u"SecretDelete"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Deleted") },
        { u"SecretRecover"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Recovered") },
        { u"SecretPurge"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Purged") },
        { u"SecretBackup"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Backed up") },
        { u"SecretRestore"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Restored") },
        { u"SecretListVersions"_s,
          QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Listed versions") },
        { u"SecretGetDeleted"_s,
          QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Looked at, deleted") },
        { u"KeyCreate"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Made a version") },
        { u"KeyImport"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Imported a version") },
        { u"KeyGet"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Read the public part") },
        { u"KeyUpdate"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Changed attributes") },
        { u"KeyDelete"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Deleted") },
        { u"KeyRecover"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Recovered") },
        { u"KeyPurge"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Purged") },
        { u"KeyBackup"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Backed up") },
        { u"KeyRestore"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Restored") },
        { u"KeyRotate"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Rotated") },
        { u"KeyRotateIfDue"_s,
          QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Rotated when due") },
        { u"KeyNearExpiryEventGridNotification"_s,
          QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Gave notice of the end") },
        { u"KeyRotationPolicyGet"_s,
          QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Read the rotation policy") },
        { u"KeyRotationPolicySet"_s,
          QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Changed the rotation policy") },
        { u"KeySign"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Signed") },
        { u"KeyVerify"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Verified a signature") },
        { u"KeyEncrypt"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Encrypted") },
        { u"KeyDecrypt"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Decrypted") },
        { u"KeyWrap"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Wrapped a key") },
        { u"KeyUnwrap"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Unwrapped a key") },
        { u"KeyRelease"_s, QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Released the key") },
        { u"KeyListVersions"_s,
          QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Listed versions") },
        { u"KeyGetDeleted"_s,
          QT_TRANSLATE_NOOP("strongroom::lists::ActivityListModel", "Looked at, deleted") },
    };
    const auto word = words.constFind(operation);
    return word == words.constEnd() ? operation : ActivityListModel::tr(*word);
}

ActivityListModel::ActivityListModel(ops::Operations& operations, const vault::Caller& caller,
                                     const base::Clock& clock, QObject* parent)
    : QAbstractTableModel(parent)
    , m_operations(operations)
    , m_caller(caller)
    , m_clock(clock)
{
}

int ActivityListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ActivityListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QVariant ActivityListModel::data(const QModelIndex& index, int role) const
{
    const AuditRecord& row = m_rows[std::size_t(index.row())];
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return cell(row, column);
    case Qt::ToolTipRole:
        if (column == Column::Time)
            return dateTimeText(row.timeMilliseconds / 1000);
        return column == Column::Result ? QVariant(row.resultDescription) : cell(row, column);
    case IdentityRole:
        return QString::number(row.sequence);
    case IsLoadedRole:
        return true;
    case RawValueRole:
        return column == Column::Time ? QVariant(row.timeMilliseconds) : cell(row, column);
    case IsMutedRole:
        return column != Column::What;
    case CellKindRole:
        return int(CellKind::Text);
    default:
        return {};
    }
}

QVariant ActivityListModel::cell(const AuditRecord& row, Column column) const
{
    switch (column) {
    case Column::Time:
        return relativeOrDate(row.timeMilliseconds / 1000, m_now);
    case Column::Who:
        return callerWord(row);
    case Column::What:
        return row.algorithm.isEmpty() ? operationWord(row.operation)
                                       : QString(operationWord(row.operation) + u", "_s + row.algorithm);
    case Column::Result:
        return row.resultCode.isEmpty() ? tr("ok") : row.resultCode;
    case Column::Count:
        break;
    }
    return {};
}

QVariant ActivityListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (Column(section)) {
    case Column::Time:
        return tr("When");
    case Column::Who:
        return tr("Who");
    case Column::What:
        return tr("What");
    case Column::Result:
        return tr("Result");
    case Column::Count:
        break;
    }
    return {};
}

void ActivityListModel::setObject(const vault::VaultId& vault, vault::ObjectKind kind, const QString& name)
{
    beginResetModel();
    m_rows.clear();
    m_readers.clear();
    m_reads = 0;
    m_vault = vault;
    m_kind = kind;
    m_name = name;
    m_error.reset();
    endResetModel();
    refresh();
}

void ActivityListModel::refresh()
{
    ++m_generation;
    if (!m_name.isEmpty())
        load({}, 0, m_generation);
}

void ActivityListModel::load(Rows soFar, qint64 beforeSequence, quint64 generation)
{
    vault::AuditQuery query;
    query.vault = m_vault;
    query.kind = m_kind;
    query.objectName = m_name;
    query.beforeSequence = beforeSequence;
    query.limit = pageRows;
    m_operations.run(m_caller, vault::ListAudit{ query })
        .then(this,
              [this, rows = std::move(soFar), generation](ops::ResultOf<vault::ListAudit> page) mutable {
                  if (generation != m_generation)
                      return;
                  if (!page) {
                      m_error = page.error();
                      Q_EMIT loaded();
                      return;
                  }
                  const bool isLast = int(page->size()) < pageRows;
                  const qint64 oldest = page->empty() ? 0 : page->back().timeMilliseconds / 1000;
                  const qint64 last = page->empty() ? 0 : page->back().sequence;
                  for (AuditRecord& row : *page) {
                      if (!isOwnLook(row))
                          rows.push_back(std::move(row));
                  }
                  const bool isFarEnough
                      = m_clock.now() - oldest > readerDays * qint64(86400) || rows.size() >= mostRows;
                  if (!isLast && !isFarEnough)
                      return load(std::move(rows), last, generation);
                  m_error.reset();
                  apply(std::move(rows));
                  Q_EMIT loaded();
              });
}

void ActivityListModel::apply(Rows rows)
{
    m_now = m_clock.now();
    QHash<QString, qint64> counts;
    m_reads = 0;
    for (const AuditRecord& row : rows) {
        const bool isRead = isUse(row.operation) && row.resultCode.isEmpty();
        if (!isRead || m_now - row.timeMilliseconds / 1000 > readerDays * qint64(86400))
            continue;
        ++counts[callerWord(row)];
        ++m_reads;
    }
    m_readers.clear();
    for (auto reader = counts.cbegin(); reader != counts.cend(); ++reader)
        m_readers.push_back({ reader.key(), reader.value() });
    std::sort(m_readers.begin(), m_readers.end(), [](const Reader& a, const Reader& b) {
        return a.reads != b.reads ? a.reads > b.reads : a.name < b.name;
    });
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

} // namespace strongroom::lists
