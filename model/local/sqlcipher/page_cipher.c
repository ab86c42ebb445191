// SPDX-License-Identifier: Apache-2.0
// SQLCipher's amalgamation, with a provider that does the same to each page with less work: AES-256-CBC and
// HMAC-SHA-512, so that files are those of any SQLCipher 4. The provider it comes with names its algorithms
// and sets their contexts up anew for every page. What else a provider can be asked for is left to that one.
// A page cache that does not look through all of its pages at a commit comes with it. All is one translation
// unit because the structures of a provider and of the cache are in none of the amalgamation's headers.

#define OPENSSL_SUPPRESS_DEPRECATED // for plain SHA-512, which can be prepared with a key; see sha256.cpp
#include "sqlite3.c"

#include "page_cipher.h"

#include <openssl/sha.h>

enum { keySize = 32, randomSize = 2000 };

/// What one connection keeps between pages: in SQLCipher's memory for keys, which is locked, and wiped when
/// it is given back. The context holds no key between pages.
typedef struct PageCipher
{
    EVP_CIPHER_CTX* context;
    SHA512_CTX inner; // after the key's block, RFC 2104
    SHA512_CTX outer;
    unsigned char macKey[keySize];
    int hasMacKey;
    unsigned char random[randomSize]; // for initialization vectors; what was taken is wiped
    int randomLeft;
} PageCipher;

static sqlcipher_provider usualProvider;

static int endPages(void** context)
{
    PageCipher* cipher = *context;
    if (cipher) {
        EVP_CIPHER_CTX_free(cipher->context);
        sqlcipher_free(cipher, sizeof(PageCipher));
    }
    *context = NULL;
    return usualProvider.ctx_free(context);
}

static int beginPages(void** context)
{
    const int usual = usualProvider.ctx_init(context);
    if (usual != SQLITE_OK)
        return usual;
    PageCipher* cipher = sqlcipher_malloc(sizeof(PageCipher));
    *context = cipher;
    if (!cipher)
        return SQLITE_NOMEM;
    memset(cipher, 0, sizeof(PageCipher));
    cipher->context = EVP_CIPHER_CTX_new();
    if (cipher->context && EVP_CipherInit_ex(cipher->context, OPENSSL_CIPHER, NULL, NULL, NULL, 1) == 1
        && EVP_CIPHER_CTX_set_padding(cipher->context, 0) == 1)
        return SQLITE_OK;
    endPages(context);
    return SQLITE_ERROR;
}

static void beginWithKey(SHA512_CTX* state, const unsigned char* key, unsigned char pad)
{
    unsigned char block[SHA512_CBLOCK];
    memset(block, pad, sizeof(block));
    for (int i = 0; i < keySize; ++i)
        block[i] ^= key[i];
    SHA512_Init(state);
    SHA512_Update(state, block, sizeof(block));
    OPENSSL_cleanse(block, sizeof(block));
}

static void keepMacKey(PageCipher* cipher, const unsigned char* key)
{
    if (cipher->hasMacKey && CRYPTO_memcmp(cipher->macKey, key, keySize) == 0)
        return;
    memcpy(cipher->macKey, key, keySize);
    beginWithKey(&cipher->inner, key, 0x36);
    beginWithKey(&cipher->outer, key, 0x5c);
    cipher->hasMacKey = 1;
}

static int macPage(void* context, int algorithm, const unsigned char* key, int size,
                   const unsigned char* page, int pageSize, const unsigned char* number, int numberSize,
                   unsigned char* mac)
{
    PageCipher* cipher = context;
    if (!cipher || algorithm != SQLCIPHER_HMAC_SHA512 || size != keySize || !page || !number)
        return usualProvider.hmac(context, algorithm, key, size, page, pageSize, number, numberSize, mac);
    keepMacKey(cipher, key);
    SHA512_CTX state = cipher->inner;
    SHA512_Update(&state, page, (size_t)pageSize);
    SHA512_Update(&state, number, (size_t)numberSize);
    SHA512_Final(mac, &state);
    state = cipher->outer;
    SHA512_Update(&state, mac, SHA512_DIGEST_LENGTH);
    SHA512_Final(mac, &state);
    OPENSSL_cleanse(&state, sizeof(state));
    return SQLITE_OK;
}

static int cryptPage(void* context, int mode, const unsigned char* key, int size, const unsigned char* vector,
                     const unsigned char* in, int inSize, unsigned char* out)
{
    static const unsigned char noKey[keySize];
    PageCipher* cipher = context;
    if (!cipher || size != keySize)
        return usualProvider.cipher(context, mode, key, size, vector, in, inSize, out);
    int written = 0;
    int rest = 0;
    const int isDone = EVP_CipherInit_ex(cipher->context, NULL, NULL, key, vector, mode) == 1
        && EVP_CipherUpdate(cipher->context, out, &written, in, inSize) == 1
        && EVP_CipherFinal_ex(cipher->context, out + written, &rest) == 1 && written + rest == inSize;
    EVP_CipherInit_ex(cipher->context, NULL, NULL, noKey, noKey, mode);
    return isDone ? SQLITE_OK : SQLITE_ERROR;
}

static int randomForPage(void* context, void* bytes, int size)
{
    PageCipher* cipher = context;
    if (!cipher || size > randomSize)
        return usualProvider.random(context, bytes, size);
    if (cipher->randomLeft < size) {
        cipher->randomLeft = 0;
        const int drawn = usualProvider.random(context, cipher->random, randomSize);
        if (drawn != SQLITE_OK)
            return drawn;
        cipher->randomLeft = randomSize;
    }
    cipher->randomLeft -= size;
    memcpy(bytes, cipher->random + cipher->randomLeft, (size_t)size);
    OPENSSL_cleanse(cipher->random + cipher->randomLeft, (size_t)size);
    return SQLITE_OK;
}

void strongroomUsePageCipher(void)
{
    if (sqlite3_initialize() != SQLITE_OK)
        return; // whoever opens a connection is told
    sqlcipher_provider* provider = sqlcipher_get_provider();
    if (!provider || provider->cipher == cryptPage)
        return;
    usualProvider = *provider;
    provider->ctx_init = beginPages;
    provider->ctx_free = endPages;
    provider->hmac = macPage;
    provider->cipher = cryptPage;
    provider->random = randomForPage;
}

static void rekeyPage(sqlite3_pcache* cache, sqlite3_pcache_page* page, unsigned from, unsigned to)
{
    PCache1* pages = (PCache1*)cache;
    const unsigned largest = pages->iMaxKey;
    pcache1Rekey(cache, page, from, to);
    // Balancing a tree exchanges the numbers of two pages over one that no page of a file has, and leaves it
    // again at once. Were it the largest there has been, the next commit would go through the whole cache for
    // pages behind the end of the file.
    if (to == (unsigned)(PENDING_BYTE / pages->szPage) + 1)
        pages->iMaxKey = largest;
}

void strongroomUsePageCache(void)
{
    if (sqlite3_initialize() == SQLITE_OK && sqlite3GlobalConfig.pcache2.xRekey == pcache1Rekey)
        sqlite3GlobalConfig.pcache2.xRekey = rekeyPage;
}
