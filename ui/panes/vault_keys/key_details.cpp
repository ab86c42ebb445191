// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/vault_keys/key_details.h"

#include "model/lists/key_words.h"
#include "model/vault/key_checks.h"
#include "ui/commands/action_button.h"
#include "ui/commands/vault_commands.h"
#include "ui/panes/details_pages.h"
#include "ui/panes/object_property_form.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/copy_line.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/details_tabs.h"
#include "ui/widgets/rotation_timeline.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using vault::KeyListing;
using vault::KeyProperties;

namespace {

constexpr int shownEvents = 5;

QString placeText(const KeyProperties& key)
{
    const QString place = key.protection == vault::KeyProtection::Hsm
        ? (key.isExportable ? KeyDetails::tr("the token") : KeyDetails::tr("the token, for ever"))
        : KeyDetails::tr("the store, encrypted");
    return key.origin == vault::KeyOrigin::Imported ? KeyDetails::tr("%1 (imported)").arg(place) : place;
}

QString releaseText(const KeyProperties& key)
{
    if (!key.isExportable)
        return KeyDetails::tr("cannot be exported");
    return key.releasePolicy && key.releasePolicy->isImmutable
        ? KeyDetails::tr("to attested environments, policy fixed")
        : KeyDetails::tr("to attested environments");
}

ObjectDetailsSetup detailsSetup()
{
    return { u"key-round"_s, KeyDetails::tr("No key is chosen"),
             KeyDetails::tr("Choose one to see its public part, versions and rotation."),
             [](int count) {
                 return counted(count, KeyDetails::tr("1 key is chosen"),
                                KeyDetails::tr("%1 keys are chosen"));
             },
             KeyDetails::tr("As the service answers it.") };
}

} // namespace

KeyDetails::KeyDetails(Workspace& workspace, const vault::VaultId& vault, KeyCommands& commands,
                       QWidget* parent)
    : ObjectDetails(workspace, vault, commands, detailsSetup(), parent)
    , m_commands(commands)
    , m_versions(new lists::KeyVersionListModel(*workspace.operations(), workspace.caller(),
                                                workspace.clock(), this))
{
    makeMainPage();
    makeVersionsPage();
    m_rotationTab = tabs().addPage(tr("Rotation"), makeRotationPage());
    addCommonPages();
    showNothing(0);
}

// Pages ------------------------------------------------------------------------------------------

void KeyDetails::makeMainPage()
{
    const auto button = [this](ActionId id, ButtonRole role, const QString& text) {
        return new ActionButton(workspace().action(id), role, text, this);
    };
    m_release = button(ActionId::ReleaseKey, ButtonRole::Plain, tr("Release..."));
    addMainPage(
        tr("Key"), [this](QVBoxLayout& layout, QWidget* page) { addPublicPart(layout, page); },
        [this](ObjectPropertyForm& form) { addRows(form); },
        { button(ActionId::RotateItem, ButtonRole::Primary, tr("Rotate...")),
          button(ActionId::EditItem, ButtonRole::Plain, tr("Edit...")),
          button(ActionId::UseKey, ButtonRole::Plain, tr("Use...")), m_release });
}

void KeyDetails::addPublicPart(QVBoxLayout& layout, QWidget* page)
{
    m_publicPart = new QWidget(page);
    auto* const caption = new QLabel(tr("Thumbprint of the public key \u00b7 current version"), m_publicPart);
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
    layout.addWidget(m_publicPart);
    connect(m_thumbprint, &CopyLine::copyRequested, this,
            [this](const QString& text) { workspace().clipboard().copyPlain(text); });
}

void KeyDetails::addRows(ObjectPropertyForm& form)
{
    m_typeRow = form.form().addText(tr("Type"));
    m_operationsRow = form.form().addText(tr("Operations"));
    m_placeRow = form.form().addText(tr("Kept in"));
    m_releaseRow = form.form().addText(tr("Private part"));
    m_rotationRow = form.form().addText(tr("Rotation"));
}

