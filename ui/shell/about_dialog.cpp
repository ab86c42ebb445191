// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/about_dialog.h"

#include "ui/theme/fonts.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/icon_label.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QLabel>
#include <QVBoxLayout>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

AboutDialog::AboutDialog(QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("About Strongroom"));
    auto* picture = new IconLabel(u"vault"_s, Role::Accent, this, 40);
    auto* name = new QLabel(tr("Strongroom %1").arg(QCoreApplication::applicationVersion()), this);
    name->setFont(titleFont());
    auto* text = new QLabel(
        tr("Secrets and keys in encrypted vaults on this computer, with the semantics of Azure Key Vault.\n\n"
           "No telemetry: nothing is sent anywhere.\n\n"
           "Licensed under the Apache License 2.0. Built on Qt %1 (LGPL-3), OpenSSL 3 (Apache-2.0), "
           "SQLCipher (BSD-3-Clause), Boost (BSL-1.0), QtKeychain (BSD-3-Clause), p11-kit (BSD-3-Clause) "
           "and Argon2 (Apache-2.0). "
           "Icons by Lucide (ISC, some MIT). Fonts Inter and JetBrains Mono (OFL-1.1).")
            .arg(QString::fromLatin1(qVersion())),
        this);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto* head = new QHBoxLayout;
    head->setSpacing(metrics::between);
    head->addWidget(picture);
    head->addWidget(name, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::page, metrics::page, metrics::page, metrics::between);
    layout->setSpacing(metrics::between);
    layout->addLayout(head);
    layout->addWidget(text);
    layout->addStretch();
    layout->addWidget(buttons);
    resize(520, sizeHint().height());
}

} // namespace strongroom::ui
