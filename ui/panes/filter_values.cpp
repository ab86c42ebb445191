// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/filter_values.h"

#include "ui/widgets/filter_bar.h"

namespace strongroom::ui {

using namespace Qt::StringLiterals;

FilterValues::FilterValues(Workspace& workspace, const vault::VaultId& vault, vault::ObjectKind kind,
                           FilterBar& bar)
    : QObject(&bar)
    , m_workspace(workspace)
    , m_vault(vault)
    , m_kind(kind)
    , m_bar(bar)
{
    connect(&bar, &FilterBar::valuesWanted, this, &FilterValues::answer);
}

void FilterValues::answer(const QString& field, const QString& tag)
{
    using Of = vault::FacetRequest::Of;
    vault::FacetRequest request;
    request.filter = m_bar.expression().filter();
    if (field == "type"_L1) {
        request.of = Of::ContentTypes;
    } else if (field == "tag"_L1) {
        request.of = tag.isEmpty() ? Of::TagNames : Of::TagValues;
        request.tag = tag;
    } else {
        request.of = Of::Terms;
        for (const QString& value : lists::FilterExpression::valuesOf(field)) {
            const auto parsed
                = lists::FilterExpression::parse(field + u':' + value, m_workspace.clock().now());
            const auto terms = parsed.expression.filter();
            request.terms.insert(request.terms.end(), terms.begin(), terms.end());
        }
    }
    if (request.of == Of::Terms && request.terms.empty())
        return;
    if (m_kind == vault::ObjectKind::Key)
        ask<vault::FacetKeys>(std::move(request), field, tag);
    else
        ask<vault::FacetSecrets>(std::move(request), field, tag);
}

template <typename Facet>
void FilterValues::ask(vault::FacetRequest request, const QString& field, const QString& tag)
{
    if (!m_workspace.operations())
        return;
    const bool isTerms = request.of == vault::FacetRequest::Of::Terms;
    m_workspace.operations()
        ->run(m_workspace.caller(), m_vault, Facet{ std::move(request) })
        .then(this, [this, field, tag, isTerms](base::Result<std::vector<vault::ValueCount>> counts) {
            if (!counts)
                return; // the values are offered without counts
            const QStringList words = isTerms ? lists::FilterExpression::valuesOf(field) : QStringList();
            for (qsizetype i = 0; i < std::min(words.size(), qsizetype(counts->size())); ++i)
                (*counts)[std::size_t(i)].value = words[i];
            m_bar.setValueCounts(field, tag, *counts);
        });
}

} // namespace strongroom::ui
