// SPDX-License-Identifier: Apache-2.0
#include <QByteArray>
#include <QFile>
#include <QString>
#include <QTest>

#include <cstring>
#include <dlfcn.h>
#include <malloc.h>
#include <openssl/crypto.h>

/// Memory that is given back holds nothing of what it held (M1). Linked with the allocator under test.
class TestZeroingAllocator final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void librariesUseOurs();
    void freedBlocksAreWiped_data();
    void freedBlocksAreWiped();
    void reallocationLeavesNothing();
    void shrinkingWipesTheRest();
    void alignedBlocksAreWiped_data();
    void alignedBlocksAreWiped();
    void contractsOfTheCLibrary();
    void textsLeaveNothing();
};

namespace {

constexpr unsigned char pattern = 0xa7;

/// What lies at an address that is no longer ours to look at.
QByteArray memoryAt(quintptr address, qsizetype size)
{
    QFile memory(QStringLiteral("/proc/self/mem"));
    if (!memory.open(QFile::ReadOnly | QFile::Unbuffered) || !memory.seek(static_cast<qint64>(address)))
        return {};
    return memory.read(size);
}

/// Longest run of the pattern; the allocator's own links may lie in a wiped block.
bool holdsPattern(quintptr address, qsizetype size)
{
    return memoryAt(address, size).contains(QByteArray(8, static_cast<char>(pattern)));
}

// Out of line, or the compiler warns of addresses that are only looked at.
[[gnu::noinline, gnu::noipa]] quintptr number(const void* block) { return reinterpret_cast<quintptr>(block); }

} // namespace

void TestZeroingAllocator::librariesUseOurs()
{
    for (const char* const name :
         { "malloc", "free", "realloc", "calloc", "posix_memalign", "aligned_alloc" }) {
        void* const found = dlsym(RTLD_DEFAULT, name);
        Dl_info place = {};
        QVERIFY(dladdr(found, &place) != 0);
        QVERIFY2(QByteArray(place.dli_fname).contains("tst_zeroing_allocator"), place.dli_fname);
    }
}

void TestZeroingAllocator::freedBlocksAreWiped_data()
{
    QTest::addColumn<int>("size");
    for (const int size : { 24, 100, 1000, 5000, 60'000, 120'000 })
        QTest::addRow("%d bytes", size) << size;
}

void TestZeroingAllocator::freedBlocksAreWiped()
{
    QFETCH(int, size);
    const auto bytes = static_cast<std::size_t>(size);
    void* const block = malloc(bytes);
    QVERIFY(block);
    memset(block, pattern, bytes);
    const quintptr address = number(block);
    QVERIFY(holdsPattern(address, size));
    free(block);
    QVERIFY(!holdsPattern(address, size));
}

void TestZeroingAllocator::reallocationLeavesNothing()
{
    for (std::size_t size = 32; size <= 65'536; size *= 2) {
        auto* block = static_cast<unsigned char*>(malloc(size));
        memset(block, pattern, size);
        const quintptr address = number(block);
        auto* const grown = static_cast<unsigned char*>(realloc(block, size * 3));
        QVERIFY(grown);
        QCOMPARE(grown[size - 1], pattern);
        QVERIFY(number(grown) == address || !holdsPattern(address, static_cast<qsizetype>(size)));
        free(grown);
    }
}

void TestZeroingAllocator::shrinkingWipesTheRest()
{
    auto* const block = static_cast<unsigned char*>(malloc(4096));
    memset(block, pattern, 4096);
    const quintptr address = number(block);
    auto* const less = static_cast<unsigned char*>(realloc(block, 4000));
    QVERIFY(!holdsPattern(number(less) + 4000, 96));
    auto* const little = static_cast<unsigned char*>(realloc(less, 64));
    QCOMPARE(little[63], pattern);
    QVERIFY(!holdsPattern(address + 64, 4096 - 64));
    free(little);
}

void TestZeroingAllocator::alignedBlocksAreWiped_data()
{
    QTest::addColumn<int>("way");
    QTest::newRow("posix_memalign") << 0;
    QTest::newRow("aligned_alloc") << 1;
    QTest::newRow("memalign") << 2;
    QTest::newRow("valloc") << 3;
    QTest::newRow("new") << 4;
    QTest::newRow("aligned new") << 5;
    QTest::newRow("OpenSSL") << 6;
}

void TestZeroingAllocator::alignedBlocksAreWiped()
{
    QFETCH(int, way);
    void* block = nullptr;
    if (way == 0)
        QCOMPARE(posix_memalign(&block, 256, 1024), 0);
    else if (way == 1)
        block = aligned_alloc(256, 1024);
    else if (way == 2)
        block = memalign(256, 1024);
    else if (way == 3)
        block = valloc(1024);
    else if (way == 4)
        block = ::operator new(1024);
    else if (way == 5)
        block = ::operator new(1024, std::align_val_t(256));
    else
        block = OPENSSL_malloc(1024);
    QVERIFY(block);
    if (way <= 2 || way == 5)
        QCOMPARE(number(block) % 256, quintptr(0));
    memset(block, pattern, 1024);
    const quintptr address = number(block);
    if (way == 4)
        ::operator delete(block);
    else if (way == 5)
        ::operator delete(block, std::align_val_t(256));
    else if (way == 6)
        OPENSSL_free(block);
    else
        free(block);
    QVERIFY(!holdsPattern(address, 1024));
}

void TestZeroingAllocator::contractsOfTheCLibrary()
{
    // Sizes the compiler must not see through.
    const volatile std::size_t huge = SIZE_MAX / 2;
    free(nullptr);
    void* block = realloc(nullptr, 10);
    QVERIFY(block);
    QVERIFY(!reallocarray(block, huge, 4));
    QCOMPARE(errno, ENOMEM);
    QVERIFY(!realloc(block, huge));
    free(block);
    auto* const zeros = static_cast<unsigned char*>(calloc(64, 64));
    for (int i = 0; i < 4096; ++i)
        QCOMPARE(zeros[i], 0);
    free(zeros);
    QCOMPARE(posix_memalign(&block, 3, 8), EINVAL);
    errno = 5;
    free(malloc(100));
    QCOMPARE(errno, 5);
}

void TestZeroingAllocator::textsLeaveNothing()
{
    quintptr address = 0;
    {
        QString text(500, QChar(0xa7a7));
        address = number(text.constData());
        QVERIFY(holdsPattern(address, 1000));
    }
    QVERIFY(!holdsPattern(address, 1000));
    {
        QByteArray bytes;
        for (int i = 0; i < 300; ++i)
            bytes.append(static_cast<char>(pattern));
        address = number(bytes.constData());
    }
    QVERIFY(!holdsPattern(address, 300));
}

QTEST_GUILESS_MAIN(TestZeroingAllocator)
#include "tst_zeroing_allocator.moc"
