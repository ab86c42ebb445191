// SPDX-License-Identifier: Apache-2.0
// One table of what the other programs measured: bench_table FILE.
#include "tests/benchmarks/measure.h"

using namespace strongroom::benchmarks;

int main(int argc, char* argv[])
{
    if (argc != 2)
        return 2;
    printTable(keptRows(QString::fromLocal8Bit(argv[1])));
}
