// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/wire/request_target.h"

namespace strongroom::wire {

/// A data-plane api-version the service knows. The model only grew, so all are answered with the newest,
/// except for members that older clients were promised not to see.
class ApiVersion final
{
public:
    /// BadParameter when it is missing or unknown; the message names what was asked for and the newest.
    static base::Result<ApiVersion> fromQuery(const Parameters& query);
    static ApiVersion newest();

    const QString& text() const { return m_text; }
    /// `previousVersion` of secrets: since 2025-06-01-preview.
    bool hasPreviousVersion() const;
    /// `key_size` among a key's attributes: since 2026-01-01-preview.
    bool hasKeySize() const;

private:
    ApiVersion(QString text, std::size_t rank);
    QString m_text;
    std::size_t m_rank;
};

} // namespace strongroom::wire
