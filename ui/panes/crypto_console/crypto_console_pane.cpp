// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/crypto_console/crypto_console_pane.h"

#include "model/lists/key_words.h"
#include "model/transfer/private_file.h"
#include "ui/commands/explain_as.h"
#include "ui/commands/off_the_gui_thread.h"
#include "ui/commands/open_dialog.h"
#include "ui/commands/vault_commands.h"
#include "ui/panes/cell_table.h"
#include "ui/panes/crypto_console/bytes_input.h"
#include "ui/panes/details_pages.h"
#include "ui/panes/scrolled.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/style.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/error_card.h"
#include "ui/widgets/field_note.h"
#include "ui/widgets/object_list_view.h"
#include "ui/widgets/secret_field.h"
#include "ui/widgets/verdict_banner.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStandardPaths>
#include <QTabBar>
#include <QTabWidget>

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using vault::KeyUse;

namespace {

constexpr int mostKeys = 1000; ///< in the box; others are come to from the list of keys
constexpr qsizetype fileBytes = 1 << 20;
constexpr int columnWidth = 620;

// In the order of KeyUse.
struct UseWords final
{
    const char* tab;
    const char* verb;
};
constexpr UseWords useWords[] = {
    { QT_TRANSLATE_NOOP("strongroom::ui::CryptoConsolePane", "Encrypt"),
      QT_TRANSLATE_NOOP("strongroom::ui::CryptoConsolePane", "Encrypt") },
    { QT_TRANSLATE_NOOP("strongroom::ui::CryptoConsolePane", "Decrypt"),
      QT_TRANSLATE_NOOP("strongroom::ui::CryptoConsolePane", "Decrypt") },
    { QT_TRANSLATE_NOOP("strongroom::ui::CryptoConsolePane", "Sign"),
      QT_TRANSLATE_NOOP("strongroom::ui::CryptoConsolePane", "Sign") },
    { QT_TRANSLATE_NOOP("strongroom::ui::CryptoConsolePane", "Verify"),
      QT_TRANSLATE_NOOP("strongroom::ui::CryptoConsolePane", "Verify signature") },
    { QT_TRANSLATE_NOOP("strongroom::ui::CryptoConsolePane", "Wrap"),
      QT_TRANSLATE_NOOP("strongroom::ui::CryptoConsolePane", "Wrap key") },
    { QT_TRANSLATE_NOOP("strongroom::ui::CryptoConsolePane", "Unwrap"),
      QT_TRANSLATE_NOOP("strongroom::ui::CryptoConsolePane", "Unwrap key") },
};
constexpr KeyUse tabOrder[]
    = { KeyUse::Sign, KeyUse::Verify, KeyUse::Encrypt, KeyUse::Decrypt, KeyUse::WrapKey, KeyUse::UnwrapKey };

bool isSignature(KeyUse use) { return use == KeyUse::Sign || use == KeyUse::Verify; }
/// Takes something that was made before.
bool isOpening(KeyUse use) { return use == KeyUse::Decrypt || use == KeyUse::UnwrapKey; }

QString commandOf(KeyUse use)
{
    return use == KeyUse::WrapKey ? u"wrap"_s : use == KeyUse::UnwrapKey ? u"unwrap"_s : vault::toText(use);
}

/// The path of the operation below the key's address.
QString restName(KeyUse use) { return vault::toText(use).toLower(); }

QPlainTextEdit* codeEdit(const QString& name, int lines, QWidget* parent)
{
    auto* const edit = new QPlainTextEdit(parent);
    QFont mono = monoFont();
    mono.setPointSizeF(mono.pointSizeF() - 1);
    edit->setFont(mono);
    edit->setTabChangesFocus(true);
    edit->setAccessibleName(name);
    edit->setFixedHeight((lines + 1) * QFontMetrics(mono).lineSpacing());
    return edit;
}

QString encodingWord(Encoding encoding)
{
    switch (encoding) {
    case Encoding::Text:
        return CryptoConsolePane::tr("as text");
    case Encoding::Hex:
        return CryptoConsolePane::tr("as hexadecimal");
    case Encoding::Base64:
        return CryptoConsolePane::tr("as base64 (URL)");
    }
    return {};
}

QComboBox* encodingBox(std::initializer_list<Encoding> encodings, QWidget* parent)
{
    auto* const box = new QComboBox(parent);
    box->setAccessibleName(CryptoConsolePane::tr("Encoding of the result"));
    for (const Encoding encoding : encodings)
        box->addItem(encodingWord(encoding), int(encoding));
    return box;
}

/// A caption over a widget, to be shown and hidden together.
QWidget* captioned(QLabel* caption, QWidget* widget, QWidget* parent)
{
    auto* const row = new QWidget(parent);
    caption->setBuddy(widget);
    caption->setFont(captionFont());
    caption->setForegroundRole(QPalette::PlaceholderText);
    auto* const layout = new QVBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::tight);
    layout->addWidget(caption);
    layout->addWidget(widget);
    return row;
}

} // namespace

