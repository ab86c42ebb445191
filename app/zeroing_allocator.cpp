// SPDX-License-Identifier: Apache-2.0

// Memory that is given back is zeroed first, for the whole process: Qt, OpenSSL, SQLite and ourselves
// alike. Linked into the program, these definitions come before those of the C library; they hand the
// work to it. Growing by realloc() is a copy, so that no old block stays behind with its content.
// Left out where a sanitizer brings its own allocator.

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <malloc.h>

extern "C" {

// NOLINTBEGIN(bugprone-reserved-identifier): these names are glibc's
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void* __libc_valloc(std::size_t size);
void* __libc_pvalloc(std::size_t size);
void __libc_free(void* block);
// NOLINTEND(bugprone-reserved-identifier)

// The C library declares these with attributes of its own; the names and types are all that must match.
void* malloc(std::size_t size) noexcept { return __libc_malloc(size); }

void* calloc(std::size_t count, std::size_t size) noexcept { return __libc_calloc(count, size); }

void free(void* block) noexcept
{
    if (!block)
        return;
    const int keptError = errno;
    explicit_bzero(block, malloc_usable_size(block));
    __libc_free(block);
    errno = keptError;
}

void* realloc(void* block, std::size_t size) noexcept
{
    if (!block)
        return __libc_malloc(size);
    if (size == 0) {
        free(block);
        return nullptr;
    }
    const std::size_t usable = malloc_usable_size(block);
    // A block that shrinks a little stays; what it no longer holds is wiped.
    if (size <= usable && size >= usable / 2) {
        explicit_bzero(static_cast<unsigned char*>(block) + size, usable - size);
        return block;
    }
    void* const larger = __libc_malloc(size);
    if (!larger)
        return nullptr;
    std::memcpy(larger, block, size < usable ? size : usable);
    free(block);
    return larger;
}

void* reallocarray(void* block, std::size_t count, std::size_t size) noexcept
{
    std::size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        errno = ENOMEM;
        return nullptr;
    }
    return realloc(block, bytes);
}

void* memalign(std::size_t alignment, std::size_t size) noexcept { return __libc_memalign(alignment, size); }

void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept
{
    return __libc_memalign(alignment, size);
}

int posix_memalign(void** block, std::size_t alignment, std::size_t size) noexcept
{
    if (alignment % sizeof(void*) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0)
        return EINVAL;
    const int keptError = errno;
    void* const taken = __libc_memalign(alignment, size);
    errno = keptError;
    if (!taken)
        return ENOMEM;
    *block = taken;
    return 0;
}

void* valloc(std::size_t size) noexcept { return __libc_valloc(size); }

void* pvalloc(std::size_t size) noexcept { return __libc_pvalloc(size); }

} // extern "C"
