// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/endpoint/endpoint_pane.h"

#include "pane_fixture.h"
#include "ui/panes/endpoint/connect_page.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/code_block.h"
#include "ui/widgets/field_note.h"

#include <QComboBox>

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;
using ui::PaneKind;

class TestEndpointPane final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_parts->window.reset(); }
    void startsAndStops();
    void saysWhyItCannotRun();
    void aTakenPortIsSaidWithAWayOut();
    void writesTheProgramForWhatIsChosen();
    void choicesAreWholeInASmallWindow();
    void aPoolOffersItsKeysOnly();
    void aVaultOffersSecretsAndKeys();
    void saysWhatToDoWhenNamesDoNotResolve();
    void nothingIsToBeSetBeforeItRuns();
    void showsWhatWasServedBeforeItWasOpened();

private:
    void show(const QString& query = {});
    vault::VaultId addPool(const char* name);
    void addKey(const vault::VaultId& id, const char* name, vault::KeyProtection protection);
    QComboBox* box(const QString& name) const
    {
        for (auto* found : m_pane->findChild<ui::ConnectPage*>()->findChildren<QComboBox*>())
            if (found->accessibleName() == name)
                return found;
        return nullptr;
    }
    QString allCode() const
    {
        QString code;
        for (const auto* block : m_pane->findChildren<ui::CodeBlock*>())
            if (block->isVisibleTo(m_pane))
                code += block->code();
        return code;
    }
    std::unique_ptr<PaneStage> m_parts;
    ui::EndpointPane* m_pane = nullptr;
};

void TestEndpointPane::init()
{
    m_parts = std::make_unique<PaneStage>();
    m_parts->addSecret(m_parts->addVault("alpha"), "first");
    m_parts->addSecret(m_parts->addVault("beta"), "db-password");
}

void TestEndpointPane::show(const QString& query)
{
    m_pane = m_parts->showPane<ui::EndpointPane>({ PaneKind::Endpoint, {}, {}, query });
}

void TestEndpointPane::startsAndStops()
{
    show();
    QVERIFY(wordsIn(m_pane).contains(u"Running on port 8443"_s));
    buttonNamed(m_pane, u"Stop"_s)->click();
    QTRY_VERIFY(!m_parts->endpoint.now.isRunning);
    QTRY_VERIFY(wordsIn(m_pane).contains(u"Stopped"_s));
    buttonNamed(m_pane, u"Start"_s)->click();
    QTRY_VERIFY(m_parts->endpoint.now.isRunning);
}

void TestEndpointPane::saysWhyItCannotRun()
{
    m_parts->endpoint.now.isRunning = false;
    m_parts->endpoint.now.problem = u"Port 8443 is taken by another program."_s;
    show();
    QVERIFY(wordsIn(m_pane).contains(u"It cannot run"_s));
    QVERIFY(wordsIn(m_pane).contains(u"taken by another program"_s));
}

void TestEndpointPane::aTakenPortIsSaidWithAWayOut()
{
    m_parts->endpoint.now.isRunning = false;
    m_parts->endpoint.refusal
        = base::Error{ base::ErrorCode::Conflict, u"Port 8443 is taken by another program."_s, {} };
    show();
    buttonNamed(m_pane, u"Start"_s)->click();
    QTRY_VERIFY(!m_parts->notices.empty());
    const auto notice = m_parts->notices.back();
    QCOMPARE(notice.text, u"The endpoint does not run. Port 8443 is taken by another program."_s);
    QCOMPARE(notice.actionText, u"Choose another port"_s);
    QVERIFY(!notice.isUndo);
    notice.action();
    QCOMPARE(m_parts->opened.back(), (ui::Place{ PaneKind::Endpoint, {}, {}, {} }));
    m_parts->endpoint.refusal.reset();
    buttonNamed(m_pane, u"Start"_s)->click();
    QTRY_VERIFY(m_parts->endpoint.now.isRunning);
}

void TestEndpointPane::writesTheProgramForWhatIsChosen()
{
    show(u"connect:beta/db-password"_s);
    QTRY_VERIFY(allCode().contains(u"https://beta.vault.localhost:8443"_s));
    QTRY_VERIFY(allCode().contains(u"getSecret(\"db-password\")"_s));
    QVERIFY(allCode().contains(u"AZURE_TENANT_ID"_s));
    auto* vaults = m_pane->findChild<ui::ConnectPage*>()->findChild<QComboBox*>();
    vaults->setCurrentIndex(vaults->findText(u"alpha"_s));
    Q_EMIT vaults->activated(vaults->currentIndex());
    QTRY_VERIFY(allCode().contains(u"https://alpha.vault.localhost:8443"_s));
}

void TestEndpointPane::choicesAreWholeInASmallWindow()
{
    show();
    auto* const identity = box(u"Signs in as"_s);
    auto* const application = box(u"Application"_s);
    QVERIFY(identity && application);
    m_pane->window()->resize(535, 480); // beside the tree in a window of 800
    QTRY_VERIFY(application->y() > identity->y());
    const int arrow = 2 * ui::metrics::icon;
    QVERIFY(identity->width() >= identity->fontMetrics().horizontalAdvance(identity->currentText()) + arrow);
    m_pane->window()->resize(1100, 480);
    QTRY_COMPARE(application->y(), identity->y());
}

