// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmarks/openssl_speed.h"

#include <QProcess>

namespace strongroom::benchmarks {

using namespace Qt::StringLiterals;

OpenSslSpeed rsaPrivateSpeed(int bits) { return { { u"rsa%1"_s.arg(bits) }, "+F2", 3 }; }
OpenSslSpeed rsaPublicSpeed(int bits) { return { { u"rsa%1"_s.arg(bits) }, "+F2", 4 }; }
OpenSslSpeed ecdsaSignSpeed(const QString& curve) { return { { u"ecdsa"_s + curve }, "+F4", 3 }; }
OpenSslSpeed ecdsaVerifySpeed(const QString& curve) { return { { u"ecdsa"_s + curve }, "+F4", 4 }; }

OpenSslSpeed messageSpeed(const QString& cipher, int bytes)
{
    return { { u"-bytes"_s, QString::number(bytes), u"-aead"_s, u"-evp"_s, cipher },
             "+F:",
             3,
             static_cast<double>(bytes) };
}

double costOf(const OpenSslSpeed& speed)
{
    QProcess process;
    process.start(u"openssl"_s, QStringList{ u"speed"_s, u"-mr"_s, u"-seconds"_s, u"1"_s } + speed.arguments);
    process.waitForFinished(120'000);
    for (const QByteArray& output : process.readAllStandardOutput().split('\n')) {
        if (output.startsWith(speed.line)) {
            const double aSecond = output.split(':').value(speed.column).toDouble();
            return aSecond > 0 ? 1e9 * speed.perOperation / aSecond : 0;
        }
    }
    return 0;
}

} // namespace strongroom::benchmarks
