// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/crypto_console/bytes_input.h"

#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/secret_edit.h"

#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int fileFormat = 3; ///< after the encodings

} // namespace

BytesInput::BytesInput(const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_format(new QComboBox(this))
    , m_stack(new QStackedWidget(this))
    , m_typed(new SecretEdit(this))
    , m_fileName(new QLabel(this))
{
    m_format->addItems({ tr("Text"), tr("Hexadecimal"), tr("Base64"), tr("File") });
    m_format->setObjectName(u"format"_s);
    m_format->setAccessibleName(tr("%1, format").arg(name));
    m_typed->editor()->setAccessibleName(name);
    auto* const filePage = new QWidget(this);
    auto* const choose = new QPushButton(icon(u"folder-open"_s), tr("Choose a file..."), filePage);
    auto* const row = new QHBoxLayout(filePage);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(choose);
    row->addWidget(m_fileName, 1);
    m_fileName->setTextFormat(Qt::PlainText);
    m_stack->addWidget(m_typed);
    m_stack->addWidget(filePage);
    m_stack->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::tight);
    layout->addWidget(m_format, 0, Qt::AlignLeft);
    layout->addWidget(m_stack);
    setFocusProxy(m_typed);
    connect(m_format, &QComboBox::currentIndexChanged, this, &BytesInput::showFormat);
    connect(m_typed, &SecretEdit::edited, this, &BytesInput::edited);
    connect(choose, &QPushButton::clicked, this, &BytesInput::chooseFileWanted);
    showFormat();
}

bool BytesInput::isFile() const { return m_format->currentIndex() == fileFormat; }

void BytesInput::setFile(const QString& path)
{
    m_file = path;
    m_fileName->setText(QFileInfo(path).fileName());
    m_format->setCurrentIndex(fileFormat);
    Q_EMIT edited();
}

bool BytesInput::isEmpty() const { return isFile() ? m_file.isEmpty() : m_typed->isEmpty(); }

base::Result<base::SecureBytes> BytesInput::bytes() const
{
    return decoded(m_typed->value(), Encoding(m_format->currentIndex()));
}

void BytesInput::setBytes(const base::SecureBytes& text, Encoding encoding)
{
    m_format->setCurrentIndex(int(encoding));
    m_typed->setValue(text);
}

void BytesInput::clear()
{
    m_typed->clear();
    m_file.clear();
    m_fileName->clear();
}

void BytesInput::showFormat()
{
    m_stack->setCurrentIndex(isFile() ? 1 : 0);
    Q_EMIT edited();
}

} // namespace strongroom::ui
