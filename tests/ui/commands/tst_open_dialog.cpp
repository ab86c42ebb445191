// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/open_dialog.h"

#include "in_memory_store.h"
#include "window_parts.h"
#include "working_store.h"

#include <QDialog>
#include <QPointer>
#include <QTest>

using namespace strongroom;
using namespace strongroom::support;

class TestOpenDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isGoneWhenItIsClosed();
    void isGoneWhenTheStoreIsLocked();

private:
    QDialog* open()
    {
        auto* const dialog = new QDialog(&m_window);
        ui::openDialog(m_workspace, dialog);
        return dialog;
    }

    InMemoryStore m_store;
    WorkingStore m_working{ m_store };
    OpenDoor m_door{ m_working.operations() };
    PaperEndpoint m_endpoint;
    ui::SettingsBook m_settings;
    ui::Workspace m_workspace{ m_door, m_endpoint, m_working.clock, m_settings };
    QWidget m_window;
};

void TestOpenDialog::isGoneWhenItIsClosed()
{
    const QPointer<QDialog> dialog = open();
    QVERIFY(dialog->isVisible());
    dialog->reject();
    QTRY_VERIFY(!dialog);
}

void TestOpenDialog::isGoneWhenTheStoreIsLocked()
{
    const QPointer<QDialog> dialog = open();
    m_door.lock();
    QTRY_VERIFY(!dialog);
}

QTEST_MAIN(TestOpenDialog)
#include "tst_open_dialog.moc"