CryptoConsolePane::CryptoConsolePane(Workspace& workspace, const Place& place, QWidget* parent)
    : Pane(workspace, place, parent)
    , m_versions(new lists::KeyVersionListModel(*workspace.operations(), workspace.caller(),
                                                workspace.clock(), this))
{
    build();
    connect(&workspace.vaults(), &VaultDirectory::changed, this, [this](const vault::VaultChange& change) {
        if (change.vault == vaultId() && change.kind == vault::ObjectKind::Key
            && change.what != vault::ChangeKind::ObjectUpdated)
            loadKeys();
    });
    connect(m_versions, &lists::VersionListModel::loaded, this, [this] {
        const auto wanted = m_wantedVersion.isEmpty()
            ? -1
            : m_versionBox->findData(m_wantedVersion, lists::IdentityRole, Qt::MatchExactly);
        m_versionBox->setCurrentIndex(std::max(0, wanted));
        m_wantedVersion.clear();
        showUses();
    });
    go(place);
    loadKeys();
}

CryptoConsolePane::~CryptoConsolePane() = default;

// Parts ------------------------------------------------------------------------------------------

void CryptoConsolePane::build()
{
    auto* const content = new QWidget(this);
    auto* const all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(scrolled(content, this));
    auto* const page = new QVBoxLayout(content);
    page->setContentsMargins(metrics::page, metrics::page, metrics::page, metrics::page);
    page->setSpacing(metrics::between);
    addKeyRow(page);
    addInputs(page);
    addResult(page);
    page->addStretch(1);
}

void CryptoConsolePane::addKeyRow(QVBoxLayout* page)
{
    m_keys = new QComboBox(this);
    m_keys->setObjectName(u"key"_s);
    m_keys->setAccessibleName(tr("Key"));
    m_keys->setMinimumWidth(220);
    m_versionBox = new QComboBox(this);
    m_versionBox->setObjectName(u"version"_s);
    m_versionBox->setAccessibleName(tr("Version"));
    m_versionBox->setModel(m_versions);
    m_versionBox->setMinimumWidth(180);
    m_kind = new QLabel(this);
    m_kind->setForegroundRole(QPalette::PlaceholderText);
    auto* const row = new QHBoxLayout;
    row->setSpacing(metrics::between);
    row->addWidget(captioned(new QLabel(tr("Key"), this), m_keys, this));
    row->addWidget(captioned(new QLabel(tr("Version"), this), m_versionBox, this));
    m_kind->setFixedHeight(metrics::controlHeight); // on the line of the boxes
    row->addWidget(m_kind, 1, Qt::AlignBottom);
    page->addLayout(row);
    m_uses = new QTabBar(this);
    m_uses->setObjectName(u"uses"_s);
    m_uses->setAccessibleName(tr("Operation"));
    m_uses->setDrawBase(false);
    m_uses->setExpanding(false);
    for (const KeyUse use : tabOrder)
        m_uses->addTab(tr(useWords[int(use)].tab));
    page->addWidget(m_uses);
    connect(m_keys, &QComboBox::currentIndexChanged, this, &CryptoConsolePane::onKeyChosen);
    connect(m_versionBox, &QComboBox::currentIndexChanged, this, &CryptoConsolePane::showUses);
    connect(m_uses, &QTabBar::currentChanged, this, [this] {
        m_wantedUse = use();
        showAlgorithms();
    });
}

