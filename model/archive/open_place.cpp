// SPDX-License-Identifier: Apache-2.0
#include "model/archive/open_place.h"

#include "model/archive/container_place.h"
#include "model/archive/folder_place.h"

namespace strongroom::archive {

base::Result<std::unique_ptr<vault::BackupPlace>> openPlace(const vault::BackupTarget& target)
{
    using Place = std::unique_ptr<vault::BackupPlace>;
    if (auto checked = target.check(); !checked)
        return checked.error();
    if (target.kind == vault::BackupTarget::Kind::Folder)
        return Place(std::make_unique<FolderPlace>(target.where));
    return Place(std::make_unique<ContainerPlace>(target));
}

} // namespace strongroom::archive
