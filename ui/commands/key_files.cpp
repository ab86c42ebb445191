// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/key_files.h"

#include "model/transfer/private_file.h"
#include "ui/commands/off_the_gui_thread.h"
#include "ui/commands/open_dialog.h"
#include "ui/dialogs/key_file_field.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

namespace strongroom::ui {

namespace {

struct KeyFiles
{
    Q_DECLARE_TR_FUNCTIONS(KeyFiles)
};

void chooseFile(Workspace& workspace, KeyFileField* field)
{
    auto* const dialog = new QFileDialog(
        field->window(), KeyFiles::tr("Choose a key"),
        QStandardPaths::writableLocation(QStandardPaths::HomeLocation),
        KeyFiles::tr("Keys (*.pem *.key *.der *.p8 *.pk8 *.pfx *.p12 *.jwk *.json *.byok);;All files (*)"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    QObject::connect(dialog, &QFileDialog::fileSelected, field,
                     [field](const QString& file) { readKeyFile(field, file); });
    openDialog(workspace, dialog);
}

void parse(KeyFileField* field)
{
    const KeyFileField::Content content = field->content();
    if (!content)
        return;
    const auto password = std::make_shared<const base::SecureBytes>(field->password());
    offTheGuiThread([content, password] {
        return transfer::readKeyFile(*content, *password);
    }).then(field, [field, content](base::Result<transfer::KeyFile> key) {
        if (field->content() != content)
            return; // another file by now
        const QString problem = key ? QString() : key.error().message;
        field->showKey(std::move(key), problem);
    });
}

} // namespace

void serveKeyFiles(Workspace& workspace, KeyFileField* field)
{
    QObject::connect(field, &KeyFileField::dropped, field,
                     [field](const QString& file) { readKeyFile(field, file); });
    QObject::connect(field, &KeyFileField::parseWanted, field, [field] { parse(field); });
    QObject::connect(field, &KeyFileField::copyWanted, &workspace.clipboard(), &ClipboardGuard::copyPlain);
    QObject::connect(field, &KeyFileField::chooseWanted, field,
                     [&workspace, field] { chooseFile(workspace, field); });
}

void readKeyFile(KeyFileField* field, const QString& file)
{
    using Content = base::Result<KeyFileField::Content>;
    offTheGuiThread([file]() -> Content {
        auto content = transfer::readPrivateFile(file, transfer::keyFileBytes);
        if (!content)
            return content.error();
        return KeyFileField::Content(std::make_shared<const base::SecureBytes>(std::move(*content)));
    }).then(field, [field, name = QFileInfo(file).fileName()](Content content) {
        const QString problem = content ? QString() : content.error().message;
        field->setContent(name, std::move(content), problem);
    });
}

} // namespace strongroom::ui
