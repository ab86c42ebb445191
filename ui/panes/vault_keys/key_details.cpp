// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/vault_keys/key_details.h"

#include "model/lists/key_words.h"
#include "ui/commands/action_button.h"
#include "ui/panes/details_pages.h"
#include "ui/panes/object_access_page.h"
#include "ui/panes/object_property_form.h"
#include "ui/panes/readers_card.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/copy_line.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/details_tabs.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/object_list_view.h"
#include "ui/widgets/rotation_timeline.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using vault::KeyListing;
using vault::KeyProperties;

namespace {

constexpr int settleMilliseconds = 150;
constexpr int shownEvents = 5;

QString placeText(const KeyProperties& key)
{
    return key.protection == vault::KeyProtection::Hsm ? KeyDetails::tr("the vault's token, for ever")
                                                       : KeyDetails::tr("the store, encrypted");
}

QString releaseText(const KeyProperties& key)
{
    if (!key.isExportable)
        return KeyDetails::tr("cannot be exported");
    return key.releasePolicy && key.releasePolicy->isImmutable
        ? KeyDetails::tr("to attested environments, policy fixed")
        : KeyDetails::tr("to attested environments");
}

} // namespace

KeyDetails::KeyDetails(Workspace& workspace, const vault::VaultId& vault, KeyCommands& commands,
                       QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_vault(vault)
    , m_commands(commands)
    , m_stack(new QStackedWidget(this))
    , m_nothing(new EmptyState(this))
    , m_tabs(new DetailsTabs(this))
    , m_versions(new lists::KeyVersionListModel(*workspace.operations(), workspace.caller(),
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
    m_tabs->addPage(tr("Key"), makeKeyPage());
    m_tabs->addFullPage(tr("Versions"), makeVersionsPage());
    m_tabs->addPage(tr("Rotation"), makeRotationPage());
    m_access = new ObjectAccessPage(workspace, vault, vault::ObjectKind::Key);
    m_tabs->addFullPage(tr("Access"), m_access);
    m_tabs->addFullPage(tr("Activity"), makeActivityView(m_activity));
    m_json = new JsonPage(workspace, tr("As the service answers it."));
    m_tabs->addFullPage(tr("JSON"), m_json);
    m_commandsPage = new CommandsPage(workspace);
    m_tabs->addPage(tr("Commands"), m_commandsPage);

    m_settle.setSingleShot(true);
    m_settle.setInterval(settleMilliseconds);
    connect(&m_settle, &QTimer::timeout, this, &KeyDetails::loadMore);
    connect(m_versions, &lists::VersionListModel::loaded, this, [this] {
        const int count = m_versions->rowCount();
        m_tabs->setPageText(int(Page::Versions), count > 0 ? tr("Versions %1").arg(count) : tr("Versions"));
        showVersionButtons();
    });
    connect(m_activity, &lists::ActivityListModel::loaded, this,
            [this] { m_users->setReaders(m_activity->readers(), m_activity->readsInAll()); });
    connect(m_tabs, &DetailsTabs::currentPageChanged, this, [this](int page) {
        if (Page(page) == Page::Activity)
            m_activity->refresh();
        if (Page(page) == Page::Access)
            m_access->refresh();
    });
    showNothing(0);
}

KeyDetails::~KeyDetails() = default;

// Pages ------------------------------------------------------------------------------------------

QWidget* KeyDetails::makeKeyPage()
{
    auto* const page = new QWidget;
    m_publicPart = new QWidget(page);
    auto* const caption = new QLabel(tr("Public key \u00b7 current version"), m_publicPart);
    caption->setFont(captionFont());
    caption->setForegroundRole(QPalette::PlaceholderText);
    m_thumbprint = new CopyLine(tr("Thumbprint (RFC 7638)"), m_publicPart);
    auto* const copies = new QHBoxLayout;
    copies->setSpacing(metrics::inside);
    const auto addCopy = [this, copies](const QString& text, vault::PublicKeyForm form) {
        auto* const button = new QPushButton(icon(u"copy"_s), text, m_publicPart);
        button->setToolTip(tr("Copy the public key as %1").arg(text));
        button->setAccessibleName(button->toolTip());
        copies->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, form] {
            if (m_key)
                m_commands.copyPublicKey(m_key->properties, form);
        });
        return button;
    };
    addCopy(tr("PEM"), vault::PublicKeyForm::Pem);
    addCopy(tr("JWK"), vault::PublicKeyForm::Jwk);
    m_ssh = addCopy(tr("SSH"), vault::PublicKeyForm::OpenSsh);
    copies->addStretch();
    auto* const part = new QVBoxLayout(m_publicPart);
    part->setContentsMargins(0, 0, 0, metrics::inside);
    part->setSpacing(metrics::tight + 2);
    part->addWidget(caption);
    part->addWidget(m_thumbprint);
    part->addLayout(copies);

    m_form = new ObjectPropertyForm(m_workspace, page);
    m_typeRow = m_form->form().addText(tr("Type"));
    m_operationsRow = m_form->form().addText(tr("Operations"));
    m_placeRow = m_form->form().addText(tr("Kept in"));
    m_releaseRow = m_form->form().addText(tr("Private part"));
    m_rotationRow = m_form->form().addText(tr("Rotation"));
    m_form->finish();
    m_users = new ReadersCard(vault::ObjectKind::Key, page);

    auto* const buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::inside);
    const auto addButton = [this, page, buttons](ActionId id, ButtonRole role, const QString& text) {
        buttons->addWidget(new ActionButton(m_workspace.action(id), role, text, page));
    };
    addButton(ActionId::RotateItem, ButtonRole::Primary, tr("Rotate..."));
    addButton(ActionId::EditItem, ButtonRole::Plain, tr("Edit..."));
    addButton(ActionId::UseKey, ButtonRole::Plain, tr("Use..."));
    buttons->addStretch();

    auto* const layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::tight + 2);
    layout->addWidget(m_publicPart);
    layout->addWidget(m_form);
    layout->addSpacing(metrics::inside);
    layout->addWidget(m_users);
    layout->addSpacing(metrics::inside);
    layout->addLayout(buttons);
    layout->addStretch();

    connect(m_thumbprint, &CopyLine::copyRequested, this,
            [this](const QString& text) { m_workspace.clipboard().copyPlain(text); });
    connect(m_form, &ObjectPropertyForm::editTagsWanted, this, [this] {
        if (m_key && m_workspace.action(ActionId::EditTags)->isEnabled())
            m_commands.editTags({ lists::listed(*m_key) });
    });
    return page;
}

