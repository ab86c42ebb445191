// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/details_pages.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/copy_block.h"
#include "ui/widgets/object_list_view.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

QLabel* quietLabel(const QString& text, QWidget* parent)
{
    auto* const label = new QLabel(text, parent);
    label->setFont(captionFont());
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

} // namespace

lists::TimeZone timeZoneOf(const Workspace& workspace)
{
    return workspace.settings().value().timeZone == TimeZoneChoice::Utc ? lists::TimeZone::Utc
                                                                        : lists::TimeZone::Local;
}

ObjectListView* makeVersionView(lists::VersionListModel* versions, QWidget* parent)
{
    auto* const view = new ObjectListView(parent);
    view->setAccessibleName(JsonPage::tr("Versions"));
    view->setModel(versions);
    view->setColumns({ { 160, true, false },
                       { 100, true, false },
                       { 110, true, false },
                       { 100, false, false },
                       { 110, true, false, 1 },
                       { 110, false, false },
                       { 110, false, false } });
    return view;
}

std::vector<int> chosenRows(const ObjectListView& view)
{
    std::vector<int> rows;
    for (const auto& [first, last] : view.chosenRanges()) {
        for (int row = first; row <= last; ++row)
            rows.push_back(row);
    }
    return rows;
}

ObjectListView* makeActivityView(lists::ActivityListModel* activity)
{
    auto* const view = new ObjectListView;
    view->setAccessibleName(JsonPage::tr("Activity"));
    view->setModel(activity);
    view->setColumns(
        { { 100, true, false }, { 110, true, false }, { 120, true, false }, { 70, true, false } });
    return view;
}

JsonPage::JsonPage(Workspace& workspace, const QString& hint, QWidget* parent)
    : QWidget(parent)
    , m_text(new QPlainTextEdit(this))
{
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    QFont mono = monoFont();
    mono.setPointSizeF(mono.pointSizeF() - 1);
    m_text->setFont(mono);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setTabChangesFocus(true);
    m_text->setAccessibleName(tr("JSON"));
    m_text->setAccessibleDescription(hint);
    auto* const copy = new QPushButton(icon(u"copy"_s), tr("Copy JSON"), this);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::between, metrics::between, metrics::between, metrics::between);
    layout->addWidget(quietLabel(hint, this));
    layout->addWidget(m_text, 1);
    layout->addWidget(copy, 0, Qt::AlignLeft);
    connect(copy, &QPushButton::clicked, this,
            [this, &workspace] { workspace.clipboard().copyPlain(m_text->toPlainText()); });
}

void JsonPage::setJson(const QString& json)
{
    if (json != m_text->toPlainText())
        m_text->setPlainText(json);
}

CommandsPage::CommandsPage(Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(metrics::tight);
    layout->addLayout(m_rows);
    layout->addStretch();
}

void CommandsPage::setCommands(const std::vector<lists::CommandText>& commands)
{
    while (QLayoutItem* const item = m_rows->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    for (const lists::CommandText& command : commands) {
        auto* const line = new CopyBlock(command.title, command.text, this);
        connect(line, &CopyBlock::copyRequested, this,
                [this](const QString& text) { m_workspace.clipboard().copyPlain(text); });
        m_rows->addWidget(quietLabel(command.title, this));
        m_rows->addWidget(line);
        m_rows->addSpacing(metrics::inside);
    }
}

} // namespace strongroom::ui
