// SPDX-License-Identifier: Apache-2.0
#include "app/tour.h"

#include "app/demo_store.h"
#include "app/demo_token.h"
#include "app/tour_pool.h"
#include "ui/dialogs/key_editor.h"
#include "ui/dialogs/key_file_field.h"
#include "ui/dialogs/vault_create_dialog.h"
#include "ui/panes/crypto_console/bytes_input.h"
#include "ui/panes/crypto_console/crypto_console_pane.h"
#include "ui/panes/pool/pool_pane.h"
#include "ui/panes/vault_keys/key_details.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/create_page.h"
#include "ui/shell/pane_catalogue.h"
#include "ui/shell/recovery_page.h"
#include "ui/shell/status_line.h"
#include "ui/shell/work_frame.h"
#include "ui/widgets/object_list_view.h"
#include "ui/widgets/passphrase_edit.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>
#include <cstdio>

namespace strongroom::app {

using namespace Qt::StringLiterals;
using ui::ActionId;
using ui::PaneKind;
using ui::Place;

namespace {

constexpr int settleTime = 450; // milliseconds: queries answered, counts loaded
constexpr int switchTime = 120;
constexpr int quicklyPressed = 80; // of a PNG: larger by a fifth, written in less than half the time
constexpr int testTime = 3000; // of a token, which makes keys

/// The private key that RFC 7517, A.2 prints.
constexpr auto publishedJwk = R"({"kty":"EC","crv":"P-256",
    "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
    "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
    "d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"})";

/// A key in the form that tokens take, of which only the head is looked at here.
constexpr auto wrappedKey = R"({"schema_version":"1.0.0","header":{"alg":"dir","enc":"CKM_RSA_AES_KEY_WRAP",
    "kid":"https://signing-hsm.vault.localhost:8443/keys/exchange"},"ciphertext":"AAAA","generator":"demo"})";

QString latin(std::string_view text) { return QString::fromLatin1(text.data(), qsizetype(text.size())); }

QString fileName(const char* text) { return QString::fromLatin1(text).toLower().replace(u' ', u'-'); }

void click(QWidget* page, const QString& name)
{
    if (auto* button = page->findChild<QPushButton*>(name))
        return button->click();
    qWarning("tour: no button \"%s\"", qUtf8Printable(name));
}

} // namespace

Tour::Tour(ui::Workspace& workspace, ui::MainWindow& window, ui::Theme& theme, QString folder)
    : m_workspace(workspace)
    , m_window(window)
    , m_theme(theme)
    , m_folder(std::move(folder))
{
    connect(window.findChild<ui::CreatePage*>(), &ui::CreatePage::created, this,
            [this](const std::shared_ptr<base::SecureBytes>& key) { m_key = key->view().toByteArray(); });
}

void Tour::start()
{
    if (!QDir().mkpath(m_folder)) {
        std::fprintf(stderr, "The folder %s cannot be made.\n", qUtf8Printable(m_folder));
        Q_EMIT finished(1);
        return;
    }
    m_theme.choose(ui::SchemeChoice::Light);
    planFirstRun();
    planPages();
    planActions();
    planSecrets();
    planAccess();
    planKeys();
    planConsole();
    planHardware();
    planPool();
    planEdges();
    planSmallWindows();
    planEnd();
    next();
}

void Tour::next()
{
    if (m_steps.empty())
        return;
    const auto step = std::move(m_steps.front());
    m_steps.pop_front();
    step();
}

void Tour::stop(const QString& name, Step prepare)
{
    then([this, name, prepare = std::move(prepare)] {
        m_watch.enter(name);
        prepare();
        QTimer::singleShot(settleTime, this, [this, name] { pictures(name); });
    });
}

void Tour::pictures(const QString& name)
{
    take(name % u"-light"_s);
    m_theme.choose(ui::SchemeChoice::Dark);
    QTimer::singleShot(switchTime, this, [this, name] {
        take(name % u"-dark"_s);
        write();
        m_theme.choose(ui::SchemeChoice::Light);
        closeDialogs();
        QTimer::singleShot(switchTime, this, &Tour::next);
    });
}

void Tour::take(const QString& name)
{
    m_watch.pause();
    const auto path
        = QDir(m_folder).filePath(u"%1-%2.png"_s.arg(m_taken / 2 + 1, 2, 10, QChar(u'0')).arg(name));
    ++m_taken;
    m_unwritten.emplace_back(picture(), path);
    m_watch.resume();
}