void CryptoConsolePane::addInputs(QVBoxLayout* page)
{
    m_algorithm = new QComboBox(this);
    m_algorithm->setObjectName(u"algorithm"_s);
    m_algorithm->setAccessibleName(tr("Algorithm"));
    m_algorithm->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_hashing = new QComboBox(this);
    m_hashing->setObjectName(u"hashing"_s);
    m_hashing->setAccessibleName(tr("Hashing"));
    m_hashing->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_hashingRow = captioned(new QLabel(tr("The input is"), this), m_hashing, this);
    auto* const choices = new QHBoxLayout;
    choices->setSpacing(metrics::between);
    choices->addWidget(captioned(new QLabel(tr("Algorithm"), this), m_algorithm, this));
    choices->addWidget(m_hashingRow);
    m_fieldEncoding = new QComboBox(this);
    m_fieldEncoding->setObjectName(u"fieldEncoding"_s);
    m_fieldEncoding->setAccessibleName(tr("Encoding of what was made before"));
    m_fieldEncoding->addItem(tr("Base64"), int(Encoding::Base64));
    m_fieldEncoding->addItem(tr("Hexadecimal"), int(Encoding::Hex));
    m_fieldCaption = new QLabel(this);
    m_fieldEncodingRow = captioned(m_fieldCaption, m_fieldEncoding, this);
    choices->addWidget(m_fieldEncodingRow);
    choices->addStretch(1);
    page->addLayout(choices);

    m_input = new BytesInput(tr("Input"), this);
    m_inputRow = captioned(new QLabel(tr("Input"), this), m_input, this);
    m_cipher = codeEdit(tr("Signature or ciphertext"), 3, this);
    m_cipher->setObjectName(u"cipher"_s);
    m_cipherLabel = new QLabel(this);
    m_cipherRow = captioned(m_cipherLabel, m_cipher, this);
    m_nonce = codeEdit(tr("Initialisation vector"), 1, this);
    m_nonceRow = captioned(new QLabel(tr("Initialisation vector (iv)"), this), m_nonce, this);
    m_tag = codeEdit(tr("Authentication tag"), 1, this);
    m_tagRow = captioned(new QLabel(tr("Authentication tag"), this), m_tag, this);
    m_aad = codeEdit(tr("Additional authenticated data"), 1, this);
    m_aadRow = captioned(new QLabel(tr("Additional authenticated data; may be empty"), this), m_aad, this);
    m_cipher->setPlaceholderText(tr("What was signed or encrypted before is put here by itself."));
    for (QWidget* const row : { m_inputRow, m_cipherRow, m_nonceRow, m_tagRow, m_aadRow }) {
        row->setMaximumWidth(columnWidth);
        page->addWidget(row);
    }
    m_note = new FieldNote(this);
    m_run = new QPushButton(this);
    m_run->setObjectName(u"run"_s);
    setButtonRole(m_run, ButtonRole::Primary);
    auto* const row = new QHBoxLayout;
    row->addWidget(m_run);
    row->addWidget(m_note, 1);
    page->addLayout(row);
    connect(m_algorithm, &QComboBox::currentIndexChanged, this, &CryptoConsolePane::showInputs);
    connect(m_input, &BytesInput::edited, this, &CryptoConsolePane::clearResult);
    connect(m_input, &BytesInput::chooseFileWanted, this, &CryptoConsolePane::chooseFile);
    connect(m_cipher, &QPlainTextEdit::textChanged, this, &CryptoConsolePane::clearResult);
    connect(m_run, &QPushButton::clicked, this, &CryptoConsolePane::run);
}

