// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/secrets/secret_details.h"

#include "model/lists/object_words.h"
#include "ui/commands/action_button.h"
#include "ui/panes/details_pages.h"
#include "ui/panes/object_access_page.h"
#include "ui/panes/object_property_form.h"
#include "ui/panes/readers_card.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/details_tabs.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/object_list_view.h"
#include "ui/widgets/secret_field.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using vault::SecretProperties;

namespace {

constexpr int settleMilliseconds = 150;

} // namespace

SecretDetails::SecretDetails(Workspace& workspace, const vault::VaultId& vault, SecretCommands& commands,
                             QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_vault(vault)
    , m_commands(commands)
    , m_stack(new QStackedWidget(this))
    , m_nothing(new EmptyState(this))
    , m_tabs(new DetailsTabs(this))
    , m_versions(new lists::SecretVersionListModel(*workspace.operations(), workspace.caller(),
                                                   workspace.clock(), this))
    , m_activity(
          new lists::ActivityListModel(*workspace.operations(), workspace.caller(), workspace.clock(), this))
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    m_stack->addWidget(m_nothing);
    m_stack->addWidget(m_tabs);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_tabs->addPage(tr("Details"), makeDetailsPage());
    m_tabs->addFullPage(tr("Versions"), makeVersionsPage());
    m_access = new ObjectAccessPage(workspace, vault, vault::ObjectKind::Secret);
    m_tabs->addFullPage(tr("Access"), m_access);
    m_tabs->addFullPage(tr("Activity"), makeActivityView(m_activity));
    m_json = new JsonPage(workspace, tr("As the service answers it, without the value."));
    m_tabs->addFullPage(tr("JSON"), m_json);
    m_commandsPage = new CommandsPage(workspace);
    m_tabs->addPage(tr("Commands"), m_commandsPage);

    m_settle.setSingleShot(true);
    m_settle.setInterval(settleMilliseconds);
    connect(&m_settle, &QTimer::timeout, this, &SecretDetails::loadMore);
    connect(m_versions, &lists::VersionListModel::loaded, this, &SecretDetails::onVersionsLoaded);
    connect(m_activity, &lists::ActivityListModel::loaded, this, &SecretDetails::onActivityLoaded);
    connect(m_tabs, &DetailsTabs::currentPageChanged, this, [this](int page) {
        m_value->mask();
        if (Page(page) == Page::Activity)
            m_activity->refresh();
        if (Page(page) == Page::Access)
            m_access->refresh();
    });
    showNothing(0);
}

SecretDetails::~SecretDetails() = default;

// Pages ------------------------------------------------------------------------------------------

QWidget* SecretDetails::makeDetailsPage()
{
    auto* const page = new QWidget;
    auto* const caption = new QLabel(tr("Value \u00b7 current version"), page);
    caption->setFont(captionFont());
    caption->setForegroundRole(QPalette::PlaceholderText);
    m_value = new SecretField(page);
    m_valueHint = new QLabel(page);
    m_valueHint->setFont(captionFont());
    m_valueHint->setForegroundRole(QPalette::PlaceholderText);
    m_valueHint->setWordWrap(true);
    m_form = new ObjectPropertyForm(m_workspace, page);
    m_typeRow = m_form->form().addText(tr("Content type"));
    m_form->finish();
    m_readers = new ReadersCard(vault::ObjectKind::Secret, page);

    auto* const buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::inside);
    buttons->addWidget(new ActionButton(m_workspace.action(ActionId::NewVersion), ButtonRole::Primary,
                                        tr("New version"), page));
    buttons->addWidget(
        new ActionButton(m_workspace.action(ActionId::EditItem), ButtonRole::Plain, tr("Edit..."), page));
    buttons->addWidget(new ActionButton(m_workspace.action(ActionId::ConnectProgram), ButtonRole::Plain,
                                        tr("Connect..."), page));
    buttons->addStretch();

    auto* const layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::tight + 2);
    layout->addWidget(caption);
    layout->addWidget(m_value);
    layout->addWidget(m_valueHint);
    layout->addSpacing(metrics::inside);
    layout->addWidget(m_form);
    layout->addSpacing(metrics::inside);
    layout->addWidget(m_readers);
    layout->addSpacing(metrics::inside);
    layout->addLayout(buttons);
    layout->addStretch();

    connect(m_value, &SecretField::revealWanted, this, &SecretDetails::reveal);
    connect(m_value, &SecretField::copyWanted, this, [this] {
        if (m_secret)
            m_commands.copyValue(m_secret->name, {});
    });
    connect(m_form, &ObjectPropertyForm::editTagsWanted, this, [this] {
        if (m_secret && m_workspace.action(ActionId::EditTags)->isEnabled())
            m_commands.editTags({ lists::listed(*m_secret) });
    });
    return page;
}

