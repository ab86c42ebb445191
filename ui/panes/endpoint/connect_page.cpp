// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/endpoint/connect_page.h"

#include "model/vault/ops_keys.h"
#include "model/vault/ops_secrets.h"
#include "ui/commands/application_commands.h"
#include "ui/commands/vault_commands.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/code_block.h"
#include "ui/widgets/copy_line.h"
#include "ui/widgets/field_note.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QTabBar>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

constexpr int offeredOfKind = 500;
constexpr int twoChoices = 760; ///< pixels from which two stand beside each other

enum Identity { ByApplication, ByManagedIdentity };

void setCaption(QLabel* label, QString text)
{
    label->setText(text);
    label->buddy()->setAccessibleName(text.remove(u'&'));
}

QLabel* caption(const QString& text, QWidget* buddy)
{
    auto* label = new QLabel(buddy->parentWidget());
    label->setBuddy(buddy);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    setCaption(label, text);
    return label;
}

QString nameOf(const vault::SecretProperties& secret) { return secret.name.text(); }
QString nameOf(const vault::KeyListing& key) { return key.properties.name.text(); }

} // namespace

ConnectPage::ConnectPage(Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
{
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(metrics::page, metrics::page, metrics::page, metrics::page);
    page->setSpacing(metrics::between);
    addChoices(page);
    addTexts(page);
    page->addStretch(1);

    connect(m_vault, &QComboBox::currentIndexChanged, this, [this] {
        fillObjects();
        checkNames();
        showTexts();
    });
    connect(m_object, &QComboBox::currentTextChanged, this, &ConnectPage::showTexts);
    connect(m_identity, &QComboBox::currentIndexChanged, this, &ConnectPage::onIdentityChosen);
    connect(m_application, &QComboBox::currentIndexChanged, this, &ConnectPage::onIdentityChosen);
    connect(m_languages, &QTabBar::currentChanged, this, &ConnectPage::showTexts);
    connect(&workspace.endpoint(), &ops::EndpointControl::factsChanged, this, [this] {
        checkNames();
        showTexts();
    });
    connect(&workspace.vaults(), &VaultDirectory::vaultsChanged, this, &ConnectPage::fillVaults);
    connect(&workspace.vaults(), &VaultDirectory::changed, this, [this](const vault::VaultChange& change) {
        if (change.what == vault::ChangeKind::DirectoryChanged)
            reload();
        const vault::VaultProperties* shown = chosenVault();
        const bool isInOrOut
            = change.what == vault::ChangeKind::ObjectSet || change.what == vault::ChangeKind::ObjectDeleted;
        if (shown && change.vault == shown->id && isInOrOut && m_object->findText(change.name) < 0)
            fillObjects();
    });
    reload();
}

void ConnectPage::addChoices(QVBoxLayout* page)
{
    m_vault = new QComboBox(this);
    m_object = new QComboBox(this);
    m_object->setEditable(true);
    m_object->setInsertPolicy(QComboBox::NoInsert);
    m_object->setFont(monoFont());
    m_identity = new QComboBox(this);
    m_identity->addItem(tr("An application with its client secret"));
    m_identity->addItem(tr("The managed identity of this computer"));
    m_application = new QComboBox(this);
    m_register = new QPushButton(tr("Register..."), this);
    m_register->setAccessibleName(tr("Register an application"));
    connect(m_register, &QPushButton::clicked, this, [this] {
        registerApplication(m_workspace,
                            [this](const vault::Application& application) { addRegistered(application); });
    });
    // They are as wide as there is room, not as their longest entry.
    for (QComboBox* box : { m_vault, m_object, m_identity, m_application }) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(4);
        box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    m_identityNote = new FieldNote(this);
    m_identityNote->describe(m_application);
    m_url = new CopyLine(tr("URL"), this);
    connect(m_url, &CopyLine::copyRequested, &m_workspace.clipboard(), &ClipboardGuard::copyPlain);
    m_names = new FieldNote(this);

    m_grid = new QGridLayout;
    m_grid->setHorizontalSpacing(metrics::between);
    m_grid->setVerticalSpacing(metrics::inside);
    m_objectCaption = caption({}, m_object);
    m_choices = { { caption(tr("&Vault"), m_vault), m_vault },
                  { m_objectCaption, m_object },
                  { caption(tr("S&igns in as"), m_identity), m_identity },
                  { caption(tr("&Application"), m_application), m_application } };
    const int next = int(m_choices.size()); // as many rows as the choices can take
    m_grid->addWidget(m_identityNote, next, 1, 1, 4);
    m_grid->addWidget(caption(tr("&URL"), m_url), next + 1, 0);
    m_grid->addWidget(m_url, next + 1, 1, 1, 4);
    m_grid->addWidget(m_names, next + 2, 1, 1, 4);
    m_grid->setColumnStretch(1, 1);
    m_grid->setColumnStretch(3, 1);
    placeChoices();
    page->addLayout(m_grid);
    m_hosts = addBlock(page);
    m_hosts->hide();
}

void ConnectPage::placeChoices()
{
    const bool isNarrow = width() < twoChoices;
    if (m_isNarrow == isNarrow)
        return;
    m_isNarrow = isNarrow;
    for (int i = 0; i < int(m_choices.size()); ++i) {
        const auto& [words, box] = m_choices[std::size_t(i)];
        const int row = isNarrow ? i : i / 2;
        const int column = isNarrow ? 0 : i % 2 * 2;
        const int end = box == m_application ? 4 : isNarrow || column > 0 ? 5 : column + 2;
        m_grid->addWidget(words, row, column);
        m_grid->addWidget(box, row, column + 1, 1, end - column - 1);
        if (box == m_application)
            m_grid->addWidget(m_register, row, 4);
    }
}

void ConnectPage::resizeEvent(QResizeEvent* event)
{
    placeChoices();
    QWidget::resizeEvent(event);
}

void ConnectPage::addTexts(QVBoxLayout* page)
{
    m_languages = new QTabBar(this);
    m_languages->setExpanding(false);
    m_languages->setDrawBase(false);
    m_languages->setAccessibleName(tr("Language"));
    for (const SnippetLanguage language : allSnippetLanguages)
        m_languages->addTab(languageName(language));
    page->addWidget(m_languages);
    m_install = addBlock(page);
    addStart(page);
    m_environment = addBlock(page);
    m_environmentNote = new FieldNote(this);
    page->addWidget(m_environmentNote);
    m_program = addBlock(page);
    m_run = addBlock(page);
}

void ConnectPage::addStart(QVBoxLayout* page)
{
    m_start = new QWidget(this);
    auto* note = new FieldNote(m_start);
    note->set(FieldNote::Kind::Warning,
              tr("Start the endpoint first: only then is it known what the program has to be told."));
    auto* start = new QPushButton(icon(u"play"_s), tr("Start the &endpoint"), m_start);
    connect(start, &QPushButton::clicked, this, [this] { m_workspace.trigger(ActionId::StartEndpoint); });
    auto* row = new QHBoxLayout(m_start);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::between);
    row->addWidget(note, 1);
    row->addWidget(start);
    page->addWidget(m_start);
}