/// While the watch rests: the kernel takes back the memory of a picture, and every thread that asks for some
/// waits meanwhile. That is the tour's doing, not the window's.
void Tour::write()
{
    m_watch.pause();
    for (const auto& [image, path] : m_unwritten)
        m_writers.start([image = image, path = path] {
            if (!image.save(path, nullptr, quicklyPressed))
                std::fprintf(stderr, "%s could not be written.\n", qUtf8Printable(path));
        });
    m_unwritten.clear();
    m_writers.waitForDone();
    m_watch.resume();
}

/// The window with the dialog over it, as a window system would show them.
QImage Tour::picture() const
{
    if (m_isGallery)
        return everyErrorCard()->grab().toImage();
    auto image = m_window.grab().toImage();
    for (auto* dialog : m_window.findChildren<QDialog*>()) {
        if (!dialog->isVisible())
            continue;
        const auto above = dialog->grab().toImage();
        QPainter painter(&image);
        painter.fillRect(QRect(QPoint(), m_window.size()), QColor(0, 0, 0, 70));
        const QPoint corner((m_window.width() - dialog->width()) / 2,
                            std::max(0, (m_window.height() - dialog->height()) / 2));
        painter.drawImage(corner, above);
        painter.setPen(ui::color(ui::Role::Border, m_window.palette()));
        painter.drawRect(QRect(corner, dialog->size()).adjusted(-1, -1, 0, 0));
        for (auto* small : dialog->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly))
            if (small->isWindow() && small->isVisible())
                painter.drawImage(corner + small->pos() - dialog->pos(), small->grab().toImage());
    }
    return image;
}

void Tour::closeDialogs()
{
    m_isGallery = false;
    m_refused.reset();
    for (auto* dialog : m_window.findChildren<QDialog*>())
        if (dialog->isVisible())
            dialog->done(QDialog::Rejected);
    m_window.commandPalette().hide();
}

void Tour::planFirstRun()
{
    stop(u"welcome"_s, [] {});
    stop(u"create-store"_s, [this] {
        m_workspace.action(ActionId::CreateStore)->trigger();
        auto* page = m_window.findChild<ui::CreatePage*>();
        const auto fields = page->findChildren<ui::PassphraseEdit*>();
        for (auto* field : fields)
            field->insert(u"marble otter fjord lantern"_s);
        page->findChild<QLineEdit*>(u"storeFolder"_s)->setText(m_home.filePath(u"contoso"_s));
    });
    then([this] { makeStore(); });
    stop(u"recovery-key"_s, [] {});
    then([this] { confirmKey(); });
    stop(u"empty-store"_s, [this] { m_workspace.open({ PaneKind::Home, {}, {}, {} }); });
    then([this] { makeTokens(); });
    then([this] {
        m_watch.enter(u"filling"_s);
        fillDemoStore(*m_workspace.operations(), m_workspace.clock(), m_tokens).then(this, [this] {
            QTimer::singleShot(3 * settleTime, this, &Tour::next);
        });
    });
}

void Tour::makeTokens()
{
    m_watch.enter(u"making the tokens"_s);
    makeDemoTokens(*m_workspace.operations(), m_home.filePath(u"tokens"_s),
                   { u"signing token"_s, u"pool token"_s })
        .then(this, [this](const std::vector<vault::TokenBinding>& tokens) {
            m_tokens = tokens;
            next();
        });
}

void Tour::makeStore()
{
    m_watch.enter(u"making the store"_s);
    auto* page = m_window.findChild<ui::RecoveryPage*>();
    auto* poll = new QTimer(this);
    connect(poll, &QTimer::timeout, this, [this, page, poll] {
        if (!page->isVisible())
            return;
        poll->deleteLater();
        poll->stop();
        next();
    });
    poll->start(50);
    click(m_window.findChild<ui::CreatePage*>(), u"createStore"_s);
}

void Tour::confirmKey()
{
    auto* page = m_window.findChild<ui::RecoveryPage*>();
    const auto groups = m_key.split('-');
    const auto fields = page->findChildren<QLineEdit*>();
    const auto asked = page->askedGroups();
    fields[0]->setText(QString::fromLatin1(groups.value(asked.first)));
    fields[1]->setText(QString::fromLatin1(groups.value(asked.second)));
    click(page, u"continue"_s);
    next();
}

