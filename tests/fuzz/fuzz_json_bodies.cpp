// SPDX-License-Identifier: Apache-2.0
#include "model/wire/paging.h"
#include "model/wire/request_target.h"
#include "model/wire/secret_bodies.h"

#include <cstdlib>

using namespace strongroom;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

void readQuery(QByteArrayView bytes)
{
    const auto target = wire::RequestTarget::parse(bytes);
    if (!target)
        return;
    for (const QString& segment : target->segments)
        require(!segment.isEmpty());
    if (const auto page = wire::readPageRequest(target->query); !page)
        require(!page.error().message.isEmpty());
    if (const auto version = wire::ApiVersion::fromQuery(target->query); !version)
        require(!version.error().message.isEmpty());
}

} // namespace

/// Every document that is read from the wire. The first byte chooses which; what was understood can be
/// written, and is understood the same again.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const QByteArrayView body(data + 1, static_cast<qsizetype>(size) - 1);
    switch (data[0] % 6) {
    case 0:
        if (const auto set = wire::readSetSecret(body)) {
            const auto again = wire::readSetSecret(wire::writeSetSecret(*set).view());
            require(again && again->value == set->value && again->tags == set->tags
                    && again->contentType == set->contentType);
        }
        break;
    case 1:
        if (const auto update = wire::readUpdateSecret(body)) {
            const auto again = wire::readUpdateSecret(wire::writeUpdateSecret(*update).view());
            require(again && *again == *update);
        }
        break;
    case 2:
        if (const auto backup = wire::readBackup(body)) {
            const auto again = wire::readBackup(wire::writeBackup(*backup).view());
            require(again && *again == *backup);
        }
        break;
    case 3:
        if (wire::readSecretBundle(body) || wire::readSecretBundlePage(body))
            break;
        break;
    case 4:
        readQuery(body);
        break;
    default:
        if (const auto form = wire::parseForm(body); !form)
            require(!form.error().message.isEmpty());
    }
    return 0;
}
