// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/tokens/tokens_pane.h"

#include "ui/commands/open_dialog.h"
#include "ui/commands/run_on.h"
#include "ui/commands/token_commands.h"
#include "ui/dialogs/token_choice_field.h"
#include "ui/dialogs/vault_words.h"
#include "ui/panes/card_list.h"
#include "ui/panes/cell_table.h"
#include "ui/panes/scrolled.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/card.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/error_card.h"
#include "ui/widgets/field_note.h"
#include "ui/widgets/object_list_view.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using lists::CellKind;
using lists::Tone;

namespace {

TableCell badge(const QString& text, Tone tone, const QString& toolTip = {})
{
    TableCell cell{ .text = text, .kind = CellKind::Badge, .tone = tone };
    cell.toolTip = toolTip;
    return cell;
}

QString keepingWord(const vault::TokenState& state)
{
    if (state.keeping == vault::PinKeeping::Store)
        return TokensPane::tr("in the store");
    return state.hasPin ? TokensPane::tr("given, until the lock") : TokensPane::tr("not given yet");
}

TableCell stateCell(Workspace& workspace, const base::Result<vault::TokenState>& state)
{
    if (!state)
        return badge(workspace.explain(state.error()).title, Tone::Critical, state.error().message);
    if (!state->problem)
        return badge(TokensPane::tr("Ready"), Tone::Good);
    if (state->keeping == vault::PinKeeping::Ask && !state->hasPin)
        return badge(TokensPane::tr("Waits for its PIN"), Tone::Warning, state->problem->message);
    const ErrorText text = workspace.explain(*state->problem);
    return badge(text.title, Tone::Critical, text.cause);
}

TableCell slotState(const vault::TokenSlot& slot)
{
    if (!slot.hasToken)
        return badge(TokensPane::tr("Empty"), Tone::Plain);
    if (!slot.isInitialized)
        return badge(TokensPane::tr("Not initialised"), Tone::Warning);
    if (!canMakeKeys(slot))
        return badge(TokensPane::tr("Not for keys"), Tone::Plain,
                     TokensPane::tr("It makes no keys, so no vault can keep its keys in it."));
    if (slot.isPinLocked)
        return badge(TokensPane::tr("PIN locked"), Tone::Critical);
    if (slot.isLastTry)
        return badge(TokensPane::tr("One PIN try left"), Tone::Warning);
    return badge(TokensPane::tr("Ready"), Tone::Good);
}

QString labelOf(const vault::TokenSlot& slot)
{
    if (!slot.hasToken)
        return TokensPane::tr("no token");
    return slot.label.isEmpty() ? TokensPane::tr("token without a label") : slot.label;
}

TableCell moduleState(Workspace& workspace, const vault::TokenModule& module)
{
    if (!module.problem)
        return badge(TokensPane::tr("Loaded"), Tone::Good);
    const ErrorText text = workspace.explain(*module.problem);
    return badge(text.title, Tone::Critical, text.cause);
}

void showAllRows(ObjectListView* view, Workspace& workspace)
{
    view->setVisible(view->model()->rowCount() > 0);
    view->setDensity(workspace.settings().value().density);
    view->fitToRows();
}

} // namespace

TokensPane::TokensPane(Workspace& workspace, const Place& place, QWidget* parent)
    : Pane(workspace, place, parent)
{
    build();
    connect(&workspace.vaults(), &VaultDirectory::vaultsChanged, this, &TokensPane::loadStates);
    connect(&workspace.vaults(), &VaultDirectory::changed, this, [this](const vault::VaultChange& change) {
        if (change.what == vault::ChangeKind::VaultUpdated)
            loadStates();
    });
    refresh();
}

void TokensPane::build()
{
    auto* const content = new QWidget(this);
    auto* const all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(scrolled(content, this));
    auto* const page = new QVBoxLayout(content);
    page->setContentsMargins(metrics::page, metrics::page, metrics::page, metrics::page);
    page->setSpacing(metrics::between);
    page->addWidget(makeVaults());
    page->addWidget(makeSlots());
    page->addWidget(makeMechanisms());
    page->addWidget(makeModules());
    page->addStretch(1);
    showButtons();
}