void Tour::planPages()
{
    for (const auto& row : ui::paneCatalogue()) {
        const auto kind = row.kind;
        if (kind == PaneKind::Pool)
            continue; // see planPool()
        stop(row.isOfVault ? u"vault-"_s + fileName(row.text) : fileName(row.text),
             [this, kind, isOfVault = row.isOfVault] {
                 Place place{ kind, {}, {}, {} };
                 if (isOfVault && !m_workspace.vaults().vaults().empty())
                     place.vault = m_workspace.vaults().vaults().front().id;
                 if (kind == PaneKind::Secrets)
                     place.item = u"payments-db-password"_s;
                 if (kind == PaneKind::Keys || kind == PaneKind::CryptoConsole)
                     place.item = u"payments-signing"_s;
                 if (kind == PaneKind::Search)
                     place.query = u"api"_s;
                 m_workspace.open(place);
             });
    }
}

void Tour::planActions()
{
    then([this] {
        openSecrets();
        QTimer::singleShot(settleTime, this, &Tour::next);
    });
    stop(u"palette"_s, [this] {
        m_workspace.trigger(ActionId::CommandPalette);
        m_window.commandPalette().setText(u"pay"_s);
    });
    for (const auto& [name, text] :
         { std::pair(u"palette-tags"_s, u"#env=prod"_s), std::pair(u"palette-lately"_s, QString()) })
        stop(name, [this, text = text] {
            m_workspace.trigger(ActionId::CommandPalette);
            m_window.commandPalette().setText(text);
        });
    stop(u"activity"_s, [this] {
        m_workspace.trigger(ActionId::CheckStore);
        m_workspace.trigger(ActionId::ToggleActivity);
    });
    then([this] {
        m_workspace.trigger(ActionId::ToggleActivity);
        next();
    });
    for (const auto id :
         { ActionId::NewVault, ActionId::EditVault, ActionId::DeleteVault, ActionId::NewItem,
           ActionId::EditItem, ActionId::NewVersion, ActionId::SetExpiry, ActionId::EditTags,
           ActionId::DeleteItem, ActionId::ExportItems, ActionId::RegisterApplication, ActionId::About })
        then([this, id] {
            // Only what can be done here has a dialog to show.
            if (!m_workspace.action(id)->isEnabled())
                return next();
            const QString name = u"dialog-"_s + latin(ui::rowOf(id).key).replace(u'.', u'-');
            m_watch.enter(name);
            m_workspace.trigger(id);
            QTimer::singleShot(settleTime, this, [this, name] { pictures(name); });
        });
}

void Tour::openKeys()
{
    const auto& vaults = m_workspace.vaults().vaults();
    if (!vaults.empty())
        m_workspace.open({ PaneKind::Keys, vaults.front().id, u"payments-signing"_s, {} });
}

/// The pages behind the tabs of a key, the dialogs about keys, and the console after it has been used.
void Tour::planKeys()
{
    using Page = ui::ObjectDetails::Page;
    const auto details = [this] { return m_window.findChild<ui::KeyDetails*>(); };
    then([this] {
        openKeys();
        QTimer::singleShot(settleTime, this, &Tour::next);
    });
    stop(u"key-versions"_s, [details] { details()->showPage(Page::Versions); });
    stop(u"key-rotation"_s, [details] { details()->showRotation(); });
    for (const auto& [page, name] :
         { std::pair(Page::Access, u"key-access"_s), std::pair(Page::Activity, u"key-activity"_s),
           std::pair(Page::Commands, u"key-commands"_s), std::pair(Page::Main, u"key"_s) })
        stop(name, [details, page = page] { details()->showPage(page); });
    for (const auto id : { ActionId::NewItem, ActionId::ImportFile, ActionId::EditItem, ActionId::RotateItem,
                           ActionId::EditRotation, ActionId::SetExpiry, ActionId::DeleteItem })
        stop(u"key-dialog-"_s + latin(ui::rowOf(id).key).replace(u'.', u'-'),
             [this, id] { m_workspace.trigger(id); });
    stop(u"key-dialog-rotation-inline"_s, [this] {
        m_workspace.trigger(ActionId::NewItem);
        if (auto* editor = m_window.findChild<ui::KeyEditor*>())
            editor->findChild<QCheckBox*>(u"rotates"_s)->setChecked(true);
    });
    stop(u"key-dialog-import-file"_s, [this] {
        m_workspace.trigger(ActionId::ImportFile);
        dropKey(u"partner.jwk"_s, publishedJwk);
    });
    stop(u"keys-chosen"_s, [this] { m_workspace.trigger(ActionId::SelectAll); });
    stop(u"keys-bulk-disable"_s, [this] { m_workspace.trigger(ActionId::DisableItem); });
    stop(u"keys-with-nothing"_s, [this] {
        m_workspace.open({ PaneKind::Keys, vaultNamed("laptop-dev"_L1), {}, {} });
    });
}

