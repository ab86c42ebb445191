// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/request_log.h"

#include "model/lists/roles.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

using Column = RequestLog::Column;

lists::Tone toneOf(int status)
{
    if (status < 400)
        return lists::Tone::Good;
    if (status == 401 || status == 404 || status == 409 || status == 429)
        return lists::Tone::Warning;
    return lists::Tone::Critical;
}

QString took(qint64 microseconds)
{
    return microseconds < 1000 ? RequestLog::tr("< 1 ms")
                               : RequestLog::tr("%1 ms").arg(QLocale().toString(microseconds / 1000));
}

QString cellText(const ops::ServedRequest& request, Column column)
{
    switch (column) {
    case Column::Time:
        return QDateTime::fromMSecsSinceEpoch(request.timeMilliseconds).toString(u"HH:mm:ss.zzz"_s);
    case Column::Method:
        return request.method;
    case Column::Path:
        return request.path;
    case Column::Vault:
        return request.vault;
    case Column::Caller:
        return request.caller;
    case Column::Status:
        return statusWords(request);
    case Column::Took:
        return took(request.microseconds);
    case Column::Count:
        break;
    }
    return {};
}

bool isMonospace(Column column) { return column == Column::Path || column == Column::Method; }

} // namespace

QString statusWords(const ops::ServedRequest& request)
{
    if (request.errorCode.isEmpty())
        return request.status < 400 ? RequestLog::tr("%1 OK").arg(request.status)
                                    : QString::number(request.status);
    return QString::number(request.status) + u' ' + request.errorCode;
}

RequestLog::RequestLog(QObject* parent)
    : QAbstractTableModel(parent)
{
}

int RequestLog::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int RequestLog::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(Column::Count);
}

QVariant RequestLog::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const ops::ServedRequest& request = at(index.row());
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return cellText(request, column);
    case Qt::ToolTipRole:
        return column == Column::Status ? tr("Request id %1, from %2").arg(request.requestId, request.address)
                                        : cellText(request, column);
    case lists::IdentityRole:
        return QString::number(m_numbers[m_shown[static_cast<std::size_t>(index.row())]]);
    case lists::IsLoadedRole:
        return true;
    case lists::CellKindRole:
        return static_cast<int>(column == Column::Status ? lists::CellKind::Badge : lists::CellKind::Text);
    case lists::ToneRole:
        return static_cast<int>(toneOf(request.status));
    case lists::IsMonospaceRole:
        return isMonospace(column);
    case lists::IsMutedRole:
        return column == Column::Time || column == Column::Took;
    default:
        return {};
    }
}

QVariant RequestLog::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::Time:
        return tr("Time");
    case Column::Method:
        return tr("Method");
    case Column::Path:
        return tr("Path");
    case Column::Vault:
        return tr("Vault");
    case Column::Caller:
        return tr("Caller");
    case Column::Status:
        return tr("Status");
    case Column::Took:
        return tr("Took");
    case Column::Count:
        break;
    }
    return {};
}

void RequestLog::add(const ops::ServedRequest& request)
{
    if (m_all.size() >= capacity)
        dropOldest();
    m_all.push_front(request);
    m_numbers.push_front(m_next++);
    for (std::size_t& place : m_shown)
        ++place;
    if (m_isPaused) {
        ++m_waiting;
    } else if (matches(request)) {
        beginInsertRows({}, 0, 0);
        m_shown.insert(m_shown.begin(), 0);
        endInsertRows();
    }
    Q_EMIT countsChanged();
}

void RequestLog::dropOldest()
{
    if (!m_shown.empty() && m_shown.back() == m_all.size() - 1) {
        const int last = rowCount() - 1;
        beginRemoveRows({}, last, last);
        m_shown.pop_back();
        endRemoveRows();
    }
    m_all.pop_back();
    m_numbers.pop_back();
}

void RequestLog::pause()
{
    m_isPaused = true;
    m_waiting = 0;
    Q_EMIT countsChanged();
}

void RequestLog::resume()
{
    m_isPaused = false;
    m_waiting = 0;
    showAll();
}

void RequestLog::clear()
{
    beginResetModel();
    m_all.clear();
    m_numbers.clear();
    m_shown.clear();
    m_waiting = 0;
    endResetModel();
    Q_EMIT countsChanged();
}

void RequestLog::reset()
{
    m_isPaused = false;
    m_words.clear();
    clear();
}

void RequestLog::setFilter(const QString& text)
{
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    showAll();
}

bool RequestLog::matches(const ops::ServedRequest& request) const
{
    const QString all = request.method + u' ' + request.path + u' ' + request.vault + u' ' + request.caller
        + u' ' + statusWords(request);
    return std::ranges::all_of(
        m_words, [&all](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

void RequestLog::showAll()
{
    beginResetModel();
    m_shown.clear();
    // While paused, what arrived since then stays out.
    for (auto place = m_isPaused ? static_cast<std::size_t>(m_waiting) : 0; place < m_all.size(); ++place) {
        if (matches(m_all[place]))
            m_shown.push_back(place);
    }
    endResetModel();
    Q_EMIT countsChanged();
}

} // namespace strongroom::ui