QWidget* TokensPane::makeVaults()
{
    auto* const card = new Card(tr("Vaults and pools"), this);
    m_vaultTable = new CellTable({ tr("Vault"), tr("Tier"), tr("Token"), tr("PIN"), tr("State") }, this);
    m_vaults = makeCardList(m_vaultTable, tr("Vaults and pools with a token"), u"vault"_s, card);
    m_vaults->setColumns({ { 180 }, { 120, true, true, 1 }, { 180 }, { 150, true, true, 2 }, { 220 } });
    m_vaultNote = new FieldNote(card);
    m_pin = new QPushButton(icon(u"key-round"_s), tr("Enter PIN..."), card);
    m_pin->setObjectName(u"enterPin"_s);
    m_bind = new QPushButton(icon(u"cpu"_s), tr("Bind to a token..."), card);
    m_bind->setObjectName(u"bind"_s);
    m_test = new QPushButton(icon(u"shield-check"_s), tr("Self-test"), card);
    m_test->setObjectName(u"test"_s);
    auto* const buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::inside);
    for (QPushButton* const button : { m_pin, m_bind, m_test })
        buttons->addWidget(button);
    buttons->addStretch();
    card->body()->addWidget(m_vaults);
    card->body()->addWidget(m_vaultNote);
    card->body()->addLayout(buttons);
    connect(m_vaults, &ObjectListView::chosenChanged, this, &TokensPane::showButtons);
    connect(m_pin, &QPushButton::clicked, this, [this] {
        const VaultProperties* const vault = chosenVault();
        const vault::TokenState* const state = vault ? stateOf(vault->id) : nullptr;
        if (state)
            enterTokenPin(workspace(), *vault, *state, [pane = QPointer(this)] {
                if (pane)
                    pane->loadStates();
            });
    });
    connect(m_bind, &QPushButton::clicked, this, [this] {
        if (const VaultProperties* const vault = chosenVault())
            bindToken(workspace(), *vault, m_furtherPaths);
    });
    connect(m_test, &QPushButton::clicked, this, [this] {
        if (const VaultProperties* const vault = chosenVault())
            testToken(workspace(), *vault);
    });
    return card;
}

QWidget* TokensPane::makeSlots()
{
    auto* const card = new Card(tr("Slots and tokens of this machine"), this);
    m_slotTable = new CellTable(
        { tr("Token"), tr("State"), tr("Model"), tr("Serial number"), tr("Slot"), tr("Module") }, this);
    m_slots = makeCardList(m_slotTable, tr("Tokens and slots"), u"cpu"_s, card);
    m_slots->setColumns({ { 180 },
                          { 174 },
                          { 130, true, true, 1 },
                          { 160, true, true, 3 },
                          { 190 },
                          { 176, true, true, 2 } });
    m_slotNote = new FieldNote(card);
    card->body()->addWidget(m_slots);
    card->body()->addWidget(m_slotNote);
    connect(m_slots, &ObjectListView::chosenChanged, this, &TokensPane::showMechanisms);
    return card;
}

QWidget* TokensPane::makeModules()
{
    auto* const card = new Card(tr("PKCS#11 modules"), this);
    m_error = new ErrorCard(card);
    m_error->hide();
    m_moduleTable = new CellTable(
        { tr("Module"), tr("State"), tr("Description"), tr("Slots"), tr("Tokens"), tr("File") }, this);
    m_moduleView = makeCardList(m_moduleTable, tr("Modules"), u"file-key"_s, card);
    m_moduleView->setColumns(
        { { 180 }, { 140 }, { 220, true, true, 3 }, { 70, true, true, 1 }, { 70, true, true, 2 }, { 300 } });
    auto* const look = new QPushButton(icon(u"refresh-cw"_s), tr("Look again"), card);
    auto* const add = new QPushButton(icon(u"plus"_s), tr("Add a module..."), card);
    auto* const buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::inside);
    buttons->addWidget(look);
    buttons->addWidget(add);
    buttons->addStretch();
    card->body()->addWidget(m_error);
    card->body()->addWidget(m_moduleView);
    card->body()->addLayout(buttons);
    connect(look, &QPushButton::clicked, this, &TokensPane::refresh);
    connect(add, &QPushButton::clicked, this, &TokensPane::addModule);
    connect(m_error, &ErrorCard::nextStepChosen, this, &TokensPane::refresh);
    return card;
}

QWidget* TokensPane::makeMechanisms()
{
    m_mechanismCard = new Card(tr("What it can do"), this);
    m_mechanismTable = new CellTable({ tr("Mechanism"), tr("Key sizes"), tr("Uses") }, this);
    auto* const view
        = makeCardList(m_mechanismTable, tr("Mechanisms of the token"), u"zap"_s, m_mechanismCard);
    view->setColumns({ { 240 }, { 140 }, { 420 } });
    view->setMinimumHeight(260);
    m_mechanismCard->body()->addWidget(view);
    m_mechanismCard->hide();
    return m_mechanismCard;
}

