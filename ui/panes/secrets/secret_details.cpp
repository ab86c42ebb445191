// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/secrets/secret_details.h"

#include "ui/commands/action_button.h"
#include "ui/commands/vault_commands.h"
#include "ui/panes/object_property_form.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/details_tabs.h"
#include "ui/widgets/secret_field.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using vault::SecretProperties;

namespace {

ObjectDetailsSetup detailsSetup()
{
    return { u"lock-keyhole"_s, SecretDetails::tr("No secret is chosen"),
             SecretDetails::tr("Choose one to see its properties."),
             [](int count) {
                 return counted(count, SecretDetails::tr("1 secret is chosen"),
                                SecretDetails::tr("%1 secrets are chosen"));
             },
             SecretDetails::tr("As the service answers it, without the value.") };
}

} // namespace

SecretDetails::SecretDetails(Workspace& workspace, const vault::VaultId& vault, SecretCommands& commands,
                             QWidget* parent)
    : ObjectDetails(workspace, vault, commands, detailsSetup(), parent)
    , m_commands(commands)
    , m_versions(new lists::SecretVersionListModel(*workspace.operations(), workspace.caller(),
                                                   workspace.clock(), this))
{
    makeMainPage();
    makeVersionsPage();
    addCommonPages();
    connect(&tabs(), &DetailsTabs::currentPageChanged, m_value, &SecretField::mask);
    showNothing(0);
}

// Pages ------------------------------------------------------------------------------------------

void SecretDetails::makeMainPage()
{
    const auto button = [this](ActionId id, ButtonRole role, const QString& text) {
        return new ActionButton(workspace().action(id), role, text, this);
    };
    addMainPage(
        tr("Details"), [this](QVBoxLayout& layout, QWidget* page) { addValue(layout, page); },
        [this](ObjectPropertyForm& form) { m_typeRow = form.form().addText(tr("Content type")); },
        { button(ActionId::NewVersion, ButtonRole::Primary, tr("New version")),
          button(ActionId::EditItem, ButtonRole::Plain, tr("Edit...")),
          button(ActionId::ConnectProgram, ButtonRole::Plain, tr("Connect...")) });
}

void SecretDetails::addValue(QVBoxLayout& layout, QWidget* page)
{
    auto* const caption = new QLabel(tr("Value \u00b7 current version"), page);
    caption->setFont(captionFont());
    caption->setForegroundRole(QPalette::PlaceholderText);
    m_value = new SecretField(page);
    m_valueHint = new QLabel(page);
    m_valueHint->setFont(captionFont());
    m_valueHint->setForegroundRole(QPalette::PlaceholderText);
    m_valueHint->setWordWrap(true);
    layout.addWidget(caption);
    layout.addWidget(m_value);
    layout.addWidget(m_valueHint);
    layout.addSpacing(metrics::inside);
    connect(m_value, &SecretField::revealWanted, this, &SecretDetails::reveal);
    connect(m_value, &SecretField::copyWanted, this, [this] {
        if (m_secret)
            m_commands.copyValue(m_secret->name, {});
    });
}

void SecretDetails::makeVersionsPage()
{
    m_compare = new QPushButton(icon(u"git-compare"_s), tr("Compare"), this);
    m_promote = new QPushButton(icon(u"history"_s), tr("Make current"), this);
    m_copyVersion = new QPushButton(icon(u"copy"_s), tr("Copy"), this);
    addVersionsPage(*m_versions, { m_compare, m_promote, m_copyVersion });
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
}

// Content ----------------------------------------------------------------------------------------

void SecretDetails::showNothing(int chosenCount)
{
    m_secret.reset();
    m_value->mask();
    ObjectDetails::showNothing(chosenCount);
}

void SecretDetails::showSecret(const SecretProperties& secret)
{
    if (m_secret && *m_secret == secret)
        return;
    const bool isSameVersion
        = m_secret && m_secret->name == secret.name && m_secret->version == secret.version;
    m_secret = secret;
    if (!isSameVersion || !secret.attributes.isEnabled)
        m_value->mask();
    fillValue();
    form().form().setValue(m_typeRow, secret.contentType.isEmpty() ? u"\u2013"_s : secret.contentType);
    const QString url = m_commands.vaultUrl();
    const vault::VaultProperties* const vault = workspace().vaults().find(vaultId());
    showObject(lists::listed(secret), lists::secretJson(url, secret),
               vault ? lists::secretCommands(url, *vault, secret, storeInCommands(workspace()))
                     : std::vector<lists::CommandText>{});
}

void SecretDetails::fillValue()
{
    m_value->setRevealSeconds(workspace().settings().value().revealSeconds);
    if (!m_secret->attributes.isEnabled)
        m_value->setUnavailable(tr("Disabled: nobody can read it"));
    else if (!m_value->isRevealed())
        m_value->setUnavailable({});
    m_valueHint->setText(tr("Hold to reveal. A copy is cleared after %1 s.")
                             .arg(workspace().settings().value().clipboardSeconds));
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
    showPage(Page::Main);
    m_value->beginHold();
}

} // namespace strongroom::ui
