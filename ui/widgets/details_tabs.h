// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace strongroom::ui {

class ElidedLabel;
class IconLabel;

/// The right-hand region: icon, name, address, and pages behind underlined tabs. Pages scroll by themselves;
/// tabs that find no room are in a menu at the end of the row.
class DetailsTabs final : public QWidget
{
    Q_OBJECT

public:
    explicit DetailsTabs(QWidget* parent = nullptr);

    void setHeader(const QString& iconName, const QString& title, const QString& address);
    /// Returns the index. `page` gets margins and a scroll area.
    int addPage(const QString& text, QWidget* page);
    /// A page that scrolls by itself: a table or a text.
    int addFullPage(const QString& text, QWidget* page);
    void setPageText(int index, const QString& text);
    int currentPage() const;
    void setCurrentPage(int index);

Q_SIGNALS:
    void currentPageChanged(int index);
    void addressCopyRequested(const QString& address);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    class Bar;
    void fitTabs();
    void openMenu();

    IconLabel* m_icon;
    ElidedLabel* m_title;
    ElidedLabel* m_address;
    Bar* m_bar;
    QToolButton* m_more;
    QStackedWidget* m_pages;
};

} // namespace strongroom::ui
