// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/transfer/key_file.h"

#include <QWidget>

#include <memory>

class QLabel;
class QPushButton;

namespace strongroom::ui {

class CopyLine;
class FieldNote;
class PassphraseEdit;

/// A file with a key: dropped or chosen, opened with a password if it has one, and what is in it. The bytes
/// stay in wiped memory; reading them is the owner's, off the GUI thread.
class KeyFileField final : public QWidget
{
    Q_OBJECT

public:
    explicit KeyFileField(QWidget* parent = nullptr);
    ~KeyFileField() override;

    /// Keys that are wrapped for a token (.byok) are wanted too.
    void acceptWrapped();

    using Content = std::shared_ptr<const base::SecureBytes>; // also of the thread that reads the key
    /// A file was read, or why it was not.
    void setContent(const QString& fileName, base::Result<Content> content, const QString& problem);
    const Content& content() const { return m_content; }
    base::SecureBytes password() const;
    /// Forgets the file, for the next one.
    void clear();
    /// The answer to parseWanted().
    void showKey(base::Result<transfer::KeyFile> key, const QString& problem);
    const std::optional<transfer::KeyFile>& key() const { return m_key; }
    QString fileName() const { return m_fileName; }

Q_SIGNALS:
    void chooseWanted();
    void dropped(const QString& path);
    /// The content is to be opened with password().
    void parseWanted();
    /// A key is there, or is not there any more.
    void keyChanged();
    void copyWanted(const QString& text);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void showParts();

    QString m_fileName;
    Content m_content;
    std::optional<transfer::KeyFile> m_key;
    bool m_acceptsWrapped = false;
    bool m_isDropTarget = false;
    QLabel* m_words;
    QPushButton* m_choose;
    QWidget* m_passwordRow;
    PassphraseEdit* m_password;
    FieldNote* m_note;
    CopyLine* m_thumbprint;
};

/// The one local file of a drag that may hold a key; empty for anything else.
QString keyFileOf(const class QMimeData* data);

} // namespace strongroom::ui
