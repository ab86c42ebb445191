// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/style.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/field_note.h"

#include <QDialog>

class QGridLayout;
class QLabel;
class QPushButton;
class QScrollArea;

namespace strongroom::ui {

/// The frame of dialogs that ask something: heading, a sentence, labelled fields with a note under each,
/// and one row of buttons. It does not act: submitted() says that the person wants it, the caller runs
/// the operation and then calls accept() or showError(). Scrolls when the screen is small.
class FormDialog : public QDialog
{
    Q_OBJECT

public:
    /// `acceptText` is the verb of the main button: "Create vault".
    FormDialog(const QString& heading, const QString& acceptText, ButtonRole acceptRole,
               QWidget* parent = nullptr);

    void setIntroduction(const QString& sentence);
    /// Waiting for the answer: fields and the main button are off. Esc still closes.
    void startWaiting();
    /// The operation failed: says why above the buttons and lets the person try again.
    void showError(const ErrorText& error);

    QPushButton* acceptButton() const { return m_accept; }

Q_SIGNALS:
    /// The main button was pressed while it was allowed.
    void submitted();

protected:
    /// A row with a label at the left; `&` in `label` names the key that jumps to `field`. The note under
    /// the field is empty.
    FieldNote* addField(const QString& label, QWidget* field);
    /// Shows or hides a field with its label and note.
    void setFieldVisible(QWidget* field, bool isVisible);
    /// A row over both columns.
    void addWide(QWidget* widget);
    /// A heading inside the form.
    void addSection(const QString& text);
    /// A further button, left of the main one.
    QPushButton* addButton(const QString& text, ButtonRole role = ButtonRole::Plain);
    /// `button` can be pressed whenever the main one can.
    void allowWithAccept(QPushButton* button);
    /// Words at the left end of the button row: what has to be corrected.
    FieldNote* footNote() const { return m_foot; }
    /// The main button can be pressed. It starts out allowed.
    void allowAccept();
    void forbidAccept();
    /// For a dialog that shows a result: the main button is all there is.
    void removeCancel();
    /// For a dialog that may be asked again and again: what closes it is no cancelling.
    void nameCancel(const QString& text);
    /// The answer came, and the dialog stays.
    void endWaiting();
    /// For something that cannot be undone: Enter closes the dialog.
    void makeCancelDefault();
    /// Pressing the main button no longer emits submitted(): the subclass does.
    void takeOverAccept();

    QSize sizeHint() const override;
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void updateAccept();
    void growToFit();

    QLabel* m_heading;
    QLabel* m_introduction;
    QScrollArea* m_scroll;
    QWidget* m_content;
    QGridLayout* m_form;
    FieldNote* m_error;
    FieldNote* m_foot;
    QPushButton* m_cancel;
    QPushButton* m_accept;
    QPushButton* m_second = nullptr; ///< allowed with m_accept
    QLayout* m_buttons;
    bool m_isAllowed = true;
    bool m_isWaiting = false;
};

} // namespace strongroom::ui