QWidget* SecretDetails::makeVersionsPage()
{
    auto* const page = new QWidget;
    m_versionView = makeVersionView(m_versions, page);
    m_compare = new QPushButton(icon(u"git-compare"_s), tr("Compare"), page);
    m_promote = new QPushButton(icon(u"history"_s), tr("Make current"), page);
    m_copyVersion = new QPushButton(icon(u"copy"_s), tr("Copy"), page);
    auto* const buttons = new QHBoxLayout;
    buttons->setContentsMargins(metrics::between, metrics::inside, metrics::between, metrics::inside);
    buttons->setSpacing(metrics::inside);
    buttons->addWidget(m_compare);
    buttons->addWidget(m_promote);
    buttons->addWidget(m_copyVersion);
    buttons->addStretch();
    auto* const layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_versionView, 1);
    layout->addLayout(buttons);

    connect(m_versionView, &ObjectListView::chosenChanged, this, [this] {
        showVersionButtons();
        Q_EMIT versionsChosenChanged();
    });
    connect(m_compare, &QPushButton::clicked, this, [this] {
        const auto chosen = chosenVersions();
        if (chosen.size() == 2)
            m_commands.compare(chosen[1], chosen[0]);
        else if (chosen.size() == 1 && m_versions->at(0))
            m_commands.compare(chosen[0], *m_versions->at(0));
    });
    connect(m_promote, &QPushButton::clicked, this, [this] {
        if (const auto chosen = chosenVersions(); chosen.size() == 1)
            m_commands.makeCurrent(chosen.front());
    });
    connect(m_copyVersion, &QPushButton::clicked, this, [this] {
        if (const auto chosen = chosenVersions(); chosen.size() == 1)
            m_commands.copyValue(chosen.front().name, chosen.front().version);
    });
    showVersionButtons();
    return page;
}

// Content ----------------------------------------------------------------------------------------

void SecretDetails::showNothing(int chosenCount)
{
    m_secret.reset();
    m_settle.stop();
    m_value->mask();
    m_versions->setObject(m_vault, {}, {});
    m_activity->setObject(m_vault, vault::ObjectKind::Secret, {});
    if (chosenCount > 1)
        m_nothing->setText({ u"list-tree"_s,
                             counted(chosenCount, tr("1 secret is chosen"), tr("%1 secrets are chosen")),
                             tr("Use the bar under the list to change all of them."),
                             {},
                             {},
                             true });
    else
        m_nothing->setText({ u"lock-keyhole"_s,
                             tr("No secret is chosen"),
                             tr("Choose one to see its properties."),
                             {},
                             {},
                             true });
    m_stack->setCurrentWidget(m_nothing);
}

void SecretDetails::showSecret(const SecretProperties& secret)
{
    const bool isSame = m_secret && m_secret->name == secret.name;
    const bool isUnchanged = isSame && *m_secret == secret;
    if (isUnchanged)
        return;
    const bool isSameVersion = isSame && m_secret->version == secret.version;
    m_secret = secret;
    m_stack->setCurrentWidget(m_tabs);
    if (!isSameVersion || !secret.attributes.isEnabled)
        m_value->mask();
    fillProperties();
    fillTexts();
    m_access->setName(secret.name.text());
    if (isSame) {
        m_settle.start();
        return;
    }
    m_readers->setReaders({}, 0);
    m_tabs->setPageText(int(Page::Versions), tr("Versions"));
    m_versions->setObject(m_vault, {}, {});
    m_activity->setObject(m_vault, vault::ObjectKind::Secret, {});
    m_settle.start();
}

