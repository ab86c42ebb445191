// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/version_list_model.h"
#include "ui/panes/crypto_console/console_codec.h"
#include "ui/panes/pane.h"

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTabBar;
class QVBoxLayout;

namespace strongroom::ui {

class BytesInput;
class CellTable;
class CommandsPage;
class ErrorCard;
class FieldNote;
class ObjectListView;
class SecretField;
class VerdictBanner;

/// Uses a key of a vault by hand: sign, verify, encrypt, decrypt, wrap, unwrap. Offers only what goes with
/// the key, hashes what is signed here, and keeps a history of the session without anything secret.
class CryptoConsolePane final : public Pane
{
    Q_OBJECT

public:
    CryptoConsolePane(Workspace& workspace, const Place& place, QWidget* parent = nullptr);
    ~CryptoConsolePane() override;

    QString title() const override { return tr("Crypto console"); }
    QString statusText() const override;
    Facts facts() const override { return Fact::VaultShown; }
    void go(const Place& place) override;
    void refresh() override;
    void focusContent() override;

    vault::KeyUse use() const;
    void setUse(vault::KeyUse use);

private:
    struct Request
    {
        vault::ObjectName name;
        std::optional<vault::VersionId> version;
        QString algorithm;
    };

    void build();
    void addKeyRow(QVBoxLayout* page);
    void addInputs(QVBoxLayout* page);
    void addResult(QVBoxLayout* page);
    void loadKeys();
    void onKeyChosen();
    void showUses();
    void showAlgorithms();
    void showInputs();
    void showCommands();
    void clearResult();
    void chooseFile();

    void run();
    /// Hands on what is signed: the digest of the input, made off the GUI thread for a file, or the input.
    void withDigest(std::function<void(const QByteArray&)> use);
    void sign(const Request& request);
    void verify(const Request& request);
    template <typename Op> void encrypt(const Request& request);
    template <typename Op> void decrypt(const Request& request);
    std::optional<Request> request() const;
    base::Result<QByteArray> field(const QPlainTextEdit* edit) const;
    void fail(const base::Error& error);
    void failToRead(const base::Error& error);
    void showFailure(const ErrorText& text);
    void showBytes(const QByteArray& bytes);
    void showEncrypted(const crypto::EncryptOutput& output);
    void showSecret(base::SecureBytes bytes);
    /// The secret result in the encoding that was chosen for it.
    base::SecureBytes openedText() const;
    enum class Output { None, Public, Secret };
    void showOutput(Output output);
    void remember(const Request& request, const vault::VersionId& version, const QString& result);
    const vault::KeyProperties* version() const;

    QComboBox* m_keys = nullptr;
    QComboBox* m_versionBox = nullptr;
    lists::KeyVersionListModel* m_versions;
    QLabel* m_kind = nullptr;
    QTabBar* m_uses = nullptr;
    QComboBox* m_algorithm = nullptr;
    QComboBox* m_fieldEncoding = nullptr; ///< of signature, ciphertext and what goes with it
    QLabel* m_fieldCaption = nullptr;
    QWidget* m_fieldEncodingRow = nullptr;
    QComboBox* m_hashing = nullptr;
    QWidget* m_hashingRow = nullptr;
    BytesInput* m_input = nullptr;
    QWidget* m_cipherRow = nullptr;
    QPlainTextEdit* m_cipher = nullptr; ///< signature or ciphertext
    QLabel* m_cipherLabel = nullptr;
    QWidget* m_nonceRow = nullptr;
    QPlainTextEdit* m_nonce = nullptr;
    QWidget* m_tagRow = nullptr;
    QPlainTextEdit* m_tag = nullptr;
    QWidget* m_aadRow = nullptr;
    QPlainTextEdit* m_aad = nullptr;
    QWidget* m_inputRow = nullptr;
    FieldNote* m_note = nullptr;
    QPushButton* m_run = nullptr;
    ErrorCard* m_error = nullptr;
    QWidget* m_result = nullptr;
    VerdictBanner* m_verdict = nullptr;
    QWidget* m_outputRow = nullptr;
    QComboBox* m_outputEncoding = nullptr;
    QComboBox* m_openedEncoding = nullptr;
    QPlainTextEdit* m_output = nullptr;
    SecretField* m_secret = nullptr;
    QPushButton* m_copy = nullptr;
    CommandsPage* m_commands = nullptr;
    CellTable* m_history = nullptr;
    ObjectListView* m_historyView = nullptr;
    vault::KeyUse m_wantedUse = vault::KeyUse::Sign; ///< also while the key cannot do it
    QString m_wantedKey; ///< of the place that was gone to, until it is in the box
    QString m_wantedVersion; ///< likewise
    QByteArray m_bytes; ///< the public result that is shown
    std::optional<crypto::EncryptOutput> m_encrypted;
    base::SecureBytes m_opened; ///< the secret result, until something else is shown
    int m_done = 0;
    bool m_isRunning = false;
};

} // namespace strongroom::ui
