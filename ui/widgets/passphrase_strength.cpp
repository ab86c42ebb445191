// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/passphrase_strength.h"

#include "ui/widgets/counted.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace strongroom::ui {

namespace {

constexpr double guessesPerSecond = 2; // half a second for each guess, as the key derivation is tuned
constexpr double computers = 1000;

QString yearsText(double years)
{
    if (years < 1.0 / 365)
        return QCoreApplication::translate("Strength", "less than a day");
    if (years < 1)
        return counted(qint64(std::ceil(years * 365)), QCoreApplication::translate("Strength", "a day"),
                       QCoreApplication::translate("Strength", "%1 days"));
    if (years < 10'000)
        return counted(qint64(years), QCoreApplication::translate("Strength", "a year"),
                       QCoreApplication::translate("Strength", "%1 years"));
    if (years < 1e9)
        return QCoreApplication::translate("Strength", "%1 million years")
            .arg(QLocale().toString(std::ceil(years / 1e6), 'f', 0));
    return QCoreApplication::translate("Strength", "longer than the Earth is old");
}

} // namespace

QString strengthSentence(const Strength& strength)
{
    const double years
        = std::pow(2.0, strength.bits - 1) / (guessesPerSecond * computers) / (365.25 * 86'400);
    const auto cost
        = QCoreApplication::translate("Strength", "Guessing it would take %1 on a thousand computers.")
              .arg(yearsText(years));
    switch (strength.level) {
    case Strength::Level::Empty:
        return QCoreApplication::translate(
            "Strength", "Four or more unrelated words are easy to remember and hard to guess.");
    case Strength::Level::Weak:
        return QCoreApplication::translate("Strength", "Weak.") + u' ' + cost;
    case Strength::Level::Fair:
        return QCoreApplication::translate("Strength", "Fair.") + u' ' + cost;
    case Strength::Level::Good:
        return QCoreApplication::translate("Strength", "Good.") + u' ' + cost;
    case Strength::Level::Strong:
        return QCoreApplication::translate("Strength", "Strong.") + u' ' + cost;
    }
    return {};
}

} // namespace strongroom::ui