void Tour::dropKey(const QString& name, const QByteArray& content)
{
    QFile file(m_home.filePath(name));
    auto* editor = m_window.findChild<ui::KeyEditor*>();
    if (!editor || !file.open(QIODevice::WriteOnly))
        return;
    file.write(content);
    file.close();
    Q_EMIT editor->fileField()->dropped(file.fileName());
}

ui::CryptoConsolePane* Tour::console() const { return m_window.findChild<ui::CryptoConsolePane*>(); }

vault::VaultId Tour::vaultNamed(QLatin1String name) const
{
    for (const auto& vault : m_workspace.vaults().vaults())
        if (vault.name.text() == name)
            return vault.id;
    return {};
}

/// The console, with what it answers: each stop goes on from the one before.
void Tour::planConsole()
{
    const auto run = [this](vault::KeyUse use, const QString& text) {
        if (!console())
            return;
        console()->setUse(use);
        if (!text.isNull())
            console()->findChild<ui::BytesInput*>()->setBytes(base::SecureBytes::fromText(text),
                                                              ui::Encoding::Text);
        console()->findChild<QPushButton*>(u"run"_s)->click();
    };
    const auto open = [this](const QString& key) {
        m_workspace.open({ PaneKind::CryptoConsole, m_workspace.vaults().vaults().front().id, key, {} });
    };
    stop(u"console"_s, [open] { open(u"payments-signing"_s); });
    stop(u"console-signed"_s, [run] { run(vault::KeyUse::Sign, u"a message"_s); });
    stop(u"console-valid"_s, [run] { run(vault::KeyUse::Verify, {}); });
    stop(u"console-not-valid"_s, [run] { run(vault::KeyUse::Verify, u"another message"_s); });
    then([this, open] {
        open(u"disk-encryption"_s);
        QTimer::singleShot(settleTime, this, &Tour::next);
    });
    stop(u"console-encrypted"_s, [run] { run(vault::KeyUse::Encrypt, u"a message"_s); });
    stop(u"console-decrypted"_s, [run] { run(vault::KeyUse::Decrypt, {}); });
}

