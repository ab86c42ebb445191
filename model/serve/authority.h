// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/serve/access_tokens.h"
#include "model/serve/directory.h"
#include "model/serve/endpoint_names.h"
#include "model/serve/exchange.h"
#include "model/serve/refusal_book.h"
#include "model/wire/request_target.h"

namespace strongroom::serve {

/// What the parts of a running endpoint share. Immutable while it runs.
struct EndpointParts final
{
    ops::Operations& operations;
    const base::Clock& clock;
    EndpointNames names;
    std::shared_ptr<Directory> directory;
    std::shared_ptr<AccessTokens> tokens;
    std::shared_ptr<RefusalBook> refusals;
};

/// The token authority: OpenID discovery, signing keys and the token endpoint with the client credentials
/// grant (RFC 6749 section 4.4; Microsoft identity platform, client credentials flow), for a secret or a
/// signed assertion (RFC 7523). Older programs name a resource at its first version, where others name a
/// scope; all else is the same. Thread-safe.
class Authority final : public std::enable_shared_from_this<Authority>
{
public:
    explicit Authority(EndpointParts parts);

    enum class Page { None, Configuration, Keys, Token, ResourceToken };
    /// Which page of the authority a path means.
    static Page pageOf(const std::vector<QString>& segments);

    void handle(const ExchangePtr& exchange, net::HttpRequest request, const wire::RequestTarget& target);

private:
    struct TokenRequest;
    /// What a token is for, and the page that was asked for it.
    struct Wanted
    {
        QString resource;
        Page page = Page::Token;
    };

    /// Refuses what is no question to this authority, once that stands in the audit log.
    void refuseRequest(const ExchangePtr& exchange, const base::Error& error) const;
    void sendConfiguration(const ExchangePtr& exchange, QByteArrayView host) const;
    void sendKeys(const ExchangePtr& exchange) const;
    void handleToken(const ExchangePtr& exchange, net::HttpRequest request, Page page);
    void signInWithSecret(const ExchangePtr& exchange, TokenRequest request);
    void checkSecret(const ExchangePtr& exchange, TokenRequest request);
    void signInWithAssertion(const ExchangePtr& exchange, TokenRequest request);
    void grant(const ExchangePtr& exchange, const vault::Application& application, const Wanted& wanted,
               SignInMethod method) const;

    const EndpointParts m_parts;
};

/// The application that a client assertion proves, or why it proves none. Pure.
base::Result<void> checkAssertion(QByteArrayView assertion, const vault::Application& application,
                                  const QStringList& tokenEndpoints, base::UnixSeconds now);

} // namespace strongroom::serve
