// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"

#include <QString>

#include <vector>

// What goes over the holder's socket, seen by its two ends only. A frame is a length of four bytes,
// big-endian, and that many bytes: the kind of the message and its parts, each behind its own length.
namespace strongroom::app::holder_protocol {

enum class Kind : unsigned char { Who = 1, HandOver = 2, Command = 3, Done = 4, Failed = 5 };

inline constexpr std::size_t headerSize = 4;
inline constexpr std::size_t largestFrame = 64 * 1024 * 1024;
inline constexpr std::size_t mostParts = 4096;

struct Message final
{
    Kind kind = Kind::Failed;
    std::vector<base::SecureBytes> parts;
};

/// The whole frame, header included.
base::SecureBytes frameOf(const Message& message);
/// How long the frame behind this header is; BadParameter when it is too long.
base::Result<std::size_t> frameLength(std::span<const unsigned char> header);
/// The message of a frame without its header; BadParameter when it is not one.
base::Result<Message> messageOf(std::span<const unsigned char> frame);

base::SecureBytes partOf(const QString& text);
base::SecureBytes partOf(int number);
QString textOf(const base::SecureBytes& part);
int numberOf(const base::SecureBytes& part);

Message failure(const base::Error& error);
/// The error a Failed message carries. Codes that the other end may not know become Internal.
base::Error errorOf(const Message& message);

} // namespace strongroom::app::holder_protocol
