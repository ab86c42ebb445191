// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/applications/applications_pane.h"

#include "model/crypto/certificate.h"
#include "model/crypto/local_ca.h"
#include "model/lists/relative_time.h"
#include "pane_fixture.h"
#include "ui/dialogs/application_register_dialog.h"
#include "ui/dialogs/application_secret_dialog.h"
#include "ui/dialogs/guard_dialog.h"
#include "ui/widgets/object_list_view.h"

#include <QLineEdit>
#include <QPushButton>

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;
using ui::ActionId;
using ui::Fact;
using ui::PaneKind;

class TestApplicationsPane final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_parts = std::make_unique<PaneStage>(); }
    void cleanup() { m_parts->window.reset(); }
    void registersAndShowsTheSecretOnce();
    void namesThatAreTakenAreRefused();
    void certificatesShowWhenTheyEnd();
    void deletesAfterTheNameIsTyped();

private:
    void show();
    std::unique_ptr<PaneStage> m_parts;
    ui::ApplicationsPane* m_pane = nullptr;
    ui::ObjectListView* m_list = nullptr;
};

void TestApplicationsPane::show()
{
    m_pane = m_parts->showPane<ui::ApplicationsPane>({ PaneKind::Applications, {}, {}, {} });
    m_list = m_pane->findChild<ui::ObjectListView*>();
}

void TestApplicationsPane::registersAndShowsTheSecretOnce()
{
    show();
    QTRY_VERIFY(wordsIn(m_pane).contains(u"No application yet"_s));
    m_pane->perform(ActionId::RegisterApplication);
    auto* dialog = openDialog<ui::ApplicationRegisterDialog>();
    QVERIFY(dialog && !dialog->acceptButton()->isEnabled());
    dialog->findChild<QLineEdit*>()->setText(u"payments-api"_s);
    dialog->acceptButton()->click();
    ui::ApplicationSecretDialog* shown = nullptr;
    QTRY_VERIFY((shown = openDialog<ui::ApplicationSecretDialog>()));
    const auto applications = m_parts->working.run(vault::ListApplications{});
    QCOMPARE(applications->size(), std::size_t(1));
    QVERIFY(m_parts->working
                .run(vault::AuthenticateApplication{ applications->front().clientId,
                                                     shown->clientSecret().clone() })
                .has_value());
    shown->acceptButton()->click();
    QTRY_COMPARE(column(m_list->model()), QStringList{ u"payments-api"_s });
    QTRY_VERIFY(m_pane->facts().testFlag(Fact::ApplicationChosen));
}

void TestApplicationsPane::namesThatAreTakenAreRefused()
{
    QVERIFY(m_parts->working.run(vault::RegisterApplication{ u"shop"_s }).has_value());
    show();
    QTRY_COMPARE(m_list->model()->rowCount(), 1);
    m_pane->perform(ActionId::RegisterApplication);
    auto* dialog = openDialog<ui::ApplicationRegisterDialog>();
    QVERIFY(dialog);
    dialog->findChild<QLineEdit*>()->setText(u"SHOP"_s);
    QTRY_VERIFY(!dialog->acceptButton()->isEnabled());
    dialog->reject();
}

void TestApplicationsPane::certificatesShowWhenTheyEnd()
{
    const auto made = m_parts->working.run(vault::RegisterApplication{ u"shop"_s });
    const auto now = m_parts->working.clock.now();
    const auto ca = crypto::makeLocalCa(now, u"signs assertions"_s);
    const auto certificate = crypto::parseCertificate(ca->certificatePem);
    QVERIFY(m_parts->working
                .run(vault::AddApplicationCertificate{ made->application.clientId, certificate->der, 0 })
                .has_value());
    show();
    QTRY_COMPARE(m_list->model()->rowCount(), 1);
    QCOMPARE(m_list->model()->index(0, 3).data().toString(), lists::relativeTime(certificate->notAfter, now));
    m_list->choose(0);
    auto* credentials = m_pane->details()->findChild<ui::ObjectListView*>();
    QTRY_COMPARE(credentials->model()->rowCount(), 2);
    QCOMPARE(column(credentials->model()), (QStringList{ u"Secret"_s, u"Certificate"_s }));
    QCOMPARE(credentials->model()->index(1, 2).data().toString(),
             lists::relativeTime(certificate->notAfter, now));
}

void TestApplicationsPane::deletesAfterTheNameIsTyped()
{
    QVERIFY(m_parts->working.run(vault::RegisterApplication{ u"shop"_s }).has_value());
    show();
    QTRY_COMPARE(m_list->model()->rowCount(), 1);
    m_list->choose(0);
    m_pane->perform(ActionId::DeleteApplication);
    auto* guard = openDialog<ui::GuardDialog>();
    QVERIFY(guard && !guard->acceptButton()->isEnabled());
    guard->findChild<QLineEdit*>()->setText(u"shop"_s);
    guard->acceptButton()->click();
    QTRY_COMPARE(m_parts->working.run(vault::ListApplications{})->size(), std::size_t(0));
    QTRY_VERIFY(wordsIn(m_pane).contains(u"No application yet"_s));
}

QTEST_MAIN(TestApplicationsPane)
#include "tst_applications_pane.moc"
