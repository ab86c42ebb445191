// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/key_file_field.h"

#include "model/vault/key_checks.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"
#include "ui/widgets/copy_line.h"
#include "ui/widgets/drop_hint.h"
#include "ui/widgets/field_note.h"
#include "ui/widgets/passphrase_edit.h"

#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

QString keyFileOf(const QMimeData* data)
{
    static const QStringList endings = { u"pem"_s, u"key"_s, u"der"_s, u"p8"_s,   u"pk8"_s,
                                         u"pfx"_s, u"p12"_s, u"jwk"_s, u"json"_s, u"byok"_s };
    return droppedFile(*data, endings);
}

KeyFileField::KeyFileField(QWidget* parent)
    : QWidget(parent)
    , m_words(new QLabel(this))
    , m_choose(new QPushButton(icon(u"folder-open"_s), tr("Choose a file..."), this))
    , m_passwordRow(new QWidget(this))
    , m_password(new PassphraseEdit(this))
    , m_note(new FieldNote(this))
    , m_thumbprint(new CopyLine(tr("Thumbprint"), this))
{
    setAcceptDrops(true);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_choose->setAutoDefault(false);
    m_password->setAccessibleName(tr("Password of the file"));
    m_password->setPlaceholderText(tr("Password of the file"));
    auto* const open = new QPushButton(tr("Open"), m_passwordRow);
    open->setAutoDefault(false);
    auto* const password = new QHBoxLayout(m_passwordRow);
    password->setContentsMargins(0, 0, 0, 0);
    password->setSpacing(metrics::inside);
    password->addWidget(m_password, 1);
    password->addWidget(open);
    auto* const top = new QHBoxLayout;
    top->setSpacing(metrics::between);
    top->addWidget(m_words, 1);
    top->addWidget(m_choose, 0, Qt::AlignTop);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::between, metrics::between, metrics::between, metrics::between);
    layout->setSpacing(metrics::inside);
    layout->addLayout(top);
    layout->addWidget(m_passwordRow);
    layout->addWidget(m_note);
    layout->addWidget(m_thumbprint);
    setFocusProxy(m_choose);
    connect(m_choose, &QPushButton::clicked, this, &KeyFileField::chooseWanted);
    connect(open, &QPushButton::clicked, this, &KeyFileField::parseWanted);
    connect(m_password, &QLineEdit::returnPressed, this, &KeyFileField::parseWanted);
    connect(m_thumbprint, &CopyLine::copyRequested, this, &KeyFileField::copyWanted);
    showParts();
}

KeyFileField::~KeyFileField() = default;

void KeyFileField::acceptWrapped()
{
    m_acceptsWrapped = true;
    showParts();
}

void KeyFileField::setContent(const QString& fileName, base::Result<Content> content, const QString& problem)
{
    m_fileName = fileName;
    m_content = content ? *content : nullptr;
    m_key.reset();
    m_password->wipe();
    m_note->set(FieldNote::Kind::Problem, problem);
    showParts();
    Q_EMIT keyChanged();
    if (!m_content)
        return;
    if (transfer::isUnderPassword(*m_content))
        m_password->setFocus();
    // A PFX may have an empty password, so it is tried without one first.
    Q_EMIT parseWanted();
}

void KeyFileField::clear()
{
    m_fileName.clear();
    m_content.reset();
    m_key.reset();
    m_password->wipe();
    m_note->clear();
    showParts();
}

base::SecureBytes KeyFileField::password() const { return m_password->secret(); }

void KeyFileField::showKey(base::Result<transfer::KeyFile> key, const QString& problem)
{
    const bool wantsPassword = !key && key.error().field == "password"_L1 && m_password->isEmpty() && !m_key;
    const bool isUnwanted = key && key->isWrapped() && !m_acceptsWrapped;
    m_key.reset();
    if (key && !isUnwanted)
        m_key.emplace(std::move(*key));
    if (isUnwanted)
        m_note->set(FieldNote::Kind::Problem,
                    tr("The key is wrapped for a token: it goes into a vault or pool that has one."));
    else if (m_key && m_key->isWrapped())
        m_note->set(FieldNote::Kind::Good, tr("A key that is wrapped for %1.").arg(m_key->wrappedFor));
    else if (m_key)
        m_note->set(FieldNote::Kind::Good,
                    tr("%1 with its private part. Its thumbprint (RFC 7638):")
                        .arg(vault::keyKindText(m_key->publicKey, vault::KeyProtection::Software)));
    else if (wantsPassword)
        m_note->set(FieldNote::Kind::Hint, tr("The key is under a password."));
    else
        m_note->set(FieldNote::Kind::Problem, problem);
    showParts();
    Q_EMIT keyChanged();
}

void KeyFileField::showParts()
{
    const QString wanted = m_acceptsWrapped
        ? tr("Drop a file here: PEM, PKCS#8, PKCS#1, SEC1, PFX, DER, JWK, or .byok for the token.")
        : tr("Drop a file here: PEM, PKCS#8, PKCS#1, SEC1, PFX, DER or JWK.");
    m_words->setText(m_fileName.isEmpty() ? wanted : m_fileName);
    m_passwordRow->setVisible(m_content && !m_key && transfer::isUnderPassword(*m_content));
    m_thumbprint->setVisible(m_key && !m_key->thumbprint.isEmpty());
    if (m_key)
        m_thumbprint->setText(m_key->thumbprint);
}

void KeyFileField::dragEnterEvent(QDragEnterEvent* event)
{
    if (keyFileOf(event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
    m_isDropTarget = true;
    update();
}

void KeyFileField::dragLeaveEvent(QDragLeaveEvent* event)
{
    m_isDropTarget = false;
    update();
    QWidget::dragLeaveEvent(event);
}

void KeyFileField::dropEvent(QDropEvent* event)
{
    m_isDropTarget = false;
    update();
    const QString file = keyFileOf(event->mimeData());
    if (file.isEmpty())
        return;
    event->acceptProposedAction();
    Q_EMIT dropped(file);
}

void KeyFileField::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(m_isDropTarget ? color(Role::AccentSoft, palette()) : QColor(Qt::transparent));
    painter.setPen(QPen(color(m_isDropTarget ? Role::Accent : Role::Border, palette()), 1, Qt::DashLine));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::corner, metrics::corner);
}

} // namespace strongroom::ui