/// What needs a token: its page, its dialogs, and the keys in it.
void Tour::planHardware()
{
    stop(u"new-vault-in-hardware"_s, [this] {
        m_workspace.trigger(ActionId::NewVault);
        if (auto* dialog = m_window.findChild<ui::VaultCreateDialog*>())
            dialog->findChild<QComboBox*>(u"tier"_s)->setCurrentIndex(2);
    });
    stop(u"hsm-keys"_s, [this] {
        m_workspace.open({ PaneKind::Keys, vaultNamed("signing-hsm"_L1), u"card-data"_s, {} });
    });
    stop(u"hsm-new-key"_s, [this] { m_workspace.trigger(ActionId::NewItem); });
    stop(u"hsm-import-wrapped"_s, [this] {
        m_workspace.trigger(ActionId::ImportFile);
        dropKey(u"Partner key.byok"_s, wrappedKey);
    });
    stop(u"pool-keys"_s, [this] {
        m_workspace.open({ PaneKind::Keys, vaultNamed("signing-pool"_L1), u"ledger-signing"_s, {} });
    });
    stop(u"pool-key-exportable"_s, [this] {
        m_workspace.open({ PaneKind::Keys, vaultNamed("signing-pool"_L1), u"enclave-unsealing"_s, {} });
    });
    stop(u"pool-key-release"_s, [this] { m_workspace.trigger(ActionId::ReleaseKey); });
    stop(u"pool-key-attestation"_s, [this] { m_workspace.trigger(ActionId::AttestKey); });
    then([this] {
        m_workspace.open({ PaneKind::Tokens, {}, {}, {} });
        QTimer::singleShot(settleTime, this, &Tour::next);
    });
    stop(u"token-mechanisms"_s, [this] {
        if (auto* list = listNamed(u"Tokens and slots"_s))
            list->choose(1);
    });
    const auto press = [this](const QString& button) {
        auto* push = m_window.findChild<QPushButton*>(button);
        if (push && push->isEnabled())
            push->click();
    };
    stop(u"token-pin"_s, [press] { press(u"enterPin"_s); });
    then([this] {
        m_watch.enter(u"making a vault without a token"_s);
        vault::CreateVault bare{ .vaultName = *vault::VaultName::create(u"hsm-to-be"_s) };
        bare.sku = vault::Sku::Premium;
        m_workspace.operations()->run(m_workspace.caller(), std::move(bare));
        QTimer::singleShot(settleTime, this, &Tour::next);
    });
    stop(u"token-bind"_s, [this, press] {
        if (auto* list = listNamed(u"Vaults and pools with a token"_s))
            list->choose(0);
        press(u"bind"_s);
    });
    then([this, press] {
        if (auto* list = listNamed(u"Vaults and pools with a token"_s))
            list->choose(1);
        press(u"test"_s);
        QTimer::singleShot(testTime, this, &Tour::next);
    });
    stop(u"token-self-test"_s, [] {});
}

ui::ObjectListView* Tour::listNamed(const QString& name) const
{
    for (auto* list : m_window.findChildren<ui::ObjectListView*>())
        if (list->isVisible() && list->accessibleName() == name)
            return list;
    return nullptr;
}

/// The administration of a pool, and what it asks.
void Tour::planPool()
{
    then([this] {
        m_watch.enter(u"preparing the pool"_s);
        const auto& vaults = m_workspace.vaults().vaults();
        const auto pool
            = std::ranges::find_if(vaults, [](const auto& vault) { return vault::isPool(vault.sku); });
        preparePool(*m_workspace.operations(), pool == vaults.end() ? vault::VaultId() : pool->id,
                    m_home.path())
            .then(this, [this](const vault::VaultId& prepared) {
                m_pool = prepared;
                QTimer::singleShot(settleTime, this, &Tour::next);
            });
    });
    stop(u"pool"_s, [this] { m_workspace.open({ PaneKind::Pool, m_pool, {}, {} }); });
    stop(u"pool-end"_s, [this] {
        auto* pane = m_window.findChild<ui::PoolPane*>();
        if (auto* page = pane ? pane->findChild<QScrollArea*>() : nullptr)
            page->verticalScrollBar()->setValue(page->verticalScrollBar()->maximum());
    });
    for (const auto id : { ActionId::BackUpPool, ActionId::RestorePool, ActionId::DownloadDomain,
                           ActionId::UploadDomain, ActionId::NewPoolRole, ActionId::RandomBytes })
        stop(u"pool-dialog-"_s + latin(ui::rowOf(id).key).section(u'.', 1),
             [this, id] { m_workspace.trigger(id); });
    stop(u"pool-access"_s, [this] { m_workspace.open({ PaneKind::Access, m_pool, {}, {} }); });
    stop(u"pool-dialog-grant"_s, [this] { m_workspace.trigger(ActionId::GrantAccess); });
}

void Tour::openSecrets()
{
    const auto& vaults = m_workspace.vaults().vaults();
    if (!vaults.empty())
        m_workspace.open({ PaneKind::Secrets, vaults.front().id, u"payments-db-password"_s, {} });
}