// Loading ----------------------------------------------------------------------------------------

void TokensPane::refresh()
{
    loadStates();
    loadModules();
}

void TokensPane::loadStates()
{
    for (const VaultProperties& vault : workspace().vaults().vaults()) {
        if (vault.sku == vault::Sku::Standard || vault.token.isEmpty())
            continue;
        runOn(workspace(), vault.id, vault::GetTokenState{})
            .then(this, [this, id = vault.id.value](const ops::ResultOf<vault::GetTokenState>& state) {
                m_states.insert_or_assign(id, state);
                showVaults();
            });
    }
    showVaults();
}

void TokensPane::loadModules()
{
    if (!workspace().operations() || m_isLooking)
        return;
    m_isLooking = true;
    m_slotNote->set(FieldNote::Kind::Hint, tr("Looking for modules, slots and tokens..."));
    workspace()
        .operations()
        ->run(workspace().caller(), vault::ListTokenModules{ m_furtherPaths })
        .then(this, [this](ops::ResultOf<vault::ListTokenModules> modules) {
            m_isLooking = false;
            m_error->setVisible(!modules);
            m_slotNote->clear();
            if (!modules) {
                m_error->setText(workspace().explain(modules.error()));
                return;
            }
            m_modules = std::move(*modules);
            showSlots();
        });
}

void TokensPane::addModule()
{
    auto* const dialog = new QFileDialog(workspace().window(), tr("PKCS#11 module"), u"/usr/lib"_s,
                                         tr("Modules (*.so *.so.*);;All files (*)"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        if (!m_furtherPaths.contains(file))
            m_furtherPaths += file;
        loadModules();
    });
    openDialog(workspace(), dialog);
}

// Showing ----------------------------------------------------------------------------------------

void TokensPane::showVaults()
{
    std::vector<TableRow> rows;
    for (const VaultProperties& vault : workspace().vaults().vaults()) {
        if (vault.sku == vault::Sku::Standard)
            continue;
        TableRow row{ vault.id.value,
                      { { .text = vault.name.text(), .kind = CellKind::Title },
                        { .text = skuWord(vault.sku), .isMuted = true } } };
        if (vault.token.isEmpty()) {
            row.cells.push_back({ .text = tr("none"), .isMuted = true });
            row.cells.push_back({});
            row.cells.push_back(badge(tr("No HSM keys yet"), Tone::Plain));
        } else {
            TableCell token{ .text = vault.token.label };
            token.toolTip = vault.token.modulePath;
            row.cells.push_back(token);
            const auto state = m_states.find(vault.id.value);
            const bool isKnown = state != m_states.end();
            row.cells.push_back({ .text = isKnown && state->second ? keepingWord(*state->second) : QString(),
                                  .isMuted = true });
            row.cells.push_back(isKnown ? stateCell(workspace(), state->second)
                                        : badge(tr("Asking..."), Tone::Plain));
        }
        rows.push_back(std::move(row));
    }
    m_vaultNote->set(FieldNote::Kind::Hint,
                     rows.empty()
                         ? tr("No vault keeps keys in a token. Make a Premium vault or a Managed HSM pool.")
                         : QString());
    m_vaultTable->setRows(std::move(rows));
    showAllRows(m_vaults, workspace());
    if (m_vaultTable->rowCount() > 0 && m_vaults->chosenCount() == 0)
        m_vaults->choose(0); // so that its buttons can be seen to work
    showButtons();
    Q_EMIT statusChanged();
}

void TokensPane::showSlots()
{
    std::vector<TableRow> rows;
    for (const vault::TokenModule& module : m_modules) {
        TableCell path{ .text = QFileInfo(module.path).fileName(), .isMuted = true };
        path.toolTip = module.path;
        for (const vault::TokenSlot& slot : module.slots)
            rows.push_back({ module.path + u'#' + QString::number(slot.id),
                             { { .text = labelOf(slot), .kind = CellKind::Title },
                               slotState(slot),
                               { .text = slot.model, .isMuted = true },
                               { .text = slot.serialNumber, .isMonospace = true, .isMuted = true },
                               { .text = slot.description, .isMuted = true },
                               path } });
    }
    if (m_modules.empty())
        m_slotNote->set(
            FieldNote::Kind::Hint,
            tr("No PKCS#11 module is configured. Install the one of your token, or add its file."));
    else if (rows.empty())
        m_slotNote->set(FieldNote::Kind::Hint, tr("No module has a slot. Plug the token in and look again."));
    m_slotTable->setRows(std::move(rows));
    showAllRows(m_slots, workspace());
    showModules();
    showMechanisms();
    Q_EMIT statusChanged();
}

