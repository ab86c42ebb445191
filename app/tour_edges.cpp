// SPDX-License-Identifier: Apache-2.0
#include "app/tour_edges.h"

#include "model/base/promise.h"
#include "model/ops/operations.h"
#include "ui/panes/secrets/secrets_pane.h"
#include "ui/panes/vault_keys/keys_pane.h"
#include "ui/shell/error_sentences.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/error_card.h"

#include <QGridLayout>
#include <QVBoxLayout>

namespace strongroom::app {

using namespace Qt::StringLiterals;

namespace {

const auto caller = vault::Caller::owner();

QString ofLength(const QString& word, qsizetype length)
{
    QString text;
    while (text.size() < length)
        text += word;
    return text.first(length);
}

vault::SetSecret longSecret(const QString& name)
{
    vault::SetSecret op{ .secretName = *vault::ObjectName::create(name) };
    op.value = base::SecureBytes::fromText(u"demo-value"_s);
    op.contentType = ofLength(u"application/vnd.contoso.connection+json;"_s, 255);
    for (int i = 1; i <= vault::limits::tagCount; ++i)
        op.tags.insert(u"a-tag-with-a-name-of-some-length-%1"_s.arg(i), ofLength(u"and a value "_s, 60));
    return op;
}

/// Somebody of the directory who was granted nothing.
vault::Caller stranger(ui::Workspace& workspace)
{
    vault::Caller made;
    made.kind = vault::Caller::Kind::Application;
    made.objectId = u"3c0f4d0e-5d1b-4a0c-9d5f-6a1b7c8d9e0f"_s;
    made.tenantId = workspace.endpoint().facts().tenantId;
    return made;
}

/// The list of a page, asked for by somebody else.
template <typename Model, typename Commands> class RefusedList final : public QWidget
{
public:
    RefusedList(ui::Workspace& workspace, ui::Pane& page, ui::ObjectListSetup setup)
        : QWidget(&page)
        , m_model(*workspace.operations(), stranger(workspace), workspace.clock())
        , m_commands(workspace, page.vaultId())
    {
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(
            new ui::ObjectListArea(workspace, page.vaultId(), m_model, m_commands, std::move(setup), this));
        setAutoFillBackground(true);
        setBackgroundRole(QPalette::Base);
        m_model.setVault(page.vaultId());
        setGeometry(page.rect());
        show();
    }

private:
    Model m_model;
    Commands m_commands;
};

} // namespace

QString longestName() { return ofLength(u"payments-gateway-production-database-"_s, 126) + u'x'; }

QFuture<EdgeVaults> makeEdgeVaults(ops::Operations& operations)
{
    using Properties = base::Result<vault::VaultProperties>;
    auto answer = std::make_shared<base::Promise<EdgeVaults>>(); // handed from one step to the next
    auto future = answer->future();
    vault::CreateVault wide{ .vaultName = *vault::VaultName::create(u"contoso-prod-europe-west"_s) };
    wide.environment = vault::Environment::Staging;
    wide.tags = longSecret(u"x"_s).tags;
    vault::CreateVault bare{ .vaultName = *vault::VaultName::create(u"new-and-empty"_s) };
    operations.submit<vault::CreateVault>(
        caller, {}, std::move(wide),
        [&operations, answer, bare = std::move(bare)](const Properties& made) mutable {
            const vault::VaultId longNames = made ? made->id : vault::VaultId();
            operations.submit<vault::SetSecret>(caller, longNames, longSecret(longestName()), [](auto) {});
            operations.submit<vault::SetSecret>(caller, longNames, longSecret(u"short"_s), [](auto) {});
            operations.submit<vault::CreateVault>(
                caller, {}, std::move(bare), [answer, longNames](const Properties& empty) {
                    answer->fulfil({ longNames, empty ? empty->id : vault::VaultId() });
                });
        });
    return future;
}

std::unique_ptr<QWidget> refusedList(ui::Workspace& workspace, ui::Pane& page)
{
    if (page.place().kind == ui::PaneKind::Keys)
        return std::make_unique<RefusedList<lists::KeyListModel, ui::KeyCommands>>(workspace, page,
                                                                                   ui::KeysPane::listSetup());
    return std::make_unique<RefusedList<lists::SecretListModel, ui::SecretCommands>>(
        workspace, page, ui::SecretsPane::listSetup());
}

std::unique_ptr<QWidget> everyErrorCard()
{
    auto page = std::make_unique<QWidget>();
    page->setAttribute(Qt::WA_DontShowOnScreen);
    auto* grid = new QGridLayout(page.get());
    grid->setContentsMargins(ui::metrics::page, ui::metrics::page, ui::metrics::page, ui::metrics::page);
    grid->setSpacing(ui::metrics::between);
    for (int code = 0; code <= int(base::ErrorCode::Internal); ++code) {
        auto* card = new ui::ErrorCard(page.get());
        card->setText(ui::errorSentences(
            { base::ErrorCode(code), u"What the operation itself said about it, in one sentence."_s, {} }));
        grid->addWidget(card, code / 2, code % 2, Qt::AlignTop);
    }
    page->setFixedWidth(1440);
    page->adjustSize();
    return page;
}

} // namespace strongroom::app