void CryptoConsolePane::addResult(QVBoxLayout* page)
{
    m_error = new ErrorCard(this);
    m_error->setMaximumWidth(columnWidth);
    m_error->hide();
    m_result = new QWidget(this);
    m_result->setMaximumWidth(columnWidth);
    m_verdict = new VerdictBanner(m_result);
    m_verdict->setObjectName(u"verdict"_s);
    m_outputRow = new QWidget(m_result);
    m_outputEncoding = encodingBox({ Encoding::Base64, Encoding::Hex }, m_outputRow);
    m_outputEncoding->setObjectName(u"outputEncoding"_s);
    m_openedEncoding = encodingBox({ Encoding::Text, Encoding::Hex, Encoding::Base64 }, m_outputRow);
    m_openedEncoding->setObjectName(u"openedEncoding"_s);
    m_copy = new QPushButton(icon(u"copy"_s), tr("Copy"), m_outputRow);
    m_copy->setToolTip(tr("Copy the result"));
    m_output = codeEdit(tr("Result"), 4, m_result);
    m_output->setObjectName(u"output"_s);
    m_output->setReadOnly(true);
    m_secret = new SecretField(m_result);
    auto* const head = new QHBoxLayout(m_outputRow);
    head->setContentsMargins(0, 0, 0, 0);
    head->setSpacing(metrics::inside);
    head->addWidget(m_outputEncoding);
    head->addWidget(m_openedEncoding);
    head->addStretch();
    head->addWidget(m_copy);
    auto* const result = new QVBoxLayout(m_result);
    result->setContentsMargins(0, 0, 0, 0);
    result->setSpacing(metrics::inside);
    result->addWidget(m_verdict);
    result->addWidget(m_outputRow);
    result->addWidget(m_output);
    result->addWidget(m_secret);
    m_result->hide();
    page->addWidget(m_error);
    page->addWidget(m_result);

    m_history = new CellTable(
        { tr("Time"), tr("Operation"), tr("Key"), tr("Version"), tr("Algorithm"), tr("Result") }, this);
    m_historyView = new ObjectListView(this);
    m_historyView->setModel(m_history);
    m_historyView->setColumns({ { 90, true, false },
                                { 90, true, false },
                                { 160, true, false },
                                { 110, true, false },
                                { 130, true, false },
                                { 200, true, false } });
    m_historyView->setAccessibleName(tr("What was done in this session"));
    m_historyView->setMinimumHeight(160);
    m_commands = new CommandsPage(workspace(), this);
    auto* const tabs = new QTabWidget(this);
    tabs->addTab(m_historyView, tr("History"));
    auto* const commandScroll = new QScrollArea(tabs);
    commandScroll->setWidgetResizable(true);
    commandScroll->setFrameShape(QFrame::NoFrame);
    commandScroll->setFocusPolicy(Qt::NoFocus);
    m_commands->setContentsMargins(metrics::between, metrics::between, metrics::between, metrics::between);
    commandScroll->setWidget(m_commands);
    tabs->addTab(commandScroll, tr("Command"));
    tabs->setMinimumHeight(220);
    page->addWidget(tabs);

    connect(m_outputEncoding, &QComboBox::currentIndexChanged, this, [this] { showBytes(m_bytes); });
    connect(m_copy, &QPushButton::clicked, this,
            [this] { workspace().clipboard().copyPlain(m_output->toPlainText()); });
    connect(m_openedEncoding, &QComboBox::currentIndexChanged, m_secret, &SecretField::mask);
    connect(m_secret, &SecretField::revealWanted, this, [this] { m_secret->reveal(openedText()); });
    connect(m_secret, &SecretField::copyWanted, this,
            [this] { workspace().clipboard().copySecret(openedText(), m_keys->currentText()); });
}

// Key and algorithm ------------------------------------------------------------------------------

void CryptoConsolePane::loadKeys()
{
    if (!workspace().operations())
        return;
    vault::BrowseKeys op;
    op.request.limit = mostKeys;
    op.request.wantsCount = false;
    workspace()
        .operations()
        ->run(workspace().caller(), vaultId(), std::move(op))
        .then(this, [this](const base::Result<vault::BrowseKeys::Output>& keys) {
            if (!keys)
                return fail(keys.error());
            const QString before = m_keys->currentText();
            const QString wanted = m_wantedKey.isEmpty() ? before : m_wantedKey;
            m_wantedKey.clear();
            if (wanted == before && m_wantedVersion.isEmpty() && version())
                m_wantedVersion = version()->version.text();
            {
                const QSignalBlocker blocker(m_keys);
                m_keys->clear();
                for (const vault::KeyListing& key : keys->rows)
                    m_keys->addItem(icon(u"key-round"_s), key.properties.name.text(),
                                    key.properties.version.text());
                m_keys->setCurrentIndex(m_keys->findText(wanted, Qt::MatchFixedString));
                if (m_keys->currentIndex() < 0 && m_keys->count() > 0)
                    m_keys->setCurrentIndex(0);
            }
            onKeyChosen();
        });
}

void CryptoConsolePane::onKeyChosen()
{
    const auto name = vault::ObjectName::create(m_keys->currentText());
    const auto newest = vault::VersionId::create(m_keys->currentData().toString());
    m_versions->setObject(vaultId(), name ? std::optional(*name) : std::nullopt,
                          newest ? std::optional(*newest) : std::nullopt);
    if (!name)
        showUses();
}

const vault::KeyProperties* CryptoConsolePane::version() const
{
    return m_versions->at(m_versionBox->currentIndex());
}

KeyUse CryptoConsolePane::use() const { return tabOrder[std::max(0, m_uses->currentIndex())]; }

void CryptoConsolePane::setUse(KeyUse use)
{
    m_wantedUse = use;
    const auto tab = std::ranges::find(tabOrder, use) - std::begin(tabOrder);
    m_uses->setCurrentIndex(int(tab));
}