void TokensPane::showModules()
{
    std::vector<TableRow> rows;
    for (const vault::TokenModule& module : m_modules) {
        const auto tokens = std::ranges::count(module.slots, true, &vault::TokenSlot::hasToken);
        const auto number = [](qint64 count) {
            return TableCell{ .text = QString::number(count), .raw = qlonglong(count), .isMuted = true };
        };
        TableCell file{ .text = module.path, .isMonospace = true, .isMuted = true };
        file.toolTip = module.path;
        rows.push_back({ module.path,
                         { { .text = QFileInfo(module.path).fileName(), .kind = CellKind::Title },
                           moduleState(workspace(), module),
                           { .text = module.description, .isMuted = true },
                           number(qint64(module.slots.size())),
                           number(tokens),
                           file } });
    }
    m_moduleTable->setRows(std::move(rows));
    showAllRows(m_moduleView, workspace());
}

const vault::TokenSlot* TokensPane::chosenSlot() const
{
    const QStringList chosen = m_slots->chosen();
    if (chosen.size() != 1)
        return nullptr;
    for (const vault::TokenModule& module : m_modules) {
        for (const vault::TokenSlot& slot : module.slots) {
            if (chosen.front() == module.path + u'#' + QString::number(slot.id))
                return &slot;
        }
    }
    return nullptr;
}

void TokensPane::showMechanisms()
{
    const vault::TokenSlot* const slot = chosenSlot();
    m_mechanismCard->setVisible(slot && !slot->mechanisms.empty());
    if (!slot)
        return;
    m_mechanismCard->setHeading(tr("What \u201c%1\u201d can do").arg(labelOf(*slot)));
    std::vector<TableRow> rows;
    for (const vault::TokenSlot::Mechanism& mechanism : slot->mechanisms) {
        const QString sizes = mechanism.largestKey == 0 ? QString()
            : mechanism.smallestKey == mechanism.largestKey
            ? QString::number(mechanism.largestKey)
            : tr("%1 to %2").arg(mechanism.smallestKey).arg(mechanism.largestKey);
        rows.push_back({ mechanism.name,
                         { { .text = mechanism.name, .kind = CellKind::Title },
                           { .text = sizes, .raw = qlonglong(mechanism.smallestKey), .isMuted = true },
                           { .text = mechanism.uses.join(u", "_s), .isMuted = true } } });
    }
    m_mechanismCard->setAside(counted(qint64(rows.size()), tr("1 mechanism"), tr("%1 mechanisms")));
    m_mechanismTable->setRows(std::move(rows));
}

const vault::VaultProperties* TokensPane::chosenVault() const
{
    const QStringList chosen = m_vaults->chosen();
    return chosen.size() == 1 ? workspace().vaults().find({ chosen.front() }) : nullptr;
}

const vault::TokenState* TokensPane::stateOf(const vault::VaultId& vault) const
{
    const auto found = m_states.find(vault.value);
    return found != m_states.end() && found->second ? &*found->second : nullptr;
}

void TokensPane::showButtons()
{
    const VaultProperties* const vault = chosenVault();
    const bool hasToken = vault && !vault->token.isEmpty();
    m_pin->setEnabled(hasToken && stateOf(vault->id));
    m_test->setEnabled(hasToken);
    m_bind->setEnabled(vault && !hasToken);
    const QString choose = vault ? QString() : tr("Choose a vault first.");
    m_pin->setToolTip(!choose.isEmpty() ? choose : hasToken ? QString() : tr("This vault has no token."));
    m_test->setToolTip(m_pin->toolTip());
    m_bind->setToolTip(!choose.isEmpty() ? choose : hasToken ? tr("This vault has its token.") : QString());
}

QString TokensPane::statusText() const
{
    int tokens = 0;
    for (const vault::TokenModule& module : m_modules) {
        for (const vault::TokenSlot& slot : module.slots)
            tokens += slot.hasToken ? 1 : 0;
    }
    return tr("%1, %2").arg(counted(qint64(m_modules.size()), tr("1 module"), tr("%1 modules")),
                            counted(tokens, tr("1 token"), tr("%1 tokens")));
}

void TokensPane::focusContent() { (m_vaults->isHidden() ? m_slots : m_vaults)->setFocus(); }

} // namespace strongroom::ui
