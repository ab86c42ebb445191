// SPDX-License-Identifier: Apache-2.0
#include "model/transfer/import_table.h"

#include <cstdlib>

using namespace strongroom::transfer;
using namespace Qt::StringLiterals;

/// A file of another program. The first byte chooses what it is called; every row keeps within the limits
/// or says what is wrong with it.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const QString names[]
        = { u".env"_s, u"secrets.csv"_s, u"secrets.tsv"_s, u"secrets.json"_s, u"secrets"_s };
    const QByteArrayView file(data + 1, static_cast<qsizetype>(size) - 1);
    const auto table = readImport(file, names[data[0] % std::size(names)]);
    if (!table)
        return 0;
    if (static_cast<qsizetype>(table->rows.size()) > limits::rows)
        std::abort();
    for (const ImportRow& row : table->rows) {
        if (row.problem == RowProblem::None
            && (!row.name || row.value.isEmpty() || row.value.size() > 25'600))
            std::abort();
        problemText(row.problem);
    }
    return 0;
}