QWidget* KeyDetails::makeVersionsPage()
{
    auto* const page = new QWidget;
    m_versionView = makeVersionView(m_versions, page);
    m_enable = new QPushButton(icon(u"circle-check"_s), tr("Enable"), page);
    m_disable = new QPushButton(icon(u"ban"_s), tr("Disable"), page);
    m_copyUrl = new QPushButton(icon(u"link"_s), tr("Copy URL"), page);
    m_use = new QPushButton(icon(u"square-terminal"_s), tr("Use..."), page);
    auto* const buttons = new QHBoxLayout;
    buttons->setContentsMargins(metrics::between, metrics::inside, metrics::between, metrics::inside);
    buttons->setSpacing(metrics::inside);
    for (QPushButton* const button : { m_enable, m_disable, m_copyUrl, m_use })
        buttons->addWidget(button);
    buttons->addStretch();
    auto* const layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_versionView, 1);
    layout->addLayout(buttons);

    connect(m_versionView, &ObjectListView::chosenChanged, this, &KeyDetails::showVersionButtons);
    connect(m_enable, &QPushButton::clicked, this, [this] { switchVersions(KeyCommands::Switch::On); });
    connect(m_disable, &QPushButton::clicked, this, [this] { switchVersions(KeyCommands::Switch::Off); });
    connect(m_copyUrl, &QPushButton::clicked, this, [this] {
        if (const auto chosen = chosenVersions(); chosen.size() == 1)
            m_commands.copyUri(lists::listed(chosen.front()), ObjectCommands::Uri::WithVersion);
    });
    connect(m_use, &QPushButton::clicked, this, [this] {
        if (const auto chosen = chosenVersions(); chosen.size() == 1)
            m_commands.use(chosen.front());
    });
    showVersionButtons();
    return page;
}

QWidget* KeyDetails::makeRotationPage()
{
    auto* const page = new QWidget;
    m_rotationWords = new QLabel(page);
    m_rotationWords->setWordWrap(true);
    m_rotationWords->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_timeline = new RotationTimeline(page);
    auto* const buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::inside);
    buttons->addWidget(new ActionButton(m_workspace.action(ActionId::EditRotation), ButtonRole::Primary,
                                        tr("Edit policy..."), page));
    buttons->addWidget(new ActionButton(m_workspace.action(ActionId::RotateItem), ButtonRole::Plain,
                                        tr("Rotate now..."), page));
    buttons->addStretch();
    auto* const layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::between);
    layout->addWidget(m_rotationWords);
    layout->addWidget(m_timeline);
    layout->addLayout(buttons);
    layout->addStretch();
    return page;
}

// Content ----------------------------------------------------------------------------------------

