// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <functional>
#include <memory>

namespace strongroom::benchmarks {

/// Keep-alive TLS connections to a loopback port, each with one request in flight. Lean enough that the
/// server is what is measured. Thread-compatible.
class LoadClient final
{
public:
    /// Connects and shakes hands; `isConnected` tells whether all did.
    LoadClient(int port, int connections);
    ~LoadClient();

    bool isConnected() const;
    /// Sends `count` requests over all connections and waits for their answers. `request` makes the
    /// bytes of the nth one. Answers how many had the status 200.
    int run(int count, const std::function<QByteArray(int)>& request);
    /// The body of one answer.
    QByteArray ask(const QByteArray& request);

private:
    struct Connection;
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace strongroom::benchmarks