void SecretDetails::loadMore()
{
    if (!m_secret)
        return;
    m_versions->setObject(m_vault, m_secret->name, m_secret->version);
    m_activity->setObject(m_vault, vault::ObjectKind::Secret, m_secret->name.text());
}

void SecretDetails::fillProperties()
{
    const SecretProperties& secret = *m_secret;
    const vault::Attributes& attributes = secret.attributes;
    m_tabs->setHeader(secret.isManaged ? u"badge-check"_s : u"lock-keyhole"_s, secret.name.text(),
                      lists::objectUri(m_commands.vaultUrl(), vault::ObjectKind::Secret, secret.name));
    m_value->setRevealSeconds(m_workspace.settings().value().revealSeconds);
    if (!attributes.isEnabled)
        m_value->setUnavailable(tr("Disabled: nobody can read it"));
    else if (!m_value->isRevealed())
        m_value->setUnavailable({});
    m_valueHint->setText(tr("Hold to reveal. A copy is cleared after %1 s.")
                             .arg(m_workspace.settings().value().clipboardSeconds));

    m_form->form().setValue(m_typeRow, secret.contentType.isEmpty() ? u"\u2013"_s : secret.contentType);
    m_form->show(lists::listed(secret));
}

void SecretDetails::fillTexts()
{
    const QString url = m_commands.vaultUrl();
    m_json->setJson(lists::secretJson(url, *m_secret));
    m_commandsPage->setCommands(lists::secretCommands(url, m_workspace.vaults().nameOf(m_vault), *m_secret));
}

void SecretDetails::onVersionsLoaded()
{
    const int count = m_versions->rowCount();
    m_tabs->setPageText(int(Page::Versions), count > 0 ? tr("Versions %1").arg(count) : tr("Versions"));
    showVersionButtons();
}

void SecretDetails::onActivityLoaded()
{
    m_readers->setReaders(m_activity->readers(), m_activity->readsInAll());
}

std::vector<SecretProperties> SecretDetails::chosenVersions() const
{
    std::vector<SecretProperties> chosen;
    for (const int row : chosenRows(*m_versionView)) {
        if (const SecretProperties* const version = m_versions->at(row))
            chosen.push_back(*version);
    }
    return chosen;
}

void SecretDetails::showVersionButtons()
{
    const auto chosen = chosenVersions();
    const SecretProperties* const current = m_versions->at(0);
    const bool isOldOne = chosen.size() == 1 && current && !(chosen.front().version == current->version);
    m_compare->setEnabled(chosen.size() == 2 || isOldOne);
    m_compare->setToolTip(!m_compare->isEnabled() ? tr("Choose an older version, or two.")
                              : isOldOne          ? tr("Compare with the current version")
                                                  : tr("Compare these two versions"));
    m_promote->setEnabled(isOldOne && chosen.front().attributes.isEnabled);
    m_promote->setToolTip(m_promote->isEnabled()
                              ? tr("Adds a version with this value. Versions cannot be removed.")
                              : tr("Choose an older version that is enabled."));
    m_copyVersion->setEnabled(chosen.size() == 1 && chosen.front().attributes.isEnabled);
}

void SecretDetails::reveal()
{
    if (!m_secret)
        return;
    m_commands.readValue(m_secret->name, {}, m_value, [this, name = m_secret->name](base::SecureBytes value) {
        if (m_secret && m_secret->name == name)
            m_value->reveal(std::move(value));
    });
}

void SecretDetails::revealHeld()
{
    m_tabs->setCurrentPage(int(Page::Details));
    m_value->beginHold();
}

void SecretDetails::maskValue() { m_value->mask(); }

void SecretDetails::showPage(Page page) { m_tabs->setCurrentPage(int(page)); }

} // namespace strongroom::ui
