// SPDX-License-Identifier: Apache-2.0
#pragma once

// Members that secrets, keys and certificates have in common.

#include "model/vault/attributes.h"
#include "model/wire/json_reader.h"
#include "model/wire/json_writer.h"

namespace strongroom::wire {

/// null stands for "not said".
QString takeTextOrNull(JsonReader& reader, const QString& field);

vault::Tags takeTags(JsonReader& reader);
void writeTags(JsonWriter& json, const vault::Tags& tags);

/// The writable attributes of a request; null clears a date.
vault::AttributeChanges takeAttributeChanges(JsonReader& reader);
void writeAttributeChanges(JsonWriter& json, const vault::AttributeChanges& changes);

/// All attributes of an answer.
vault::Attributes takeAttributes(JsonReader& reader);
void writeAttributes(JsonWriter& json, const vault::Attributes& attributes);

} // namespace strongroom::wire