void CryptoConsolePane::showUses()
{
    const vault::KeyProperties* const key = version();
    m_kind->setText(key                        ? lists::keyKindText(*key)
                        : m_keys->count() == 0 ? tr("This vault has no keys.")
                                               : QString());
    // The bar leaves a tab that is switched off; the person did not.
    const QSignalBlocker blocker(m_uses);
    int best = -1;
    for (int i = 0; i < m_uses->count(); ++i) {
        const KeyUse use = tabOrder[i];
        const bool isAllowed = key && key->operations.contains(vault::toText(use));
        const bool hasAlgorithm = key && !algorithmsFor(*key, use).isEmpty();
        m_uses->setTabEnabled(i, isAllowed && hasAlgorithm);
        m_uses->setTabToolTip(i,
                              !key                ? QString()
                                  : !hasAlgorithm ? tr("Keys of this type cannot do that.")
                                  : !isAllowed    ? tr("Not among the operations of this key.")
                                                  : QString());
        if (m_uses->isTabEnabled(i) && (best < 0 || use == m_wantedUse))
            best = i;
    }
    if (best >= 0)
        m_uses->setCurrentIndex(best);
    showAlgorithms();
}

void CryptoConsolePane::showAlgorithms()
{
    const vault::KeyProperties* const key = version();
    const QString before = m_algorithm->currentText();
    {
        const QSignalBlocker blocker(m_algorithm);
        m_algorithm->clear();
        if (key)
            m_algorithm->addItems(algorithmsFor(*key, use()));
        if (const int same = m_algorithm->findText(before); same >= 0)
            m_algorithm->setCurrentIndex(same);
    }
    showInputs();
}

void CryptoConsolePane::showInputs()
{
    const AlgorithmNeeds needs = needsOf(m_algorithm->currentText());
    const bool isHashed = isSignature(use()) && needs.digestBytes > 0;
    {
        const QSignalBlocker blocker(m_hashing);
        const int before = std::max(0, m_hashing->currentIndex());
        m_hashing->clear();
        m_hashing->addItem(tr("a message: hash it here with %1").arg(hashName(needs.digestBytes)));
        m_hashing->addItem(tr("already the digest: %1 bytes").arg(needs.digestBytes));
        m_hashing->setCurrentIndex(before);
    }
    m_hashingRow->setVisible(isHashed);
    m_inputRow->setVisible(!isOpening(use()));
    m_cipherRow->setVisible(isOpening(use()) || use() == KeyUse::Verify);
    m_cipherLabel->setText(use() == KeyUse::Verify ? tr("Signature") : tr("Ciphertext"));
    m_cipher->setAccessibleName(m_cipherLabel->text());
    m_nonceRow->setVisible(needs.wantsNonce || (needs.makesNonce && isOpening(use())));
    m_tagRow->setVisible(needs.makesNonce && isOpening(use()));
    m_aadRow->setVisible(needs.makesNonce);
    const bool hasFields = !m_cipherRow->isHidden() || !m_nonceRow->isHidden() || !m_aadRow->isHidden();
    m_fieldEncodingRow->setVisible(hasFields);
    m_fieldCaption->setText(use() == KeyUse::Verify ? tr("The signature is in") : tr("The fields are in"));
    m_run->setText(tr(useWords[int(use())].verb));
    m_run->setEnabled(version() && m_algorithm->count() > 0 && !m_isRunning);
    const bool isOld
        = m_algorithm->currentText() == "RSA1_5"_L1 || m_algorithm->currentText() == "RSA-OAEP"_L1;
    m_note->set(FieldNote::Kind::Warning,
                isOld ? tr("The service advises against this algorithm. Prefer RSA-OAEP-256.") : QString());
    clearResult();
    showCommands();
}

void CryptoConsolePane::showCommands()
{
    const vault::KeyProperties* const key = version();
    if (!key || m_algorithm->currentText().isEmpty()) {
        m_commands->setCommands({});
        return;
    }
    const vault::VaultProperties* const vault = workspace().vaults().find(vaultId());
    if (!vault)
        return;
    const QString uri
        = lists::objectUri(urlOf(workspace(), *vault), vault::ObjectKind::Key, key->name, key->version);
    const QString member
        = use() == KeyUse::Verify ? u"\"digest\":\"...\",\"value\":\"...\""_s : u"\"value\":\"...\""_s;
    m_commands->setCommands(
        { { tr("Strongroom command line"),
            lists::commandLine("key %1 %2"_L1.arg(commandOf(use()), key->name.text()), *vault,
                               storeInCommands(workspace()))
                + " \\\n  --version %1 \\\n  --algorithm %2 --file INPUT%3"_L1.arg(
                    key->version.text(), m_algorithm->currentText(),
                    use() == KeyUse::Verify ? u" --signature SIGNATURE"_s : QString()) },
          { tr("REST"),
            "curl -X POST -H \"Authorization: Bearer $TOKEN\" \\\n  -H \"Content-Type: application/json\" "
            "\\\n"
            "  -d '{\"alg\":\"%1\",%2}' \\\n  \"%3/%4?api-version=7.4\""_L1.arg(
                m_algorithm->currentText(), member, uri, restName(use())) } });
}

