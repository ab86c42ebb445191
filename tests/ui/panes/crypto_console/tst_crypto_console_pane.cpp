// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/crypto_console/crypto_console_pane.h"

#include "pane_fixture.h"
#include "ui/panes/crypto_console/bytes_input.h"
#include "ui/widgets/error_card.h"
#include "ui/widgets/secret_field.h"
#include "ui/widgets/verdict_banner.h"

#include <QComboBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTemporaryFile>

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;

namespace {

using ConsoleFixture = PaneFixture<ui::CryptoConsolePane, ui::PaneKind::CryptoConsole>;

constexpr auto canary = "canary-5b1d77aa";

} // namespace

class TestCryptoConsolePane final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void offersWhatTheKeyAllows();
    void signsAndVerifies();
    void hashesFilesHere();
    void encryptsAndOpensMasked();
    void offersWhatIsNoTextAsHexadecimal();
    void readsSignaturesInHexadecimal();
    void keepsTheOperationThatWasChosen();
    void saysWhatWentWrong();

private:
    void make(vault::CreateKey op)
    {
        QVERIFY(m_fixture->working.run(m_fixture->vaultId, std::move(op)).has_value());
    }
    void open(const QString& key);
    template <typename T> T* part(const char* name) const
    {
        return m_pane->findChild<T*>(QString::fromLatin1(name));
    }
    void run()
    {
        QVERIFY(part<QPushButton>("run")->isEnabled());
        part<QPushButton>("run")->click();
    }
    QString output() const { return part<QPlainTextEdit>("output")->toPlainText(); }
    QString verdict() const { return banner()->word(); }
    ui::VerdictBanner* banner() const { return part<ui::VerdictBanner>("verdict"); }

    std::unique_ptr<ConsoleFixture> m_fixture;
    ui::CryptoConsolePane* m_pane = nullptr;
};

void TestCryptoConsolePane::init() { m_fixture = std::make_unique<ConsoleFixture>(); }

void TestCryptoConsolePane::cleanup()
{
    m_fixture->window.reset();
    m_fixture.reset();
}

void TestCryptoConsolePane::open(const QString& key)
{
    m_pane = m_fixture->show({ {}, {}, key, {} });
    QTRY_COMPARE(part<QComboBox>("key")->currentText(), key);
    QTRY_VERIFY(part<QComboBox>("algorithm")->count() > 0);
}

void TestCryptoConsolePane::offersWhatTheKeyAllows()
{
    vault::CreateKey ec{ named("ec"), crypto::KeyType::Ec };
    ec.curve = crypto::Curve::P384;
    make(std::move(ec));
    open(u"ec"_s);
    auto* const uses = part<QTabBar>("uses");
    QVERIFY(uses->isTabEnabled(0) && uses->isTabEnabled(1));
    QVERIFY(!uses->isTabEnabled(2) && !uses->tabToolTip(2).isEmpty());
    QCOMPARE(m_pane->use(), vault::KeyUse::Sign);
    QCOMPARE(part<QComboBox>("algorithm")->count(), 1);
    QCOMPARE(part<QComboBox>("algorithm")->currentText(), u"ES384"_s);
    QVERIFY(part<QComboBox>("hashing")->itemText(0).contains(u"SHA-384"_s));
}

void TestCryptoConsolePane::signsAndVerifies()
{
    make({ named("ec"), crypto::KeyType::Ec });
    open(u"ec"_s);
    auto* const input = m_pane->findChild<ui::BytesInput*>();
    input->setBytes(base::SecureBytes::fromText(u"message"_s), ui::Encoding::Text);
    run();
    QTRY_COMPARE(verdict(), u"Signed"_s);
    QCOMPARE(m_pane->statusText(), u"1 operation in this session"_s);
    const QString signature = output();
    QVERIFY(!signature.isEmpty());
    m_pane->setUse(vault::KeyUse::Verify);
    QCOMPARE(part<QPlainTextEdit>("cipher")->toPlainText(), signature); // ready to be verified
    run();
    QTRY_COMPARE(verdict(), u"The signature is valid"_s);
    QCOMPARE(banner()->kind(), ui::VerdictBanner::Kind::Good);
    QVERIFY(banner()->isVisible() && banner()->accessibleName().startsWith(u"The signature is valid"_s));
    input->setBytes(base::SecureBytes::fromText(u"another"_s), ui::Encoding::Text);
    run();
    QTRY_COMPARE(verdict(), u"The signature is not valid"_s);
    QCOMPARE(banner()->kind(), ui::VerdictBanner::Kind::Bad);
    QCOMPARE(m_pane->statusText(), u"3 operations in this session"_s);
}

void TestCryptoConsolePane::hashesFilesHere()
{
    make({ named("ec"), crypto::KeyType::Ec });
    open(u"ec"_s);
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("message");
    file.close();
    auto* const input = m_pane->findChild<ui::BytesInput*>();
    input->setFile(file.fileName());
    run();
    QTRY_COMPARE(verdict(), u"Signed"_s);
    QCOMPARE(m_pane->statusText(), u"1 operation in this session"_s);
    const QString signature = output();
    m_pane->setUse(vault::KeyUse::Verify);
    input->setBytes(base::SecureBytes::fromText(u"message"_s), ui::Encoding::Text);
    part<QPlainTextEdit>("cipher")->setPlainText(signature);
    run();
    QTRY_COMPARE(verdict(), u"The signature is valid"_s);
}

