// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/object_words.h"
#include "model/vault/ops_keys.h"

namespace strongroom::lists {

/// "RSA 3072", "EC-HSM P-256", "oct-HSM 256".
QString keyKindText(const vault::KeyProperties& key);
/// A letter for each operation in its place and a dot where it is missing: "E D S V W U", "\u00b7 \u00b7 S V
/// \u00b7 \u00b7".
QString operationLetters(const QStringList& operations);
/// "Sign, verify"; what operationLetters() stands for.
QString operationsText(const QStringList& operations);
/// "Sign" for "sign", ...; the word itself for unknown ones.
QString operationName(const QString& operation);
/// The six operations and "import", "export" in the order people read them in.
const QStringList& keyOperations();

/// "18 mo", "90 d", "1 y 10 d".
QString shortDuration(const vault::Duration& duration);
/// "18 months", "90 days".
QString durationText(const vault::Duration& duration);
/// "every 18 mo", "30 d before end", "off".
QString rotationText(const vault::RotationPolicy& policy);
/// The whole policy in a sentence or two.
QString rotationSentence(const vault::RotationPolicy& policy);
/// The same of a key, whose policy may do less than it says.
QString rotationText(const vault::KeyListing& key);
QString rotationSentence(const vault::KeyListing& key);
const vault::LifetimeAction* actionOf(const vault::RotationPolicy& policy, vault::LifetimeAction::Kind kind);

/// The bundle as the service would answer it, indented.
QString keyJson(const QString& vaultUrl, const vault::KeyProperties& key);
/// One line with tabs, as a table takes it when pasted.
QString keyRow(const vault::KeyListing& key);
/// The same read from a terminal and from a program.
std::vector<CommandText> keyCommands(const QString& vaultUrl, const vault::VaultProperties& vault,
                                     const vault::KeyProperties& key, const QString& store);

} // namespace strongroom::lists