CodeBlock* ConnectPage::addBlock(QVBoxLayout* page)
{
    auto* block = new CodeBlock(this);
    connect(block, &CodeBlock::copyRequested, &m_workspace.clipboard(), &ClipboardGuard::copyPlain);
    page->addWidget(block);
    return block;
}

void ConnectPage::choose(const QString& vaultName, const QString& objectName)
{
    m_wantedVault = vaultName;
    m_wantedObject = objectName;
    fillVaults();
}

void ConnectPage::reload()
{
    fillVaults();
    if (!m_workspace.operations())
        return;
    m_workspace.operations()
        ->run(m_workspace.caller(), vault::ListApplications{})
        .then(this, [this](const base::Result<std::vector<vault::Application>>& applications) {
            if (applications)
                fillApplications(*applications);
        });
}

void ConnectPage::fillVaults()
{
    const QString before = m_wantedVault.isEmpty() ? m_vault->currentText() : m_wantedVault;
    {
        const QSignalBlocker blocker(m_vault);
        m_vault->clear();
        for (const vault::VaultProperties& vault : m_workspace.vaults().vaults())
            m_vault->addItem(vault.name.text());
        const int found = m_vault->findText(before, Qt::MatchFixedString);
        m_vault->setCurrentIndex(qMax(0, found));
        if (found >= 0)
            m_wantedVault.clear();
    }
    fillObjects();
    checkNames();
    showTexts();
}

