// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/secret_compare_dialog.h"

#include "model/lists/object_words.h"
#include "model/lists/relative_time.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/masked_diff.h"
#include "ui/widgets/property_form.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

QString pair(const QString& first, const QString& second)
{
    const auto shown = [](const QString& text) { return text.isEmpty() ? u"\u2013"_s : text; };
    return first == second ? shown(first) : shown(first) + u"  \u2192  "_s + shown(second);
}

QString timeOf(const std::optional<vault::UnixSeconds>& time)
{
    return time ? lists::dateTimeText(*time) : SecretCompareDialog::tr("never");
}

} // namespace

SecretCompareDialog::SecretCompareDialog(const vault::SecretProperties& first,
                                         const vault::SecretProperties& second, QWidget* parent)
    : FormDialog(tr("Compare versions of %1").arg(second.name.text()), tr("Close"), ButtonRole::Primary,
                 parent)
    , m_diff(new MaskedDiff(this))
    , m_summary(new QLabel(this))
    , m_show(addButton(tr("Show values")))
{
    removeCancel();
    auto* const form = new PropertyForm(this);
    const auto add = [form](const QString& name, const QString& text, PropertyForm::Face face) {
        form->setValue(form->addText(name, face), text);
    };
    using Face = PropertyForm::Face;
    add(tr("Version"), pair(lists::shortVersion(first.version), lists::shortVersion(second.version)),
        Face::Monospace);
    add(tr("Created"),
        pair(lists::dateTimeText(first.attributes.created), lists::dateTimeText(second.attributes.created)),
        Face::Text);
    add(tr("Content type"), pair(first.contentType, second.contentType), Face::Text);
    add(tr("Expires"), pair(timeOf(first.attributes.expires), timeOf(second.attributes.expires)), Face::Text);
    add(tr("Tags"),
        pair(lists::tagWords(first.tags).join(u", "_s), lists::tagWords(second.tags).join(u", "_s)),
        Face::Text);
    addWide(form);
    addSection(tr("Value"));
    m_summary->setWordWrap(true);
    m_summary->setText(tr("Comparing..."));
    addWide(m_summary);
    addWide(m_diff);
    m_show->setToolTip(tr("Reads both versions, which is recorded in the audit log"));
    connect(m_show, &QPushButton::clicked, this, [this] {
        if (m_diff->areValuesShown())
            hideValues();
        else
            Q_EMIT valuesWanted();
    });
    connect(acceptButton(), &QPushButton::clicked, this, &QDialog::accept);
}

void SecretCompareDialog::setRuns(std::vector<vault::CompareSecretVersions::Run> runs)
{
    m_diff->setRuns(std::move(runs));
    m_summary->setText(m_diff->summary());
}

void SecretCompareDialog::showValues(const base::SecureBytes& first, const base::SecureBytes& second)
{
    if (!isActiveWindow())
        return;
    m_diff->showValues(first, second);
    m_show->setText(tr("Hide values"));
}

void SecretCompareDialog::hideValues()
{
    m_diff->hideValues();
    m_show->setText(tr("Show values"));
}

void SecretCompareDialog::changeEvent(QEvent* event)
{
    FormDialog::changeEvent(event);
    if (event->type() == QEvent::ActivationChange && !isActiveWindow())
        hideValues();
}

} // namespace strongroom::ui
