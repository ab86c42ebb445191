// SPDX-License-Identifier: Apache-2.0
// The server of model/net with nothing behind it: what the loopback server itself costs. Prints its port.
#include "model/crypto/local_ca.h"
#include "model/net/http_server.h"

#include <cstdio>
#include <unistd.h>

using namespace strongroom;

int main()
{
    const auto now = base::SystemClock().now();
    const auto ca = crypto::makeLocalCa(now, QStringLiteral("Benchmark CA"));
    if (!ca)
        return 1;
    auto leaf = crypto::makeServerCertificate(*ca, now);
    if (!leaf)
        return 1;
    net::HttpServerConfig config;
    config.tls = net::ServerIdentity{ leaf->certificatePem, std::move(leaf->keyPem) };
    const QByteArray body = "{\"value\":\"" + QByteArray(288, 'x') + "\"}";
    net::HttpServer server(std::move(config), [body](net::HttpRequest, net::Respond respond) {
        net::HttpResponse response;
        response.headers.emplace_back(QByteArrayLiteral("Content-Type"),
                                      QByteArrayLiteral("application/json"));
        response.body = base::SecureBytes::copyOf(body);
        respond(std::move(response));
    });
    const auto port = server.start();
    if (!port)
        return 1;
    std::printf("%d\n", *port);
    std::fflush(stdout);
    pause();
}
