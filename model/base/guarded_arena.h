// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace strongroom::base {

/// A mapping of one megabyte for secrets: locked in memory, left out of core dumps, wiped in a forked
/// child, between two pages without access (requirement M3). All functions are thread-safe.
namespace guarded_arena {

/// A block of at least `size` bytes, zeroed, or nullptr when the arena is full or `size` is over 4 KiB.
void* take(std::size_t size);
/// True when `block` came from take().
bool owns(const void* block);
/// Zeroes and gives back a block of take().
void giveBack(void* block, std::size_t size);
/// False when the system refused to lock the pages; the program warns and goes on.
bool isLocked();

} // namespace guarded_arena
} // namespace strongroom::base
