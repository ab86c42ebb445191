// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/key_commands.h"
#include "ui/panes/object_details.h"

class QLabel;

namespace strongroom::ui {

class CopyLine;
class RotationTimeline;

/// The details of a key: those of every object, with its public part, its rotation, and what can be done with
/// its versions.
class KeyDetails final : public ObjectDetails
{
    Q_OBJECT

public:
    KeyDetails(Workspace& workspace, const vault::VaultId& vault, KeyCommands& commands,
               QWidget* parent = nullptr);

    void showKey(const vault::KeyListing& key);
    void showNothing(int chosenCount) override;
    void showRotation();
    const std::optional<vault::KeyListing>& key() const { return m_key; }

protected:
    void showVersionButtons() override;

private:
    void makeMainPage();
    void addPublicPart(QVBoxLayout& layout, QWidget* page);
    void addRows(ObjectPropertyForm& form);
    void makeVersionsPage();
    QWidget* makeRotationPage();
    void fillKey();
    void fillRotation();
    void switchVersions(KeyCommands::Switch to);

    KeyCommands& m_commands;
    std::optional<vault::KeyListing> m_key;
    QWidget* m_publicPart = nullptr;
    QPushButton* m_ssh = nullptr;
    CopyLine* m_thumbprint = nullptr;
    QPushButton* m_release = nullptr; ///< seen only where there is something to release
    lists::KeyVersionListModel* m_versions;
    QPushButton* m_enable = nullptr;
    QPushButton* m_disable = nullptr;
    QPushButton* m_copyUrl = nullptr;
    QPushButton* m_use = nullptr;
    QLabel* m_rotationWords = nullptr;
    RotationTimeline* m_timeline = nullptr;
    int m_rotationTab = 0;
    int m_typeRow = 0, m_operationsRow = 0, m_placeRow = 0, m_releaseRow = 0, m_rotationRow = 0;
};

} // namespace strongroom::ui
