// SPDX-License-Identifier: Apache-2.0
#include "model/net/body_reader.h"
#include "model/net/request_head.h"

#include <algorithm>
#include <cstdlib>

using namespace strongroom::net;

namespace {

const HttpLimits limits;

void require(bool holds)
{
    if (!holds)
        std::abort();
}

/// What must be true of every head that is let through.
void checkAccepted(QByteArrayView bytes, const RequestHead& head)
{
    require(!head.method.isEmpty() && !head.target.isEmpty() && !head.host.isEmpty());
    require(head.target.front() == '/' || head.target == "*");
    require(!(head.isChunked && head.contentLength));
    require(head.contentLength.value_or(0) <= limits.bodyBytes);
    require(head.fields.size() <= limits.headerLines);
    for (const auto& field : head.fields) {
        require(!field.name.isEmpty() && !field.name.contains(' ') && !field.name.contains(':'));
        require(std::none_of(field.value.begin(), field.value.end(),
                             [](char c) { return c == '\r' || c == '\n' || c == '\0'; }));
    }
    const std::function<bool(QByteArrayView)> none;
    checkAddressee(head, { 8443, none });

    // The parser of chunks either refuses the head or finds its end in the same place, whether there are any
    // or not.
    RequestHead chunked = head;
    for (const bool isChunked : { head.isChunked, true }) {
        chunked.isChunked = isChunked;
        BodyReader reader(limits);
        reader.begin(chunked, bytes.size());
        const auto taken = reader.take(bytes);
        if (taken.refusedWith == 0) {
            require(taken.size == static_cast<std::size_t>(bytes.size()));
            require(taken.isComplete != head.hasBody());
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    if (size == 0)
        return 0;
    // The first byte decides in which steps the rest arrives.
    const qsizetype step = 1 + data[0];
    const QByteArrayView bytes(data + 1, static_cast<qsizetype>(size) - 1);
    HeadScanner scanner(limits);
    for (qsizetype arrived = 0; arrived < bytes.size();) {
        arrived = std::min(arrived + step, bytes.size());
        const auto outcome = scanner.scan(bytes.first(arrived));
        if (std::holds_alternative<Refusal>(outcome))
            break;
        if (const auto* headSize = std::get_if<qsizetype>(&outcome)) {
            require(*headSize <= arrived);
            const QByteArrayView head = bytes.first(*headSize);
            const auto checked = checkRequestHead(head, limits);
            if (const auto* accepted = std::get_if<RequestHead>(&checked))
                checkAccepted(head, *accepted);
            break;
        }
    }
    // The judge must not depend on the scanner before it.
    const auto alone = checkRequestHead(bytes, limits);
    if (const auto* accepted = std::get_if<RequestHead>(&alone))
        checkAccepted(bytes, *accepted);
    return 0;
}