void KeyDetails::makeVersionsPage()
{
    m_enable = new QPushButton(icon(u"circle-check"_s), tr("Enable"), this);
    m_disable = new QPushButton(icon(u"ban"_s), tr("Disable"), this);
    m_copyUrl = new QPushButton(icon(u"link"_s), tr("Copy URL"), this);
    m_use = new QPushButton(icon(u"square-terminal"_s), tr("Use..."), this);
    addVersionsPage(*m_versions, { m_enable, m_disable, m_copyUrl, m_use });
    connect(m_enable, &QPushButton::clicked, this, [this] { switchVersions(KeyCommands::Switch::On); });
    connect(m_disable, &QPushButton::clicked, this, [this] { switchVersions(KeyCommands::Switch::Off); });
    connect(m_copyUrl, &QPushButton::clicked, this, [this] {
        if (const auto chosen = chosenOf(*m_versions); chosen.size() == 1)
            m_commands.copyUri(lists::listed(chosen.front()), ObjectCommands::Uri::WithVersion);
    });
    connect(m_use, &QPushButton::clicked, this, [this] {
        if (const auto chosen = chosenOf(*m_versions); chosen.size() == 1)
            m_commands.use(chosen.front());
    });
    showVersionButtons();
}

QWidget* KeyDetails::makeRotationPage()
{
    auto* const page = new QWidget;
    m_rotationWords = new QLabel(page);
    m_rotationWords->setWordWrap(true);
    m_rotationWords->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_timeline = new RotationTimeline(page);
    auto* const layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::between);
    layout->addWidget(m_rotationWords);
    layout->addWidget(m_timeline);
    layout->addLayout(rowOf({ new ActionButton(workspace().action(ActionId::EditRotation),
                                               ButtonRole::Primary, tr("Edit policy..."), page),
                              new ActionButton(workspace().action(ActionId::RotateItem), ButtonRole::Plain,
                                               tr("Rotate now..."), page) }));
    layout->addStretch();
    return page;
}

// Content ----------------------------------------------------------------------------------------

void KeyDetails::showNothing(int chosenCount)
{
    m_key.reset();
    ObjectDetails::showNothing(chosenCount);
}

void KeyDetails::showKey(const KeyListing& key)
{
    if (m_key && *m_key == key)
        return;
    m_key = key;
    fillKey();
    fillRotation();
    const QString url = m_commands.vaultUrl();
    const vault::VaultProperties* const vault = workspace().vaults().find(vaultId());
    showObject(lists::listed(key), lists::keyJson(url, key.properties),
               vault ? lists::keyCommands(url, *vault, key.properties, storeInCommands(workspace()))
                     : std::vector<lists::CommandText>{});
}

void KeyDetails::fillKey()
{
    const KeyProperties& key = m_key->properties;
    const auto thumbprint = vault::keyThumbprint(key.publicKey);
    m_publicPart->setVisible(thumbprint.has_value());
    m_thumbprint->setText(thumbprint ? *thumbprint : QString());
    m_ssh->setVisible(key.publicKey.curve != crypto::Curve::P256K);
    PropertyForm& rows = form().form();
    rows.setValue(m_typeRow, lists::keyKindText(key));
    rows.setValue(m_operationsRow, lists::operationsText(key.operations));
    rows.setValue(m_placeRow, placeText(key));
    rows.setValue(m_releaseRow, releaseText(key));
    m_release->setVisible(key.isExportable);
    rows.setValue(m_rotationRow, lists::rotationText(*m_key), {}, lists::rotationSentence(*m_key));
}

void KeyDetails::fillRotation()
{
    m_rotationWords->setText(lists::rotationSentence(*m_key));
    const vault::RotationPolicy policy = vault::effectOf(m_key->policy, m_key->properties);
    m_timeline->setEvents(vault::nextEvents(policy, m_key->properties.attributes, shownEvents),
                          workspace().clock().now(), timeZoneOf(workspace()));
}

void KeyDetails::switchVersions(KeyCommands::Switch to)
{
    KeyCommands::Objects objects;
    for (const KeyProperties& version : chosenOf(*m_versions))
        objects.push_back(lists::listed(version));
    if (!objects.empty())
        m_commands.setEnabled(objects, to);
}

void KeyDetails::showVersionButtons()
{
    const auto chosen = chosenOf(*m_versions);
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

void KeyDetails::showRotation() { tabs().setCurrentPage(m_rotationTab); }

} // namespace strongroom::ui
