// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/command_palette.h"

#include "ui/commands/secret_commands.h"
#include "ui/shell/fuzzy_match.h"
#include "ui/shell/pane_catalogue.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/find_field.h"

#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int results = 12;
constexpr int itemDelay = 80; // milliseconds
constexpr std::size_t remembered = 7; // the place where the person is, and six
constexpr int lately = 400; // where the person was comes before what fits as well
constexpr int behind = 500; // what fits as well and can be done comes first
enum Roles { IconRole = Qt::UserRole + 1, GroupRole, HintRole, ReasonRole };

/// What stands at the right end of a row.
QString besideOf(const QModelIndex& index)
{
    for (const int role : { ReasonRole, HintRole })
        if (auto text = index.data(role).toString(); !text.isEmpty())
            return text;
    return index.data(GroupRole).toString();
}

class EntryDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return { 200, option.fontMetrics.height() + 14 };
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        const bool isSelected = option.state & QStyle::State_Selected;
        const bool canBeDone = index.data(ReasonRole).toString().isEmpty();
        const auto area = option.rect.adjusted(6, 0, -6, 0);
        if (isSelected) {
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(Qt::NoPen);
            painter->setBrush(color(canBeDone ? Role::Primary : Role::Hover, option.palette));
            painter->drawRoundedRect(area, metrics::corner, metrics::corner);
        }
        const bool isOnPrimary = isSelected && canBeDone;
        const auto quiet = color(isOnPrimary ? Role::OnPrimary : Role::Muted, option.palette);
        const auto strong
            = canBeDone ? color(isSelected ? Role::OnPrimary : Role::Text, option.palette) : quiet;
        painter->drawPixmap(
            area.x() + 8, area.center().y() - 7,
            iconPixmap(index.data(IconRole).toString(), quiet, 16, painter->device()->devicePixelRatioF()));
        paintWords(*painter, area.adjusted(34, 0, -10, 0), index, { option.font, strong, quiet });
        painter->restore();
    }

private:
    struct Ink
    {
        QFont font;
        QColor strong;
        QColor quiet;
    };

    /// The name has the room it needs; a long reason is cut.
    static void paintWords(QPainter& painter, QRect room, const QModelIndex& index, const Ink& ink)
    {
        const auto name = index.data().toString();
        const int nameWidth = QFontMetrics(ink.font).horizontalAdvance(name);
        painter.setFont(captionFont());
        painter.setPen(ink.quiet);
        const int left = qMax(room.width() / 3, room.width() - nameWidth - 12);
        const auto beside = painter.fontMetrics().elidedText(besideOf(index), Qt::ElideRight, left);
        painter.drawText(room, Qt::AlignVCenter | Qt::AlignRight, beside);
        room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(beside) - 12);
        painter.setFont(ink.font);
        painter.setPen(ink.strong);
        painter.drawText(room, Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(name, Qt::ElideRight, room.width()));
    }
};

QString latin(std::string_view text) { return QString::fromLatin1(text.data(), qsizetype(text.size())); }

enum class Scope { Everything, Actions, Principals, Tags };

struct Wanted final
{
    Scope scope = Scope::Everything;
    QString text;
};

Wanted wantedOf(const QString& typed)
{
    if (typed.startsWith(u'>'))
        return { Scope::Actions, typed.mid(1).trimmed() };
    if (typed.startsWith(u'@'))
        return { Scope::Principals, typed.mid(1).trimmed() };
    if (typed.startsWith(u'#'))
        return { Scope::Tags, typed.mid(1).trimmed() };
    return { Scope::Everything, typed };
}

/// With more letters there is less to be read that nobody means. The few principals are all listed.
bool isEnoughForStore(const Wanted& wanted)
{
    switch (wanted.scope) {
    case Scope::Everything:
        return wanted.text.size() >= 2;
    case Scope::Tags:
        return !wanted.text.isEmpty();
    case Scope::Principals:
        return true;
    case Scope::Actions:
        return false;
    }
    return false;
}

QString pageWords(const QString& vault, const PaneRow& row)
{
    return vault % u" \u203a "_s % QCoreApplication::translate("Panes", row.text);
}

/// "name" or "name=value", each from its beginning or its middle.
vault::SearchStore tagSearch(const QString& text)
{
    vault::SearchStore search;
    const qsizetype equals = text.indexOf(u'=');
    if (equals <= 0) {
        search.text = text;
        return search;
    }
    vault::FilterTerm term;
    term.field = vault::FilterTerm::Field::Tag;
    term.key = text.left(equals).trimmed();
    term.text = text.mid(equals + 1).trimmed();
    search.filter = { term };
    return search;
}