void ConnectPage::fillObjects()
{
    const vault::VaultProperties* vault = chosenVault();
    if (!vault || !m_workspace.operations())
        return;
    setCaption(m_objectCaption, isPool(vault->sku) ? tr("&Key") : tr("Secret or &key"));
    m_offered.clear();
    if (!isPool(vault->sku))
        find(vault->id, vault::BrowseSecrets{}, vault::ObjectKind::Secret);
    // Answers come in the order of the questions, so these are the last.
    find(vault->id, vault::BrowseKeys{}, vault::ObjectKind::Key);
}

template <typename Op> void ConnectPage::find(const vault::VaultId& id, Op op, vault::ObjectKind kind)
{
    op.request.limit = offeredOfKind;
    op.request.wantsCount = false;
    m_workspace.operations()
        ->run(m_workspace.caller(), id, op)
        .then(this, [this, id, kind](const base::Result<typename Op::Output>& page) {
            const vault::VaultProperties* shown = chosenVault();
            if (!shown || shown->id != id)
                return;
            std::erase_if(m_offered, [kind](const Offered& object) { return object.kind == kind; });
            if (page)
                for (const auto& row : page->rows)
                    m_offered.push_back({ kind, nameOf(row) });
            if (kind == vault::ObjectKind::Key)
                showObjects();
        });
}

void ConnectPage::showObjects()
{
    const QString before = m_wantedObject.isEmpty() ? m_object->currentText() : m_wantedObject;
    m_wantedObject.clear();
    {
        const QSignalBlocker blocker(m_object);
        m_object->clear();
        for (const Offered& object : m_offered)
            m_object->addItem(
                icon(object.kind == vault::ObjectKind::Key ? u"key-round"_s : u"lock-keyhole"_s), object.name,
                int(object.kind));
        m_object->setCurrentIndex(qMax(0, m_object->findText(before, Qt::MatchFixedString)));
    }
    showTexts();
}

vault::ObjectKind ConnectPage::chosenKind() const
{
    const int row = m_object->currentIndex();
    if (row >= 0 && m_object->itemText(row) == m_object->currentText())
        return vault::ObjectKind(m_object->itemData(row).toInt());
    const vault::VaultProperties* const vault = chosenVault();
    return vault && isPool(vault->sku) ? vault::ObjectKind::Key : vault::ObjectKind::Secret;
}

void ConnectPage::fillApplications(const std::vector<vault::Application>& applications)
{
    m_applications = applications;
    const QString before = m_application->currentData().toString();
    {
        const QSignalBlocker blocker(m_application);
        m_application->clear();
        for (const vault::Application& application : applications)
            m_application->addItem(application.name, application.clientId);
        m_application->setCurrentIndex(qMax(0, m_application->findData(before)));
        m_application->setEnabled(!applications.empty());
    }
    showTexts();
}

void ConnectPage::addRegistered(const vault::Application& application)
{
    if (m_application->findData(application.clientId) < 0)
        m_application->addItem(application.name, application.clientId);
    m_application->setEnabled(true);
    m_application->setCurrentIndex(m_application->findData(application.clientId));
}

void ConnectPage::onIdentityChosen()
{
    const QString clientId = m_application->currentData().toString();
    if (identity() == SnippetIdentity::ManagedIdentity && !clientId.isEmpty()
        && m_workspace.endpoint().facts().managedIdentityName != m_application->currentText()) {
        m_workspace.endpoint().serveManagedIdentity(clientId).then(
            this, [this](const base::Result<void>& result) {
                if (!result)
                    m_workspace.notices().failed(m_workspace.explain(result.error()));
                showTexts();
            });
    }
    showTexts();
}

void ConnectPage::checkNames()
{
    const SnippetFacts now = facts();
    const QString vault = QUrl(now.vaultUrl).host();
    const QString authority = QUrl(now.authority).host();
    const quint64 number = ++m_check;
    if (vault.isEmpty() || !m_workspace.endpoint().facts().isRunning) {
        m_names->clear();
        m_hosts->hide();
        return;
    }
    m_workspace.endpoint().resolves(vault).then(this, [this, number, authority](bool vaultResolves) {
        m_workspace.endpoint().resolves(authority).then(
            this, [this, number, vaultResolves](bool authorityResolves) {
                if (number == m_check)
                    showNames(vaultResolves, authorityResolves);
            });
    });
}

