// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/settings/settings_pane.h"

#include "pane_fixture.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QSpinBox>

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;
using ui::PaneKind;

class TestSettingsPane final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_parts->window.reset(); }
    void changesApplyAtOnceAndGoBack();
    void changesFromElsewhereAreShown();
    void findsSettings();
    void everyControlHasAName();
    void aDesktopWithoutATraySaysSo();

private:
    template <typename Control> Control* control(const QString& name) const
    {
        for (auto* one : m_pane->findChildren<Control*>())
            if (one->accessibleName() == name)
                return one;
        return nullptr;
    }
    std::unique_ptr<PaneStage> m_parts;
    ui::SettingsPane* m_pane = nullptr;
};

void TestSettingsPane::init()
{
    m_parts = std::make_unique<PaneStage>();
    m_pane = m_parts->showPane<ui::SettingsPane>({ PaneKind::Settings, {}, {}, {} });
}

void TestSettingsPane::changesApplyAtOnceAndGoBack()
{
    QCOMPARE(m_pane->statusText(), u"All as by default"_s);
    auto* lock = control<QSpinBox>(u"Lock when idle for"_s);
    QVERIFY(lock);
    lock->setValue(25);
    QCOMPARE(m_parts->settings.value().autoLockMinutes, 25);
    control<QCheckBox>(u"Icon in the tray"_s)->click();
    QVERIFY(m_parts->settings.value().showsTray);
    auto* reset = buttonNamed(m_pane, u"Back to the default: Lock when idle for"_s);
    QVERIFY(reset->isVisibleTo(m_pane));
    reset->click();
    QCOMPARE(m_parts->settings.value().autoLockMinutes, ui::Settings{}.autoLockMinutes);
    QCOMPARE(lock->value(), ui::Settings{}.autoLockMinutes);
    QVERIFY(m_parts->settings.value().showsTray);
}

void TestSettingsPane::changesFromElsewhereAreShown()
{
    auto settings = m_parts->settings.value();
    settings.scheme = ui::SchemeChoice::Dark;
    m_parts->settings.set(settings);
    QCOMPARE(control<QComboBox>(u"Colours"_s)->currentIndex(), int(ui::SchemeChoice::Dark));
}

void TestSettingsPane::findsSettings()
{
    auto* find = control<QLineEdit>(u"Find a setting"_s);
    find->setText(u"clipboard"_s);
    QVERIFY(control<QSpinBox>(u"A copied value stays"_s)->isVisibleTo(m_pane));
    QVERIFY(!control<QComboBox>(u"Height of rows"_s)->isVisibleTo(m_pane));
    find->setText(u"no such setting"_s);
    QVERIFY(wordsIn(m_pane).contains(u"No setting contains these words."_s));
    find->clear();
    QVERIFY(control<QComboBox>(u"Height of rows"_s)->isVisibleTo(m_pane));
}

void TestSettingsPane::everyControlHasAName()
{
    for (const auto* control : m_pane->findChildren<QWidget*>())
        if (control->focusPolicy() & Qt::TabFocus && control->isVisibleTo(m_pane)
            && !qobject_cast<const QLineEdit*>(control))
            QVERIFY2(!control->accessibleName().isEmpty(), control->metaObject()->className());
}

void TestSettingsPane::aDesktopWithoutATraySaysSo()
{
    const auto sentence = u"This desktop has no tray at present: closing the window ends the program."_s;
    QVERIFY(wordsIn(m_pane).contains(sentence)); // as the platform of tests has none
    QVERIFY(control<QCheckBox>(u"Icon in the tray"_s)->accessibleDescription().contains(sentence));
}

QTEST_MAIN(TestSettingsPane)
#include "tst_settings_pane.moc"