vault::VaultId TestEndpointPane::addPool(const char* name)
{
    auto op = createVault(name);
    op.sku = vault::Sku::ManagedHsm;
    op.token = vault::TokenChoice{ { u"/usr/lib/module.so"_s, u"token"_s }, {}, vault::PinKeeping::Ask };
    const auto made = m_parts->working.run(std::move(op));
    m_parts->waitForVault(made->id);
    return made->id;
}

void TestEndpointPane::addKey(const vault::VaultId& id, const char* name, vault::KeyProtection protection)
{
    vault::CreateKey op{ named(name), crypto::KeyType::Ec };
    op.protection = protection;
    QVERIFY(m_parts->working.run(id, std::move(op)).has_value());
}

void TestEndpointPane::aPoolOffersItsKeysOnly()
{
    addKey(addPool("engine"), "root-key", vault::KeyProtection::Hsm);
    show(u"connect:engine"_s);
    QTRY_VERIFY(box(u"Key"_s));
    QTRY_COMPARE(box(u"Key"_s)->currentText(), u"root-key"_s);
    QCOMPARE(box(u"Key"_s)->count(), 1);
    const QString code = allCode();
    QVERIFY(code.contains(u"new KeyClient(\"https://engine.managedhsm.localhost:8443\""_s));
    QVERIFY(code.contains(u"getKey(\"root-key\")"_s));
    QVERIFY(code.contains(u"@azure/keyvault-keys"_s) && !code.contains(u"keyvault-secrets"_s));
    box(u"Key"_s)->setEditText(u"another"_s); // one that is not there yet
    QTRY_VERIFY(allCode().contains(u"getKey(\"another\")"_s));
}

void TestEndpointPane::aVaultOffersSecretsAndKeys()
{
    const auto id = m_parts->addVault("both");
    m_parts->addSecret(id, "db-password");
    addKey(id, "signing", vault::KeyProtection::Software);
    show(u"connect:both/signing"_s);
    QTRY_VERIFY(allCode().contains(u"getKey(\"signing\")"_s));
    auto* const objects = box(u"Secret or key"_s);
    QCOMPARE(objects->count(), 2);
    objects->setCurrentIndex(objects->findText(u"db-password"_s));
    QTRY_VERIFY(allCode().contains(u"getSecret(\"db-password\")"_s));
    QVERIFY(allCode().contains(u"https://both.vault.localhost:8443"_s));
}

void TestEndpointPane::saysWhatToDoWhenNamesDoNotResolve()
{
    m_parts->endpoint.namesResolve = false;
    show(u"connect:beta/db-password"_s);
    const auto warns = [this] {
        for (const auto* note : m_pane->findChildren<ui::FieldNote*>())
            if (note->isVisibleTo(m_pane) && note->kind() != ui::FieldNote::Kind::Hint
                && note->kind() != ui::FieldNote::Kind::Good && !note->text().isEmpty())
                return true;
        return false;
    };
    QTRY_VERIFY(warns());
    QTRY_VERIFY(allCode().contains(u"127.0.0.1"_s));
}

void TestEndpointPane::nothingIsToBeSetBeforeItRuns()
{
    const ops::EndpointFacts running = std::exchange(m_parts->endpoint.now, {});
    m_parts->endpoint.now.port = running.port;
    show(u"connect:beta/db-password"_s);
    QTRY_VERIFY(allCode().contains(u"getSecret(\"db-password\")"_s));
    QVERIFY(!allCode().contains(u"export "_s));
    QVERIFY(wordsIn(m_pane).contains(u"Start the endpoint first"_s));
    QVERIFY(!wordsIn(m_pane).contains(u"resolves to this computer"_s));

    connect(&m_parts->workspace, &ui::Workspace::triggered, m_pane, &ui::EndpointPane::perform);
    m_parts->endpoint.now = running;
    m_parts->endpoint.now.isRunning = false;
    buttonNamed(m_pane, u"Start the endpoint"_s)->click();
    QTRY_VERIFY(allCode().contains(u"export AZURE_TENANT_ID='11111111"_s));
    QVERIFY(!wordsIn(m_pane).contains(u"Start the endpoint first"_s));
    QTRY_VERIFY(wordsIn(m_pane).contains(u"resolves to this computer"_s));
}

void TestEndpointPane::showsWhatWasServedBeforeItWasOpened()
{
    ops::ServedRequest request;
    request.method = u"GET"_s;
    request.path = u"/secrets/db-password"_s;
    request.status = 200;
    Q_EMIT m_parts->endpoint.served(request);
    show(u"requests"_s);
    QVERIFY(wordsIn(m_pane).contains(u"1 of 1"_s));
    m_parts->workspace.requests().setFilter(u"nothing"_s);
    show(u"requests"_s); // its field is empty, so nothing is hidden
    QVERIFY(wordsIn(m_pane).contains(u"1 of 1"_s));
    m_parts->door.lock();
    QCOMPARE(m_parts->workspace.requests().total(), 0);
}

QTEST_MAIN(TestEndpointPane)
#include "tst_endpoint_pane.moc"