/// The tag for which an item was found, as "name=value"; empty when it was found for something else.
QString tagThatFits(const vault::Tags& tags, const QString& text)
{
    const qsizetype equals = text.indexOf(u'=');
    for (auto tag = tags.cbegin(); tag != tags.cend(); ++tag) {
        QString whole = tag.value().isEmpty() ? tag.key() : tag.key() % u'=' % tag.value();
        const bool fits = equals > 0
            ? tag.key().compare(text.left(equals).trimmed(), Qt::CaseInsensitive) == 0
            : whole.contains(text, Qt::CaseInsensitive);
        if (fits)
            return whole;
    }
    return {};
}

} // namespace

CommandPalette::CommandPalette(Workspace& workspace, QWidget* window)
    : QFrame(window)
    , m_workspace(workspace)
    , m_field(new FindField(FindField::Purpose::Find, tr("Go to"), this))
    , m_list(new QListWidget(this))
{
    m_field->setPlaceholderText(tr("Go to a vault, an item or an action.  > actions  @ principals  # tags"));
    m_field->setFrame(false);
    m_field->installEventFilter(this);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setItemDelegate(new EntryDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Results"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 8, 6, 8);
    layout->setSpacing(6);
    layout->addWidget(m_field);
    layout->addWidget(m_list);
    m_delay.setSingleShot(true);
    m_delay.setInterval(itemDelay);
    connect(m_field, &FindField::textChanged, this, &CommandPalette::search);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::choose);
    connect(m_list, &QListWidget::itemEntered, m_list,
            [this](QListWidgetItem* item) { m_list->setCurrentItem(item); });
    connect(&m_delay, &QTimer::timeout, this, &CommandPalette::askStore);
    connect(&workspace, &Workspace::openRequested, this, &CommandPalette::remember);
    connect(&workspace.door(), &ops::StoreDoor::stateChanged, this, [this] {
        if (!m_workspace.operations())
            m_visited.clear();
    });
    window->installEventFilter(this);
    QWidget::hide();
}

CommandPalette::~CommandPalette() = default;

void CommandPalette::start()
{
    search();
    place();
    QWidget::show();
    raise();
    m_field->setFocus();
}

void CommandPalette::setText(const QString& text) { m_field->setText(text); }

void CommandPalette::search()
{
    m_entries.clear();
    m_found.clear();
    ++m_question;
    const Wanted wanted = wantedOf(m_field->text());
    m_delay.stop();
    if (isEnoughForStore(wanted))
        m_delay.start();
    if (wanted.scope == Scope::Everything) {
        addVisited(wanted.text);
        addVaults(wanted.text);
    }
    if (wanted.scope == Scope::Everything || wanted.scope == Scope::Actions)
        addActions(wanted.text);
    show(m_entries);
}

void CommandPalette::askStore()
{
    if (!m_workspace.operations())
        return;
    const Wanted wanted = wantedOf(m_field->text());
    switch (wanted.scope) {
    case Scope::Everything:
        return searchItems(wanted.text);
    case Scope::Principals:
        return searchPrincipals(wanted.text);
    case Scope::Tags:
        return searchTags(wanted.text);
    case Scope::Actions:
        return;
    }
}

void CommandPalette::remember(const Place& place)
{
    const bool isItem = !place.vault.isEmpty() && !place.item.isEmpty();
    const Place visited{ place.kind, place.vault, isItem ? place.item : QString(), {} };
    std::erase(m_visited, visited);
    m_visited.insert(m_visited.begin(), visited);
    if (m_visited.size() > remembered)
        m_visited.pop_back();
}

/// The first is where the person is.
void CommandPalette::addVisited(const QString& text)
{
    for (std::size_t i = 1; i < m_visited.size(); ++i) {
        const Place& place = m_visited[i];
        const PaneRow* row = paneRow(place.kind);
        const auto* properties = m_workspace.vaults().find(place.vault);
        if (!row || (row->isOfVault && !properties))
            continue; // purged since
        const bool isItem = !place.item.isEmpty();
        const QString vault = properties ? properties->name.text() : QString();
        const QString words = isItem ? place.item
            : row->isOfVault         ? pageWords(vault, *row)
                                     : QCoreApplication::translate("Panes", row->text);
        if (const auto score = fuzzyScore(text, words))
            m_entries.push_back({ latin(row->icon),
                                  words,
                                  isItem               ? vault
                                      : row->isOfVault ? tr("Vault")
                                                       : tr("Page"),
                                  isItem ? QString() : tr("Recent"),
                                  *score + lately - int(i),
                                  [this, place] { m_workspace.open(place); },
                                  {},
                                  copyOf(place) });
    }
}

