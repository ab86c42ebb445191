// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/object_filter.h"
#include "ui/widgets/object_phrase.h"

#include <QTimer>
#include <QWidget>

class QLineEdit;
class QPushButton;

namespace strongroom::ui {

class FieldNote;

/// The name of a new object, judged while it is typed: the rule at once, whether it is free after a moment.
/// For a name that is taken by a deleted object it offers to recover that one, and where new versions are
/// asked for in another way, for a name that exists to do that.
class ObjectNameField final : public QWidget
{
    Q_OBJECT

public:
    explicit ObjectNameField(vault::ObjectKind kind, QWidget* parent = nullptr);

    /// Offers newVersionWanted() for a name that exists.
    void offerNewVersion() { m_offersVersion = true; }
    void setText(const QString& text);
    QString text() const;
    QLineEdit* edit() const { return m_edit; }
    /// Empty when the name can be used.
    QString problem() const;
    /// The answer to checkWanted().
    void setState(const vault::ObjectName& name, vault::NameState state);
    /// What the store said of it.
    void showProblem(const QString& sentence);

Q_SIGNALS:
    void edited();
    void checkWanted(const strongroom::vault::ObjectName& name);
    void recoverWanted(const strongroom::vault::ObjectName& name);
    void newVersionWanted(const strongroom::vault::ObjectName& name);

private:
    void onEdited();
    void judge();

    const vault::ObjectKind m_kind;
    QLineEdit* m_edit;
    FieldNote* m_note;
    QPushButton* m_choice; ///< what to do with a name that is taken
    QTimer m_settle;
    std::optional<vault::NameState> m_state;
    bool m_offersVersion = false;
};

/// A name that an object may have, made of a file's: "Partner key (2).pem" becomes "Partner-key-2". Empty
/// when nothing of it can stay.
QString nameFromFile(const QString& fileName);

} // namespace strongroom::ui
