// SPDX-License-Identifier: Apache-2.0
// The processes of B6, B6a, B6b and B7a. list_window: a window with an empty list, the reference.
// list_window FILE SECRETS: the same window over a store, which is then scrolled and filtered. Prints facts,
// each a word and a number.
#include "app/stall_watch.h"
#include "model/lists/secret_list_model.h"
#include "tests/benchmarks/filled_store.h"
#include "tests/benchmarks/measure.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/object_list_view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QTimer>
#include <QVBoxLayout>

#include <cstdio>

using namespace strongroom;
using namespace strongroom::benchmarks;
using namespace Qt::StringLiterals;

namespace {

using Column = lists::SecretListModel::Column;

/// The columns that the page of secrets shows.
std::vector<ui::ListColumn> columns()
{
    std::vector<ui::ListColumn> all(std::size_t(Column::Count), { 120, false });
    for (const Column shown :
         { Column::Name, Column::State, Column::ContentType, Column::Expires, Column::Updated, Column::Tags })
        all[std::size_t(shown)].isShown = true;
    return all;
}

/// What a person types, letter by letter: parts of names with many, some and one hit.
const QStringList& typedTexts()
{
    static const QStringList texts{ u"secret-0042"_s, u"t-00123"_s, u"000777"_s, u"ret-99"_s, u"nothing"_s };
    return texts;
}

/// Wall time without what all threads of this process were ready to run and did not: others kept the cores.
class FairTimer final
{
public:
    FairTimer() { m_wall.start(); }
    double nanoseconds() const
    {
        return static_cast<double>(m_wall.nsecsElapsed() - (waitedNanoseconds() - m_waited));
    }

private:
    qint64 m_waited = waitedNanoseconds();
    QElapsedTimer m_wall;
};

void say(const char* what, double number)
{
    std::printf("%s %.0f\n", what, number);
    std::fflush(stdout);
}

/// Filter bar and list, as on the page of secrets.
class ListWindow final : public QWidget
{
public:
    ListWindow(const base::Clock& clock, QAbstractItemModel& rows)
        : filter(new ui::FilterBar(clock, this))
        , list(new ui::ObjectListView(this))
    {
        auto* const layout = new QVBoxLayout(this);
        layout->addWidget(filter);
        layout->addWidget(list);
        list->setModel(&rows);
        list->setColumns(columns());
        list->setTitleIcon([](const QModelIndex&) { return u"lock-keyhole"_s; });
        list->viewport()->installEventFilter(this);
        resize(1200, 800);
    }

    ui::FilterBar* const filter;
    ui::ObjectListView* const list;
    /// Called behind each painting of the list.
    std::function<void()> onPainted;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Paint)
            QTimer::singleShot(0, this, [this] { onPainted(); });
        return QWidget::eventFilter(watched, event);
    }
};

void sayPainted(const FairTimer& sinceStart)
{
    say("painted-cpu", static_cast<double>(cpuNanoseconds()));
    say("painted", sinceStart.nanoseconds());
    say("painted-memory", residentKiB(QCoreApplication::applicationPid()));
}

int showBare(const FairTimer& sinceStart)
{
    const base::SystemClock clock;
    QStandardItemModel nothing(0, int(Column::Count));
    ListWindow window(clock, nothing);
    window.onPainted = [&sinceStart] {
        sayPainted(sinceStart);
        QCoreApplication::quit();
    };
    window.show();
    return QApplication::exec();
}

/// Scrolls and filters the list of a store, one thing after the other, each until it is painted.
class Use final : public QObject
{
public:
    Use(ListWindow& window, lists::SecretListModel& model)
        : m_window(window)
        , m_model(model)
    {
        connect(&model, &lists::SecretListModel::contentReplaced, this, [this] { m_isReplaced = true; });
        for (const QString& text : typedTexts()) {
            for (qsizetype size = 1; size <= text.size(); ++size)
                m_texts += text.first(size);
        }
        next();
    }

    void onPainted()
    {
        if (!m_isWaiting || !isThere())
            return;
        m_isWaiting = false;
        (isJumping() ? m_jumps : m_keystrokes).push_back(m_timer.nanoseconds());
        ++m_done;
        // After a keystroke comes the pause that the filter bar waits for a further one.
        QTimer::singleShot(isJumping() ? 0 : 150, this, &Use::next);
    }

private:
    static constexpr int jumps = 60;

    bool isJumping() const { return m_done < jumps; }
    bool isThere() const
    {
        if (!isJumping())
            return m_isReplaced;
        return m_model.at(m_window.list->firstShownRow()) && m_model.at(m_window.list->lastShownRow());
    }

    void next()
    {
        const int typed = m_done - jumps;
        if (typed == m_texts.size())
            return finish();
        m_isWaiting = true;
        m_isReplaced = false;
        m_timer = {};
        if (typed >= 0) {
            m_window.filter->setText(m_texts[typed]);
            return;
        }
        QScrollBar* const bar = m_window.list->verticalScrollBar();
        m_place = m_place * 6364136223846793005U + 1442695040888963407U; // the same places each time
        bar->setValue(int(double(m_place >> 40) / double(1U << 24) * bar->maximum()));
    }

    void finish()
    {
        say("jump", quantile(m_jumps, 0.95));
        say("keystroke", quantile(m_keystrokes, 0.95));
        say("stall", m_stalls.longestMilliseconds() * 1e6);
        say("used-memory", residentKiB(QCoreApplication::applicationPid()));
        QCoreApplication::quit();
    }

    ListWindow& m_window;
    lists::SecretListModel& m_model;
    app::StallWatch m_stalls;
    FairTimer m_timer;
    QStringList m_texts;
    int m_done = 0;
    bool m_isWaiting = false;
    bool m_isReplaced = false;
    quint64 m_place = 7;
    std::vector<double> m_jumps;
    std::vector<double> m_keystrokes;
};

int showStore(const FairTimer& sinceStart, const QString& file, int secrets)
{
    FilledStore store(file, secrets);
    lists::SecretListModel model(store.operations(), vault::Caller::owner(), store.clock());
    ListWindow window(store.clock(), model);
    QObject::connect(window.list, &ui::ObjectListView::shownRowsChanged, &model,
                     &lists::SecretListModel::showRows);
    QObject::connect(&model, &lists::SecretListModel::contentReplaced, window.list,
                     &QAbstractItemView::scrollToTop);
    QObject::connect(&model, &lists::SecretListModel::countsChanged, window.filter,
                     [&] { window.filter->setCounts(model.matched(), model.total()); });
    QObject::connect(window.filter, &ui::FilterBar::filterChanged, &model,
                     [&] { model.setFilter(window.filter->expression().filter()); });
    std::unique_ptr<Use> use;
    bool isPainted = false;
    window.onPainted = [&] {
        if (use)
            return use->onPainted();
        if (model.at(0) && !std::exchange(isPainted, true))
            sayPainted(sinceStart);
        if (isPainted && model.total() == secrets && !model.isBusy())
            use = std::make_unique<Use>(window, model);
        else if (isPainted)
            window.list->viewport()->update(); // until the count has come, too
    };
    window.show();
    model.setVault(store.vaultId());
    return QApplication::exec();
}

} // namespace

int main(int argc, char* argv[])
{
    const FairTimer sinceStart;
    const QApplication application(argc, argv);
    if (argc != 3)
        return showBare(sinceStart);
    return showStore(sinceStart, QString::fromLocal8Bit(argv[1]), QByteArray(argv[2]).toInt());
}