// Running ----------------------------------------------------------------------------------------

void CryptoConsolePane::clearResult()
{
    m_error->hide();
    m_result->hide();
    m_bytes.clear();
    m_encrypted.reset();
    m_opened.clear();
    m_secret->mask();
}

void CryptoConsolePane::chooseFile()
{
    auto* const dialog = new QFileDialog(workspace().window(), tr("Input"),
                                         QStandardPaths::writableLocation(QStandardPaths::HomeLocation));
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, m_input, &BytesInput::setFile);
    openDialog(workspace(), dialog);
}

std::optional<CryptoConsolePane::Request> CryptoConsolePane::request() const
{
    const vault::KeyProperties* const key = version();
    if (!key || m_algorithm->currentText().isEmpty())
        return {};
    return Request{ key->name, key->version, m_algorithm->currentText() };
}

void CryptoConsolePane::run()
{
    const auto asked = request();
    if (!asked || !workspace().operations())
        return;
    clearResult();
    m_isRunning = true;
    m_run->setEnabled(false);
    switch (use()) {
    case KeyUse::Sign:
        return sign(*asked);
    case KeyUse::Verify:
        return verify(*asked);
    case KeyUse::Encrypt:
        return encrypt<vault::EncryptWithKey>(*asked);
    case KeyUse::WrapKey:
        return encrypt<vault::WrapWithKey>(*asked);
    case KeyUse::Decrypt:
        return decrypt<vault::DecryptWithKey>(*asked);
    case KeyUse::UnwrapKey:
        return decrypt<vault::UnwrapWithKey>(*asked);
    }
}

void CryptoConsolePane::withDigest(std::function<void(const QByteArray&)> use)
{
    const int digestBytes = needsOf(m_algorithm->currentText()).digestBytes;
    const bool isMessage = digestBytes > 0 && m_hashing->currentIndex() == 0;
    if (m_input->isFile()) {
        offTheGuiThread([path = m_input->file(), digestBytes, isMessage]() -> base::Result<QByteArray> {
            if (isMessage)
                return hashOfFile(path, digestBytes);
            const auto content = transfer::readPrivateFile(path, fileBytes);
            if (!content)
                return content.error();
            return content->view().toByteArray();
        }).then(this, [this, use = std::move(use)](const base::Result<QByteArray>& digest) {
            if (!digest)
                return failToRead(digest.error());
            use(*digest);
        });
        return;
    }
    const auto bytes = m_input->bytes();
    if (!bytes)
        return fail(bytes.error());
    use(isMessage ? hashOf(bytes->view(), digestBytes) : bytes->view().toByteArray());
}

void CryptoConsolePane::sign(const Request& request)
{
    withDigest([this, request](const QByteArray& digest) {
        if (!workspace().operations())
            return;
        workspace()
            .operations()
            ->run(workspace().caller(), vaultId(),
                  vault::SignWithKey{ request.name, request.version, request.algorithm, digest })
            .then(this, [this, request](const ops::ResultOf<vault::SignWithKey>& result) {
                if (!result)
                    return fail(result.error());
                remember(request, result->version, tr("signature of %1 bytes").arg(result->value.size()));
                m_verdict->set(VerdictBanner::Kind::Good, tr("Signed"), {});
                showBytes(result->value);
                // Ready to be verified.
                const QSignalBlocker blocker(m_cipher);
                m_cipher->setPlainText(
                    encoded(result->value, Encoding(m_fieldEncoding->currentData().toInt())));
            });
    });
}