/// Names as long as they may be, lists with nothing in them, and every error.
void Tour::planEdges()
{
    then([this] {
        m_watch.enter(u"making the edge vaults"_s);
        makeEdgeVaults(*m_workspace.operations()).then(this, [this](const EdgeVaults& made) {
            m_edges = made;
            QTimer::singleShot(settleTime, this, &Tour::next);
        });
    });
    stop(u"filter-with-nothing"_s, [this] {
        m_workspace.open({ PaneKind::Secrets, m_workspace.vaults().vaults().front().id, {}, u"nosuch"_s });
    });
    stop(u"vault-with-nothing"_s, [this] { m_workspace.open({ PaneKind::Secrets, m_edges.empty, {}, {} }); });
    stop(u"access-of-nobody"_s, [this] { m_workspace.open({ PaneKind::Access, m_edges.empty, {}, {} }); });
    stop(u"long-names-overview"_s, [this] {
        m_workspace.open({ PaneKind::VaultOverview, m_edges.longNames, {}, {} });
    });
    stop(u"long-names"_s, [this] {
        m_workspace.open({ PaneKind::Secrets, m_edges.longNames, longestName(), {} });
    });
    for (const auto id :
         { ActionId::EditItem, ActionId::DeleteItem, ActionId::EditTags, ActionId::ExportItems })
        stop(u"long-names-"_s + latin(ui::rowOf(id).key).replace(u'.', u'-'),
             [this, id] { m_workspace.trigger(id); });
    for (const auto kind : { PaneKind::Secrets, PaneKind::Keys })
        stop(kind == PaneKind::Secrets ? u"no-right-to-secrets"_s : u"no-right-to-keys"_s, [this, kind] {
            m_workspace.open({ kind, m_workspace.vaults().vaults().front().id, {}, {} });
            QTimer::singleShot(200, this, [this] {
                m_refused = refusedList(m_workspace, *m_window.frame()->pane());
                m_window.findChild<ui::StatusLine*>()->showPane(nullptr); // counts what the owner sees
            });
        });
    stop(u"every-error"_s, [this] { m_isGallery = true; });
}

/// The smallest screens people have, and the smallest window there can be.
void Tour::planSmallWindows()
{
    for (const QSize size : { QSize(1280, 800), QSize(800, 560) }) {
        const QString name = u"-%1"_s.arg(size.width());
        stop(u"home"_s + name, [this, size] {
            m_window.resize(size);
            m_workspace.open({ PaneKind::Home, {}, {}, {} });
        });
        stop(u"secrets"_s + name, [this] {
            openSecrets();
            m_workspace.trigger(ActionId::ClearFilter);
        });
        stop(u"new-secret"_s + name, [this] { m_workspace.trigger(ActionId::NewItem); });
        stop(u"overview"_s + name, [this] { m_workspace.trigger(ActionId::OpenVault); });
        stop(u"properties"_s + name, [this] { m_workspace.trigger(ActionId::EditVault); });
        stop(u"keys"_s + name, [this] { openKeys(); });
        stop(u"new-key"_s + name, [this] { m_workspace.trigger(ActionId::NewItem); });
        stop(u"console"_s + name, [this] { m_workspace.trigger(ActionId::UseKey); });
        stop(u"tokens"_s + name, [this] { m_workspace.open({ PaneKind::Tokens, {}, {}, {} }); });
        stop(u"rotation"_s + name, [this] { m_workspace.open({ PaneKind::Rotation, {}, {}, {} }); });
        stop(u"endpoint"_s + name, [this] { m_workspace.open({ PaneKind::Endpoint, {}, {}, {} }); });
        stop(u"applications"_s + name, [this] { m_workspace.open({ PaneKind::Applications, {}, {}, {} }); });
    }
}

void Tour::planEnd()
{
    stop(u"locked"_s, [this] { m_workspace.trigger(ActionId::LockStore); });
    stop(u"unlock-with-the-recovery-key"_s, [this] { click(&m_window, u"otherKey"_s); });
    then([this] {
        click(&m_window, u"otherKey"_s);
        next();
    });
    stop(u"wrong-passphrase"_s, [this] {
        for (auto* field : m_window.findChildren<ui::PassphraseEdit*>())
            if (field->isVisible())
                field->insert(u"not this one"_s);
        click(&m_window, u"unlock"_s);
    });
    then([this] { report(); });
}

void Tour::report()
{
    m_watch.pause();
    std::printf("%d pictures in %s\n", m_taken, qUtf8Printable(m_folder));
    std::printf("longest stall of the window: %d ms, at \"%s\" (allowed: %d ms)\n",
                m_watch.longestMilliseconds(), qUtf8Printable(m_watch.longestAt()), allowedStall);
    std::fflush(stdout);
    Q_EMIT finished(m_watch.longestMilliseconds() > allowedStall ? 1 : 0);
}

} // namespace strongroom::app