void CommandPalette::addVaults(const QString& text)
{
    for (const auto& properties : m_workspace.vaults().vaults())
        for (const auto& row : paneCatalogue()) {
            if (!row.isOfVault || !isPageOf(properties.sku, row.kind))
                continue;
            const QString words = pageWords(properties.name.text(), row);
            const auto score = fuzzyScore(text, words);
            if (!score || isThere(words))
                continue;
            const Place place{ row.kind, properties.id, {}, {} };
            m_entries.push_back({ latin(row.icon),
                                  words,
                                  tr("Vault"),
                                  {},
                                  *score + (row.kind == PaneKind::Secrets ? 60 : 40),
                                  [this, place] { m_workspace.open(place); },
                                  {},
                                  {} });
        }
    for (const auto& row : paneCatalogue()) {
        if (row.isOfVault)
            continue;
        const QString page = QCoreApplication::translate("Panes", row.text);
        const auto score = fuzzyScore(text, page);
        if (score && !isThere(page))
            m_entries.push_back({ latin(row.icon),
                                  page,
                                  tr("Page"),
                                  {},
                                  *score + 30,
                                  [this, kind = row.kind] {
                                      m_workspace.open({ kind, {}, {}, {} });
                                  },
                                  {},
                                  {} });
    }
}

void CommandPalette::addActions(const QString& text)
{
    for (const auto& row : actionCatalogue()) {
        if (row.id == ActionId::CommandPalette)
            continue;
        const auto words = plainText(row);
        const auto score = fuzzyScore(text, words);
        if (score && !isThere(words)) // what only opens a page is that page
            addAction(row, words, *score);
    }
}

void CommandPalette::addAction(const ActionRow& row, const QString& words, int score)
{
    const auto* action = m_workspace.action(row.id);
    const auto iconName = row.icon.empty() ? u"zap"_s : latin(row.icon);
    if (action->isEnabled()) {
        m_entries.push_back({ iconName,
                              words,
                              tr("Action"),
                              action->shortcut().toString(QKeySequence::NativeText),
                              score,
                              [this, id = row.id] { m_workspace.trigger(id); },
                              {},
                              {} });
        return;
    }
    // A guess at what was meant is no help when it cannot be done.
    if (score > behind)
        m_entries.push_back(
            { iconName, words, tr("Action"), {}, score - behind, {}, action->statusTip(), {} });
}

void CommandPalette::searchItems(const QString& text)
{
    m_workspace.operations()
        ->run(m_workspace.caller(), vault::SearchStore{ text, results, {} })
        .then(this, [this, question = m_question, text](const base::Result<Hits>& hits) {
            if (hits && question == m_question)
                addHits(*hits, text);
        });
}

void CommandPalette::addHits(const Hits& hits, const QString& text)
{
    auto all = m_entries;
    for (const auto& hit : hits) {
        auto entry = entryOf(hit, m_workspace.vaults().nameOf(hit.vault),
                             fuzzyScore(text, hit.name).value_or(0) + 80);
        const bool wasVisited = std::ranges::any_of(all, [&entry](const Entry& one) {
            return one.text == entry.text && one.group == entry.group && one.icon == entry.icon;
        });
        if (!wasVisited)
            all.push_back(std::move(entry));
    }
    show(std::move(all));
}

void CommandPalette::searchTags(const QString& text)
{
    m_workspace.operations()
        ->run(m_workspace.caller(), tagSearch(text))
        .then(this, [this, question = m_question, text](const base::Result<Hits>& hits) {
            if (!hits || question != m_question)
                return;
            std::vector<Entry> found;
            for (const auto& hit : *hits) {
                if (const QString tag = tagThatFits(hit.tags, text); !tag.isEmpty())
                    found.push_back(
                        entryOf(hit, tag % u" \u00b7 "_s % m_workspace.vaults().nameOf(hit.vault), 0));
            }
            show(std::move(found));
        });
}

void CommandPalette::searchPrincipals(const QString& text)
{
    using Applications = vault::ListApplications::Output;
    m_workspace.operations()
        ->run(m_workspace.caller(), vault::ListApplications{})
        .then(this, [this, question = m_question, text](const base::Result<Applications>& applications) {
            if (!applications || question != m_question)
                return;
            std::vector<Entry> found;
            for (const auto& application : *applications) {
                if (const auto score = fuzzyScore(text, application.name))
                    found.push_back({ u"app-window"_s,
                                      application.name,
                                      tr("Application"),
                                      {},
                                      *score,
                                      [this, id = application.clientId] {
                                          m_workspace.open({ PaneKind::Applications, {}, id, {} });
                                      },
                                      {},
                                      {} });
            }
            show(std::move(found));
        });
}