void CryptoConsolePane::verify(const Request& request)
{
    const auto signature = field(m_cipher);
    if (!signature)
        return fail(signature.error());
    withDigest([this, request, signature = *signature](const QByteArray& digest) {
        if (!workspace().operations())
            return;
        workspace()
            .operations()
            ->run(workspace().caller(), vaultId(),
                  vault::VerifyWithKey{ request.name, request.version, request.algorithm, digest, signature })
            .then(this, [this, request](const ops::ResultOf<vault::VerifyWithKey>& result) {
                if (!result)
                    return fail(result.error());
                const bool isValid = result->value;
                remember(request, result->version, isValid ? tr("valid") : tr("not valid"));
                if (isValid)
                    m_verdict->set(VerdictBanner::Kind::Good, tr("The signature is valid"),
                                   tr("It was made over this input, with this version of the key."));
                else
                    m_verdict->set(VerdictBanner::Kind::Bad, tr("The signature is not valid"),
                                   tr("The input, the signature, the version or the algorithm is not the "
                                      "one it was made with."));
                showOutput(Output::None);
            });
    });
}

template <typename Op> void CryptoConsolePane::encrypt(const Request& request)
{
    const auto nonce = m_nonceRow->isHidden() ? base::Result<QByteArray>(QByteArray()) : field(m_nonce);
    const auto aad = m_aadRow->isHidden() ? base::Result<QByteArray>(QByteArray()) : field(m_aad);
    if (!nonce || !aad)
        return fail(nonce ? aad.error() : nonce.error());
    const auto send = [this, request, nonce = *nonce, aad = *aad](base::SecureBytes plaintext) {
        if (!workspace().operations())
            return;
        Op op{ request.name, request.version, request.algorithm, { std::move(plaintext), nonce, aad } };
        workspace()
            .operations()
            ->run(workspace().caller(), vaultId(), std::move(op))
            .then(this, [this, request](const ops::ResultOf<Op>& result) {
                if (!result)
                    return fail(result.error());
                remember(request, result->version, tr("%1 bytes").arg(result->value.ciphertext.size()));
                showEncrypted(result->value);
            });
    };
    if (m_input->isFile()) {
        offTheGuiThread([path = m_input->file()] {
            return transfer::readPrivateFile(path, fileBytes);
        }).then(this, [this, send](base::Result<base::SecureBytes> content) {
            if (!content)
                return failToRead(content.error());
            send(std::move(*content));
        });
        return;
    }
    auto bytes = m_input->bytes();
    if (!bytes)
        return fail(bytes.error());
    send(std::move(*bytes));
}

template <typename Op> void CryptoConsolePane::decrypt(const Request& request)
{
    const auto ciphertext = field(m_cipher);
    const auto nonce = m_nonceRow->isHidden() ? base::Result<QByteArray>(QByteArray()) : field(m_nonce);
    const auto tag = m_tagRow->isHidden() ? base::Result<QByteArray>(QByteArray()) : field(m_tag);
    const auto aad = m_aadRow->isHidden() ? base::Result<QByteArray>(QByteArray()) : field(m_aad);
    for (const auto* const part : { &ciphertext, &nonce, &tag, &aad }) {
        if (!*part)
            return fail(part->error());
    }
    Op op{ request.name, request.version, request.algorithm, { *ciphertext, *nonce, *tag, *aad } };
    workspace()
        .operations()
        ->run(workspace().caller(), vaultId(), std::move(op))
        .then(this, [this, request](ops::ResultOf<Op> result) {
            if (!result)
                return fail(result.error());
            remember(request, result->version, tr("opened"));
            showSecret(std::move(result->value));
        });
}

base::Result<QByteArray> CryptoConsolePane::field(const QPlainTextEdit* edit) const
{
    auto bytes = decoded(edit->toPlainText(), Encoding(m_fieldEncoding->currentData().toInt()));
    if (bytes)
        return bytes;
    return base::Error{ bytes.error().code,
                        tr("%1: %2").arg(edit->accessibleName(), bytes.error().message),
                        {} };
}

// Results ----------------------------------------------------------------------------------------

void CryptoConsolePane::fail(const base::Error& error)
{
    // What was typed here is no form.
    showFailure(error.code == base::ErrorCode::BadParameter
                    ? explainAs(tr("The key did not do that."), error, workspace())
                    : workspace().explain(error));
}

void CryptoConsolePane::failToRead(const base::Error& error)
{
    showFailure(
        explainAs(tr("%1 cannot be read.").arg(QFileInfo(m_input->file()).fileName()), error, workspace()));
}

void CryptoConsolePane::showFailure(const ErrorText& text)
{
    m_isRunning = false;
    m_run->setEnabled(version() != nullptr);
    m_result->hide();
    m_error->setText(text);
    m_error->show();
}