void ConnectPage::showNames(bool vaultResolves, bool authorityResolves)
{
    const SnippetFacts now = facts();
    const QString host = QUrl(now.vaultUrl).host();
    m_hosts->setVisible(!vaultResolves || !authorityResolves);
    if (vaultResolves && authorityResolves) {
        m_names->set(FieldNote::Kind::Good, tr("%1 resolves to this computer.").arg(host));
        return;
    }
    m_names->set(
        FieldNote::Kind::Problem,
        tr("%1 does not resolve here, so programs will not find it. Install the package "
           "libnss-myhostname, which knows every name under localhost, or add this line to /etc/hosts.")
            .arg(vaultResolves ? QUrl(now.authority).host() : host));
    m_hosts->set(u"/etc/hosts"_s, hostsLine(now.vaultUrl, now.authority) + u'\n');
}

const vault::VaultProperties* ConnectPage::chosenVault() const
{
    for (const vault::VaultProperties& vault : m_workspace.vaults().vaults()) {
        if (vault.name.text() == m_vault->currentText())
            return &vault;
    }
    return nullptr;
}

SnippetIdentity ConnectPage::identity() const
{
    return m_identity->currentIndex() == ByManagedIdentity ? SnippetIdentity::ManagedIdentity
                                                           : SnippetIdentity::ClientSecret;
}

SnippetFacts ConnectPage::facts() const
{
    const ops::EndpointFacts endpoint = m_workspace.endpoint().facts();
    SnippetFacts made;
    made.identity = identity();
    if (const vault::VaultProperties* const vault = chosenVault())
        made.vaultUrl = urlOf(m_workspace, *vault);
    made.kind = chosenKind();
    if (vault::ObjectName::create(m_object->currentText()))
        made.objectName = m_object->currentText();
    made.authority = endpoint.authority;
    made.tenantId = endpoint.tenantId;
    made.clientId = m_application->currentData().toString();
    made.caFile = m_workspace.endpoint().caFile();
    made.identityEndpoint = endpoint.identityEndpoint;
    made.identityHeader = endpoint.identityHeader;
    return made;
}

SnippetLanguage ConnectPage::language() const
{
    return allSnippetLanguages[static_cast<std::size_t>(m_languages->currentIndex())];
}

void ConnectPage::showTexts()
{
    const SnippetFacts now = facts();
    const SnippetLanguage shown = language();
    m_url->setText(now.vaultUrl);
    if (m_applications.empty() && m_application->count() == 0)
        m_identityNote->set(FieldNote::Kind::Warning,
                            tr("Register an application, then grant it access to the vault."));
    else if (identity() == SnippetIdentity::ManagedIdentity)
        m_identityNote->set(FieldNote::Kind::Hint,
                            tr("Programs on this computer sign in as %1 without a secret, as in Azure.")
                                .arg(m_application->currentText()));
    else
        m_identityNote->set(
            FieldNote::Kind::Hint,
            tr("Only what %1 was granted works. Its client secret was shown when it was made.")
                .arg(m_application->currentText()));

    const QString install = installCommand(shown, now.kind);
    m_install->setVisible(!install.isEmpty());
    m_install->set(tr("Get the libraries"), install + u'\n');
    showEnvironment();
    m_program->set(programFile(shown, now.kind), snippetFor(shown, now));
    m_run->set(tr("Run it"), runCommand(shown, now.kind) + u'\n');
}

void ConnectPage::showEnvironment()
{
    const bool isKnown = m_workspace.endpoint().facts().isRunning;
    const SnippetLanguage shown = language();
    m_start->setVisible(!isKnown);
    m_environment->setVisible(isKnown);
    m_environment->set(tr("Set in the shell that runs the program"),
                       isKnown ? shellLines(environmentFor(shown, facts())) : QString());
    const bool replacesList = shown == SnippetLanguage::CSharp || shown == SnippetLanguage::Go
        || shown == SnippetLanguage::Python;
    if (replacesList)
        m_environmentNote->set(FieldNote::Kind::Hint,
                               tr("For this program the file takes the place of the system's list of "
                                  "authorities. To keep that list, trust the local CA instead."));
    else
        m_environmentNote->clear();
    m_environmentNote->setVisible(isKnown && replacesList); // an empty one would still be a gap
}

} // namespace strongroom::ui
