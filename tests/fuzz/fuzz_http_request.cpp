// SPDX-License-Identifier: Apache-2.0
#include "model/net/connection.h"

#include <QList>

#include <cstdlib>
#include <deque>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace strongroom;
using namespace strongroom::net;

namespace {

const HttpLimits limits;
const std::function<bool(QByteArrayView)> noOtherHost;

/// Counts the final responses by walking over them as a client would; aborts where they make no sense.
int countResponses(QByteArrayView sent)
{
    int count = 0;
    while (!sent.isEmpty()) {
        const qsizetype headEnd = sent.toByteArray().indexOf("\r\n\r\n");
        if (!sent.startsWith("HTTP/1.1 ") || headEnd < 0)
            std::abort();
        const QByteArray head = sent.first(headEnd).toByteArray();
        sent = sent.sliced(headEnd + 4);
        if (head.startsWith("HTTP/1.1 100 "))
            continue;
        const qsizetype length = head.indexOf("Content-Length: ");
        if (length < 0)
            std::abort();
        const qsizetype size = head.sliced(length + 16).split('\r').first().toLongLong();
        sent = sent.sliced(std::min(size, sent.size()));
        ++count;
    }
    return count;
}

} // namespace

/// A whole connection over a socket pair: every request that reaches the handler gets one response, in
/// order, and at most one refusal follows them.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    int sockets[2];
    if (size > 64 * 1024 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, sockets) != 0)
        return 0;
    if (write(sockets[0], data, size) != static_cast<ssize_t>(size)) {
        close(sockets[0]);
        close(sockets[1]);
        return 0;
    }
    shutdown(sockets[0], SHUT_WR);

    std::deque<HttpRequest> requests;
    int answered = 0;
    Surroundings around{ limits, { 8443, noOtherHost }, {}, 0, {} };
    around.dispatch = [&](quint64, HttpRequest request) { requests.push_back(std::move(request)); };
    {
        Connection connection({ 1, sockets[1], u"127.0.0.1"_qs }, nullptr, around, 0);
        auto waits = connection.proceed(1);
        while (waits == Connection::Waits::Answer) {
            if (requests.size() != 1)
                std::abort();
            HttpResponse response; // without a body, so that HEAD needs no care
            requests.pop_front();
            ++answered;
            waits = connection.answer(std::move(response), 2);
        }
    }
    if (around.heldBodyBytes != 0)
        std::abort();
    close(sockets[1]);
    QByteArray sent;
    char buffer[4096];
    for (ssize_t got = 0; (got = read(sockets[0], buffer, sizeof buffer)) > 0;)
        sent.append(buffer, got);
    close(sockets[0]);
    const int responses = countResponses(sent);
    if (responses < answered || responses > answered + 1)
        std::abort();
    return 0;
}