void KeyDetails::showNothing(int chosenCount)
{
    m_key.reset();
    m_settle.stop();
    m_versions->setObject(m_vault, {}, {});
    m_activity->setObject(m_vault, vault::ObjectKind::Key, {});
    if (chosenCount > 1)
        m_nothing->setText({ u"list-tree"_s,
                             counted(chosenCount, tr("1 key is chosen"), tr("%1 keys are chosen")),
                             tr("Use the bar under the list to change all of them."),
                             {},
                             {},
                             true });
    else
        m_nothing->setText({ u"key-round"_s,
                             tr("No key is chosen"),
                             tr("Choose one to see its public part, versions and rotation."),
                             {},
                             {},
                             true });
    m_stack->setCurrentWidget(m_nothing);
}

void KeyDetails::showKey(const KeyListing& key)
{
    const bool isSame = m_key && m_key->properties.name == key.properties.name;
    if (isSame && *m_key == key)
        return;
    m_key = key;
    m_stack->setCurrentWidget(m_tabs);
    fillKey();
    fillRotation();
    m_access->setName(key.properties.name.text());
    if (!isSame) {
        m_users->setReaders({}, 0);
        m_tabs->setPageText(int(Page::Versions), tr("Versions"));
        m_versions->setObject(m_vault, {}, {});
        m_activity->setObject(m_vault, vault::ObjectKind::Key, {});
    }
    m_settle.start();
}

void KeyDetails::loadMore()
{
    if (!m_key)
        return;
    const KeyProperties& key = m_key->properties;
    m_versions->setObject(m_vault, key.name, key.version);
    m_activity->setObject(m_vault, vault::ObjectKind::Key, key.name.text());
}

void KeyDetails::fillKey()
{
    const KeyProperties& key = m_key->properties;
    const QString url = m_commands.vaultUrl();
    m_tabs->setHeader(key.isManaged ? u"badge-check"_s : u"key-round"_s, key.name.text(),
                      lists::objectUri(url, vault::ObjectKind::Key, key.name));
    const auto thumbprint = vault::keyThumbprint(key.publicKey);
    m_publicPart->setVisible(thumbprint.has_value());
    m_thumbprint->setText(thumbprint ? *thumbprint : QString());
    m_ssh->setVisible(key.publicKey.curve != crypto::Curve::P256K);
    PropertyForm& form = m_form->form();
    form.setValue(m_typeRow, lists::keyKindText(key));
    form.setValue(m_operationsRow, lists::operationsText(key.operations));
    form.setValue(m_placeRow, placeText(key));
    form.setValue(m_releaseRow, releaseText(key));
    form.setValue(m_rotationRow, lists::rotationText(m_key->policy), {},
                  lists::rotationSentence(m_key->policy));
    m_form->show(lists::listed(key));
    m_json->setJson(lists::keyJson(url, key));
    m_commandsPage->setCommands(lists::keyCommands(url, m_workspace.vaults().nameOf(m_vault), key));
}

void KeyDetails::fillRotation()
{
    m_rotationWords->setText(lists::rotationSentence(m_key->policy));
    m_timeline->setEvents(vault::nextEvents(m_key->policy, m_key->properties.attributes, shownEvents),
                          m_workspace.clock().now(), timeZoneOf(m_workspace));
}

std::vector<KeyProperties> KeyDetails::chosenVersions() const
{
    std::vector<KeyProperties> chosen;
    for (const int row : chosenRows(*m_versionView)) {
        if (const KeyProperties* const version = m_versions->at(row))
            chosen.push_back(*version);
    }
    return chosen;
}

void KeyDetails::switchVersions(KeyCommands::Switch to)
{
    KeyCommands::Objects objects;
    for (const KeyProperties& version : chosenVersions())
        objects.push_back(lists::listed(version));
    if (!objects.empty())
        m_commands.setEnabled(objects, to);
}

void KeyDetails::showVersionButtons()
{
    const auto chosen = chosenVersions();
    const auto isEnabled = [](const KeyProperties& version) { return version.attributes.isEnabled; };
    const bool isManaged = m_key && m_key->properties.isManaged;
    m_enable->setEnabled(!isManaged && !std::ranges::all_of(chosen, isEnabled));
    m_disable->setEnabled(!isManaged && std::ranges::any_of(chosen, isEnabled));
    m_copyUrl->setEnabled(chosen.size() == 1);
    m_use->setEnabled(chosen.size() == 1);
    const QString reason = chosen.empty() ? tr("Choose a version first.") : QString();
    for (QPushButton* const button : { m_enable, m_disable, m_copyUrl, m_use })
        button->setToolTip(reason);
}

void KeyDetails::showPage(Page page) { m_tabs->setCurrentPage(int(page)); }

} // namespace strongroom::ui
