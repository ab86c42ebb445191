// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/panes/pane.h"

class QLabel;
class QPushButton;
class QSpinBox;
class QTabWidget;
class QVBoxLayout;

namespace strongroom::ui {

class IconLabel;

class ConnectPage;
class CopyLine;
class FieldNote;
class RequestsPage;

/// The loopback endpoint: whether it runs, how a program connects, what it is asked, and its CA.
class EndpointPane final : public Pane
{
    Q_OBJECT

public:
    EndpointPane(Workspace& workspace, const Place& place, QWidget* parent = nullptr);

    QString title() const override { return tr("Endpoint"); }
    QString statusText() const override;
    bool handles(ActionId id) const override;
    void perform(ActionId id) override;
    void go(const Place& place) override;
    void refresh() override;
    void focusFilter() override;

private:
    QWidget* makeStatus();
    QWidget* makeAuthorityPage();
    void showStatus();

    IconLabel* m_sign = nullptr;
    QLabel* m_state = nullptr;
    FieldNote* m_problem = nullptr;
    QSpinBox* m_port = nullptr;
    QPushButton* m_switch = nullptr;
    QTabWidget* m_tabs = nullptr;
    ConnectPage* m_connect = nullptr;
    RequestsPage* m_requests = nullptr;
    CopyLine* m_caFile = nullptr;
    FieldNote* m_trusted = nullptr;
};

} // namespace strongroom::ui
