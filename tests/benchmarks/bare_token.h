// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

namespace strongroom::benchmarks {

/// The reference for keys in a token: one session and one handle of the module itself, without p11-kit.
/// Uses the login that this process has already.
class BareToken final
{
public:
    BareToken(const QString& modulePath, const QString& label, const QByteArray& keyId);

    /// C_SignInit and C_Sign, nothing else.
    bool sign(bool isRsa, const QByteArray& digest);

private:
    void openSession(const QString& label);
    void findKey(const QByteArray& keyId);

    void* m_list = nullptr; // CK_FUNCTION_LIST of the module, which stays loaded
    unsigned long m_session = 0;
    unsigned long m_key = 0;
};

} // namespace strongroom::benchmarks