void TestCryptoConsolePane::encryptsAndOpensMasked()
{
    make({ named("rsa"), crypto::KeyType::Rsa });
    open(u"rsa"_s);
    m_pane->setUse(vault::KeyUse::Encrypt);
    m_pane->findChild<ui::BytesInput*>()->setBytes(base::SecureBytes::fromText(QString::fromLatin1(canary)),
                                                   ui::Encoding::Text);
    run();
    QTRY_COMPARE(verdict(), u"Encrypted"_s);
    m_pane->setUse(vault::KeyUse::Decrypt); // the ciphertext is there already
    run();
    QTRY_COMPARE(verdict(), u"Decrypted"_s);
    QVERIFY(banner()->sentence().startsWith(u"15 bytes"_s));
    QCOMPARE(part<QComboBox>("openedEncoding")->currentIndex(), 0); // it is text
    auto* const secret = m_pane->findChild<ui::SecretField*>();
    QVERIFY(secret->isVisible() && !secret->isRevealed());
    for (const auto* const edit : m_pane->findChildren<QPlainTextEdit*>())
        QVERIFY(!edit->toPlainText().contains(QString::fromLatin1(canary)));
    m_pane->setUse(vault::KeyUse::Encrypt);
    QVERIFY(!secret->isVisible());
}

void TestCryptoConsolePane::offersWhatIsNoTextAsHexadecimal()
{
    make({ named("rsa"), crypto::KeyType::Rsa });
    open(u"rsa"_s);
    m_pane->setUse(vault::KeyUse::WrapKey);
    m_pane->findChild<ui::BytesInput*>()->setBytes(base::SecureBytes::fromText(u"00ff8001"_s),
                                                   ui::Encoding::Hex);
    run();
    QTRY_COMPARE(verdict(), u"Wrapped"_s);
    m_pane->setUse(vault::KeyUse::UnwrapKey);
    run();
    QTRY_COMPARE(verdict(), u"Unwrapped"_s);
    QCOMPARE(part<QComboBox>("openedEncoding")->currentText(), u"as hexadecimal"_s);
    QVERIFY(part<QComboBox>("openedEncoding")->isVisible());
    QVERIFY(!part<QComboBox>("outputEncoding")->isVisible());
}

void TestCryptoConsolePane::readsSignaturesInHexadecimal()
{
    make({ named("ec"), crypto::KeyType::Ec });
    open(u"ec"_s);
    m_pane->findChild<ui::BytesInput*>()->setBytes(base::SecureBytes::fromText(u"message"_s),
                                                   ui::Encoding::Text);
    run();
    QTRY_COMPARE(verdict(), u"Signed"_s);
    part<QComboBox>("outputEncoding")->setCurrentIndex(1);
    const QString signature = output();
    QCOMPARE(signature.size(), 128);
    m_pane->setUse(vault::KeyUse::Verify);
    part<QComboBox>("fieldEncoding")->setCurrentIndex(1);
    part<QPlainTextEdit>("cipher")->setPlainText(signature);
    run();
    QTRY_COMPARE(verdict(), u"The signature is valid"_s);
}

void TestCryptoConsolePane::keepsTheOperationThatWasChosen()
{
    make({ named("ec"), crypto::KeyType::Ec });
    make({ named("rsa"), crypto::KeyType::Rsa });
    open(u"ec"_s);
    QCOMPARE(m_pane->use(), vault::KeyUse::Sign);
    make({ named("another"), crypto::KeyType::Ec }); // what is read anew then leaves the choice alone
    QTRY_COMPARE(part<QComboBox>("key")->count(), 3);
    QTRY_COMPARE(part<QComboBox>("algorithm")->currentText(), u"ES256"_s);
    QCOMPARE(m_pane->use(), vault::KeyUse::Sign);
    QCOMPARE(part<QComboBox>("key")->currentText(), u"ec"_s);
    part<QComboBox>("key")->setCurrentText(u"rsa"_s);
    QTRY_COMPARE(part<QTabBar>("uses")->isTabEnabled(5), true);
    m_pane->setUse(vault::KeyUse::Decrypt);
    part<QComboBox>("key")->setCurrentText(u"ec"_s);
    QTRY_COMPARE(m_pane->use(), vault::KeyUse::Sign); // it cannot decrypt
    part<QComboBox>("key")->setCurrentText(u"rsa"_s);
    QTRY_COMPARE(m_pane->use(), vault::KeyUse::Decrypt);
}

void TestCryptoConsolePane::saysWhatWentWrong()
{
    make({ named("rsa"), crypto::KeyType::Rsa });
    open(u"rsa"_s);
    m_pane->setUse(vault::KeyUse::Decrypt);
    part<QPlainTextEdit>("cipher")->setPlainText(u"AAAA"_s);
    run();
    QTRY_VERIFY(part<QPushButton>("run")->isEnabled());
    QVERIFY(!banner()->isVisible());
    const auto* const card = m_pane->findChild<ui::ErrorCard*>();
    QCOMPARE(card->text().title, u"The key did not do that."_s);
    part<QPlainTextEdit>("cipher")->setPlainText(u"not base64!"_s);
    run();
    QTRY_VERIFY(part<QPushButton>("run")->isEnabled());
    QVERIFY2(card->text().cause.startsWith(u"Ciphertext: "_s), qPrintable(card->text().cause));
    auto* const input = m_pane->findChild<ui::BytesInput*>();
    m_pane->setUse(vault::KeyUse::Encrypt);
    input->setFile(u"/nowhere/message.bin"_s);
    run();
    QTRY_COMPARE(card->text().title, u"message.bin cannot be read."_s); // and nothing about the store
    QCOMPARE(m_pane->statusText(), QString());
}

QTEST_MAIN(TestCryptoConsolePane)
#include "tst_crypto_console_pane.moc"