CommandPalette::Entry CommandPalette::entryOf(const vault::SearchStore::Hit& hit, const QString& group,
                                              int score)
{
    const Place place{ listOf(hit.kind), hit.vault, hit.name, {} };
    return { latin(paneRow(place.kind)->icon),           hit.name, group,        {}, score,
             [this, place] { m_workspace.open(place); }, {},       copyOf(place) };
}

std::function<void()> CommandPalette::copyOf(const Place& place)
{
    const auto name = vault::ObjectName::create(place.item);
    if (place.kind != PaneKind::Secrets || !name)
        return {};
    return [this, vault = place.vault, name = *name] {
        m_secrets = std::make_unique<SecretCommands>(m_workspace, vault);
        m_secrets->copyValue(name, {});
    };
}

bool CommandPalette::isThere(const QString& words) const
{
    return std::ranges::any_of(m_entries, [&words](const Entry& entry) { return entry.text == words; });
}

void CommandPalette::show(std::vector<Entry> entries)
{
    std::ranges::stable_sort(entries, std::ranges::greater(), &Entry::score);
    if (entries.size() > results)
        entries.resize(results);
    m_list->clear();
    for (const auto& entry : entries) {
        auto* item = new QListWidgetItem(entry.text, m_list);
        item->setData(IconRole, entry.icon);
        item->setData(GroupRole, entry.group);
        item->setData(HintRole, entry.hint);
        item->setData(ReasonRole, entry.reason);
        QStringList spoken{ entry.text, entry.group };
        if (!entry.reason.isEmpty())
            spoken += tr("cannot be done now: %1").arg(entry.reason);
        item->setData(Qt::AccessibleTextRole, spoken.join(u", "_s));
    }
    if (entries.empty()) {
        auto* const nothing = new QListWidgetItem(
            m_delay.isActive() ? tr("Looking...") : tr("Nothing has this name"), m_list);
        nothing->setData(IconRole, u"search"_s);
        nothing->setFlags(Qt::NoItemFlags);
    }
    m_list->setCurrentRow(0);
    m_found = entries; // what the rows stand for
    place();
}

const CommandPalette::Entry* CommandPalette::chosen() const
{
    const int row = m_list->currentRow();
    return row < 0 || row >= int(m_found.size()) ? nullptr : &m_found[std::size_t(row)];
}

void CommandPalette::choose()
{
    const Entry* entry = chosen();
    if (!entry || !entry->run)
        return; // its reason is read there
    const auto run = entry->run; // hidden, the palette forgets it
    hide();
    run();
}

/// False when what is chosen has no value.
bool CommandPalette::copyValue()
{
    const Entry* entry = chosen();
    if (!entry || !entry->copy)
        return false;
    const auto copy = entry->copy; // hidden, the palette forgets it
    hide();
    copy();
    return true;
}

void CommandPalette::hideEvent(QHideEvent* event)
{
    forget();
    QFrame::hideEvent(event);
}

/// Names are not to be read, by a screen reader either, after they were left or the store was locked.
void CommandPalette::forget()
{
    m_delay.stop();
    ++m_question; // an answer on its way is late
    const QSignalBlocker blocker(m_field);
    m_field->setText({}); // clear() could be undone
    m_list->clear();
    m_entries.clear();
    m_found.clear();
}

void CommandPalette::place()
{
    const auto* window = parentWidget();
    const int row = fontMetrics().height() + 14;
    const int width = qMin(640, window->width() - 80);
    const int height = metrics::controlHeight + 22 + qMax(1, m_list->count()) * row + 4;
    setGeometry((window->width() - width) / 2, 72, width, qMin(height, window->height() - 100));
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    if (watched != m_field)
        return false;
    if (event->type() == QEvent::FocusOut && isVisible()) {
        hide();
        return false;
    }
    if (event->type() != QEvent::KeyPress)
        return false;
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->matches(QKeySequence::Copy) && !m_field->hasSelectedText())
        return copyValue();
    const int count = m_list->count();
    switch (key->key()) {
    case Qt::Key_Escape:
        hide();
        return true;
    case Qt::Key_Down:
        m_list->setCurrentRow(count ? (m_list->currentRow() + 1) % count : -1);
        return true;
    case Qt::Key_Up:
        m_list->setCurrentRow(count ? (m_list->currentRow() + count - 1) % count : -1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose();
        return true;
    default:
        return false;
    }
}

void CommandPalette::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(color(Role::Border, palette()));
    painter.setBrush(color(Role::Base, palette()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

} // namespace strongroom::ui
