// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/icons.h"
#include "ui/theme/palette.h"

#include <QFile>
#include <QTest>

using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr Scheme schemes[] = { Scheme::Light, Scheme::Dark };

QByteArray rowName(Scheme scheme, const char* what)
{
    return QByteArray(scheme == Scheme::Light ? "light " : "dark ") + what;
}

} // namespace

/// Every pair of colours that is read or seen together keeps the contrast that accessibility asks for.
class TestPalette final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrastIsEnough_data();
    void contrastIsEnough();
    void qtPaletteIsComplete_data();
    void qtPaletteIsComplete();
    void schemeIsToldFromThePalette();
    void contrastOfBlackAndWhite();
    void everyIconDraws();
    void iconsFollowTheScheme();
};

void TestPalette::contrastIsEnough_data()
{
    QTest::addColumn<int>("front");
    QTest::addColumn<int>("ground");
    QTest::addColumn<bool>("isDark");
    QTest::addColumn<double>("atLeast");
    struct Row
    {
        const char* name;
        Role front;
        Role ground;
        double atLeast;
    };
    const Row rows[] = {
        { "text on base", Role::Text, Role::Base, 4.5 },
        { "text on window", Role::Text, Role::Window, 4.5 },
        { "text on alternate", Role::Text, Role::Alternate, 4.5 },
        { "text on hover", Role::Text, Role::Hover, 4.5 },
        { "text on a chosen node", Role::Text, Role::AccentSoft, 4.5 },
        { "text on a chip", Role::Text, Role::Chip, 4.5 },
        { "muted on base", Role::Muted, Role::Base, 4.5 },
        { "muted on window", Role::Muted, Role::Window, 4.5 },
        { "muted on alternate", Role::Muted, Role::Alternate, 4.5 },
        { "accent on base", Role::Accent, Role::Base, 4.5 },
        { "accent on its ground", Role::Accent, Role::AccentSoft, 4.5 },
        { "on primary", Role::OnPrimary, Role::Primary, 4.5 },
        { "ok on base", Role::Ok, Role::Base, 4.5 },
        { "ok on alternate", Role::Ok, Role::Alternate, 4.5 },
        { "warning on base", Role::Warning, Role::Base, 4.5 },
        { "warning on its ground", Role::Warning, Role::WarningSoft, 4.5 },
        { "critical on base", Role::Critical, Role::Base, 4.5 },
        { "critical on its ground", Role::Critical, Role::CriticalSoft, 4.5 },
        { "edge of a control on base", Role::Border, Role::Base, 3.0 },
        { "edge of a control on window", Role::Border, Role::Window, 3.0 },
        { "focus ring on base", Role::Accent, Role::Base, 3.0 },
    };
    for (const auto scheme : schemes)
        for (const auto& row : rows)
            QTest::newRow(rowName(scheme, row.name).constData())
                << int(row.front) << int(row.ground) << (scheme == Scheme::Dark) << row.atLeast;
}

void TestPalette::contrastIsEnough()
{
    QFETCH(int, front);
    QFETCH(int, ground);
    QFETCH(bool, isDark);
    QFETCH(double, atLeast);
    const auto scheme = isDark ? Scheme::Dark : Scheme::Light;
    const double found = contrast(color(Role(front), scheme), color(Role(ground), scheme));
    QVERIFY2(found >= atLeast, qPrintable(u"%1"_s.arg(found)));
}

void TestPalette::qtPaletteIsComplete_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestPalette::qtPaletteIsComplete()
{
    QFETCH(bool, isDark);
    const auto palette = paletteOf(isDark ? Scheme::Dark : Scheme::Light);
    for (const auto group : { QPalette::Active, QPalette::Inactive, QPalette::Disabled })
        for (int role = 0; role < QPalette::NColorRoles; ++role)
            if (role != QPalette::NoRole)
                QVERIFY2(palette.isBrushSet(group, QPalette::ColorRole(role)),
                         qPrintable(QString::number(role)));
}

void TestPalette::schemeIsToldFromThePalette()
{
    QCOMPARE(schemeOf(paletteOf(Scheme::Light)), Scheme::Light);
    QCOMPARE(schemeOf(paletteOf(Scheme::Dark)), Scheme::Dark);
}

void TestPalette::contrastOfBlackAndWhite()
{
    QVERIFY(qAbs(contrast(Qt::black, Qt::white) - 21.0) < 0.01);
    QVERIFY(qAbs(contrast(Qt::white, Qt::white) - 1.0) < 0.01);
}

void TestPalette::everyIconDraws()
{
    QFile list(QStringLiteral(STRONGROOM_SOURCE_DIR) + u"/resources/icons.txt"_s);
    QVERIFY(list.open(QIODevice::ReadOnly));
    int count = 0;
    for (const auto& line : QString::fromUtf8(list.readAll()).split(u'\n', Qt::SkipEmptyParts)) {
        const auto image = iconPixmap(line, Qt::black, 16, 2.0).toImage();
        QCOMPARE(image.size(), QSize(32, 32));
        bool isDrawn = false;
        for (int y = 0; y < image.height() && !isDrawn; ++y)
            for (int x = 0; x < image.width() && !isDrawn; ++x)
                isDrawn = qAlpha(image.pixel(x, y)) > 0;
        QVERIFY2(isDrawn, qPrintable(line));
        ++count;
    }
    QVERIFY(count > 50);
}

void TestPalette::iconsFollowTheScheme()
{
    const auto lock = icon(u"lock"_s, Role::Critical);
    QGuiApplication::setPalette(paletteOf(Scheme::Light));
    const auto light = lock.pixmap(16).toImage();
    QGuiApplication::setPalette(paletteOf(Scheme::Dark));
    QVERIFY(light != lock.pixmap(16).toImage());
}

QTEST_MAIN(TestPalette)
#include "tst_palette.moc"