void CryptoConsolePane::showBytes(const QByteArray& bytes)
{
    m_bytes = bytes;
    if (bytes.isEmpty())
        return;
    const auto encoding = Encoding(m_outputEncoding->currentData().toInt());
    QStringList lines{ encoded(bytes, encoding) };
    if (m_encrypted && !m_encrypted->nonce.isEmpty()) {
        lines.prepend(tr("ciphertext:"));
        lines += { QString(), tr("iv:"), encoded(m_encrypted->nonce, encoding) };
    }
    if (m_encrypted && !m_encrypted->tag.isEmpty())
        lines += { QString(), tr("tag:"), encoded(m_encrypted->tag, encoding) };
    m_output->setPlainText(lines.join(u'\n'));
    showOutput(Output::Public);
}

void CryptoConsolePane::showOutput(Output output)
{
    m_outputRow->setVisible(output != Output::None);
    m_outputEncoding->setVisible(output == Output::Public);
    m_copy->setVisible(output == Output::Public); // a secret has its own button
    m_output->setVisible(output == Output::Public);
    m_openedEncoding->setVisible(output == Output::Secret);
    m_secret->setVisible(output == Output::Secret);
    m_result->show();
}

void CryptoConsolePane::showEncrypted(const crypto::EncryptOutput& output)
{
    m_encrypted = output;
    m_verdict->set(VerdictBanner::Kind::Good, use() == KeyUse::WrapKey ? tr("Wrapped") : tr("Encrypted"), {});
    showBytes(output.ciphertext);
    // Ready to be opened again.
    const QSignalBlocker blocker(m_cipher);
    const auto text = [this](const QByteArray& bytes) {
        return encoded(bytes, Encoding(m_fieldEncoding->currentData().toInt()));
    };
    m_cipher->setPlainText(text(output.ciphertext));
    if (!output.nonce.isEmpty())
        m_nonce->setPlainText(text(output.nonce));
    m_tag->setPlainText(text(output.tag));
}

void CryptoConsolePane::showSecret(base::SecureBytes bytes)
{
    m_opened = std::move(bytes);
    m_verdict->set(VerdictBanner::Kind::Good, use() == KeyUse::UnwrapKey ? tr("Unwrapped") : tr("Decrypted"),
                   tr("%1 bytes. Hold the eye to see them.").arg(m_opened.size()));
    const auto best = isText(m_opened.view()) ? Encoding::Text : Encoding::Hex;
    m_openedEncoding->setCurrentIndex(m_openedEncoding->findData(int(best)));
    m_secret->setRevealSeconds(workspace().settings().value().revealSeconds);
    showOutput(Output::Secret);
}

base::SecureBytes CryptoConsolePane::openedText() const
{
    const auto encoding = Encoding(m_openedEncoding->currentData().toInt());
    if (encoding == Encoding::Text && isText(m_opened.view()))
        return m_opened.clone();
    return base::SecureBytes::fromText(encoded(m_opened.view(), encoding));
}

void CryptoConsolePane::remember(const Request& request, const vault::VersionId& version,
                                 const QString& result)
{
    m_isRunning = false;
    m_run->setEnabled(true);
    std::vector<TableRow> rows;
    const qint64 now = workspace().clock().now();
    rows.push_back({ QString::number(++m_done),
                     { { .text = lists::dateTimeText(now, timeZoneOf(workspace())), .isMuted = true },
                       { .text = tr(useWords[int(use())].tab) },
                       { .text = request.name.text() },
                       { .text = lists::shortVersion(version), .isMonospace = true },
                       { .text = request.algorithm },
                       { .text = result } } });
    for (int row = 0; row < m_history->rowCount(); ++row)
        rows.push_back(m_history->at(row));
    m_history->setRows(std::move(rows));
    Q_EMIT statusChanged();
}

// What the shell asks ----------------------------------------------------------------------------

QString CryptoConsolePane::statusText() const
{
    return m_done == 0
        ? QString()
        : counted(m_done, tr("1 operation in this session"), tr("%1 operations in this session"));
}

void CryptoConsolePane::go(const Place& place)
{
    setPlace(place);
    m_wantedKey = place.item;
    m_wantedVersion = place.query;
    if (const int index = m_keys->findText(place.item, Qt::MatchFixedString); index >= 0) {
        m_wantedKey.clear();
        if (index == m_keys->currentIndex())
            onKeyChosen();
        else
            m_keys->setCurrentIndex(index);
    }
}

void CryptoConsolePane::refresh() { loadKeys(); }

void CryptoConsolePane::focusContent() { m_keys->setFocus(); }

} // namespace strongroom::ui
