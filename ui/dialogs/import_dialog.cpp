// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/import_dialog.h"

#include "ui/dialogs/import_model.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/counted.h"

#include <QComboBox>
#include <QHeaderView>
#include <QPushButton>
#include <QTableView>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

using transfer::ConflictRule;
constexpr std::array rules = { ConflictRule::Skip, ConflictRule::NewVersion, ConflictRule::Rename };

constexpr int gridWidth = 680;
constexpr int gridHeight = 300;
constexpr int widestColumn = 220;

/// What of the file does not come along: nobody should miss it later.
QString unusedColumnsText(const QStringList& titles)
{
    constexpr qsizetype mostShown = 8;
    QString named = titles.mid(0, mostShown).join(", "_L1);
    if (titles.size() > mostShown)
        named += u", \u2026"_s;
    return counted(titles.size(), ImportDialog::tr("One column is not imported: %2."),
                   ImportDialog::tr("%1 columns are not imported: %2."))
        .replace(u"%2"_s, named);
}

} // namespace

ImportDialog::ImportDialog(const QString& fileName, const QString& vaultName,
                           std::shared_ptr<ImportDraft> draft, QWidget* parent)
    : FormDialog(tr("Import into %1").arg(vaultName), tr("Import"), ButtonRole::Primary, parent)
    , m_draft(std::move(draft))
    , m_model(new ImportModel(*m_draft, this))
    , m_rule(new QComboBox(this))
    , m_table(new QTableView(this))
{
    QString introduction
        = counted(m_draft->rowCount(),
                  tr("%2 holds one secret. Untick it to leave it out; double-click its name to change it."),
                  tr("%2 holds %1 secrets. Untick what should stay out; double-click a name to change it."));
    introduction.replace(u"%2"_s, fileName);
    if (const QStringList unused = m_draft->unusedColumns(); !unused.isEmpty())
        introduction += u' ' + unusedColumnsText(unused);
    setIntroduction(introduction);
    m_rule->addItems({ tr("Leave the existing secret as it is"), tr("Add a new version to it"),
                       tr("Import under another name") });
    m_ruleNote = addField(tr("If a name &exists"), m_rule);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Secrets of the file"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->setMinimumSize(gridWidth, gridHeight);
    addWide(m_table);
    fitColumns();

    connect(m_rule, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_draft->setRule(rules.at(static_cast<std::size_t>(index)));
        m_model->refresh();
        onDraftChanged();
    });
    connect(m_model, &ImportModel::edited, this, &ImportDialog::onDraftChanged);
    connect(m_model, &ImportModel::refused, this,
            [this](const QString& why) { footNote()->set(FieldNote::Kind::Problem, why); });
}

void ImportDialog::start() { onDraftChanged(); }

void ImportDialog::addAnswers(const std::vector<vault::ObjectName>& names,
                              const vault::CheckSecretNames::Output& states)
{
    m_draft->addAnswers(names, states);
    m_model->refresh();
    fitColumns();
    onDraftChanged();
}

/// Room for what each row becomes and why not; none for dates and tags that the file does not have.
void ImportDialog::fitColumns()
{
    using Column = ImportModel::Column;
    for (const Column column : { Column::Expires, Column::Tags }) {
        bool isEmpty = true;
        for (int row = 0; isEmpty && row < m_draft->rowCount(); ++row)
            isEmpty = m_model->index(row, int(column)).data().toString().isEmpty();
        m_table->setColumnHidden(int(column), isEmpty);
    }
    for (int column = 0; column + 1 < m_model->columnCount(); ++column) {
        m_table->resizeColumnToContents(column);
        m_table->setColumnWidth(column, std::min(m_table->columnWidth(column), widestColumn));
    }
}

void ImportDialog::onDraftChanged()
{
    if (!m_draft->unknownNames().empty()) {
        forbidAccept();
        footNote()->set(FieldNote::Kind::Hint, tr("Looking which names exist..."));
        Q_EMIT namesWanted(m_draft->unknownNames());
        return;
    }
    const int chosen = static_cast<int>(m_draft->chosen().size());
    const int left = m_draft->rowCount() - chosen;
    footNote()->set(FieldNote::Kind::Hint,
                    left == 0 ? QString() : counted(left, tr("1 stays out"), tr("%1 stay out")));
    acceptButton()->setText(chosen == 0 ? tr("Import")
                                        : counted(chosen, tr("Import 1 secret"), tr("Import %1 secrets")));
    if (chosen == 0)
        forbidAccept();
    else
        allowAccept();
}

} // namespace strongroom::ui
