// SPDX-License-Identifier: Apache-2.0
// The bare reference of B10: a main window with a table, and nothing of Strongroom.
#include <QApplication>
#include <QMainWindow>
#include <QTableView>

int main(int argc, char* argv[])
{
    const QApplication application(argc, argv);
    QMainWindow window;
    window.setCentralWidget(new QTableView(&window));
    window.resize(1200, 800);
    window.show();
    return QApplication::exec();
}
