// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/object_operations.h"

#include "ui/commands/run_on.h"
#include "ui/dialogs/bulk_run.h"

namespace strongroom::ui {

namespace {

template <typename Op> DoneFuture done(Workspace& workspace, const vault::VaultId& vault, Op op)
{
    return withoutOutput(runOn(workspace, vault, std::move(op)));
}

DoneFuture notSupported()
{
    return base::readyFuture<base::Result<void>>(base::Error{
        base::ErrorCode::NotSupported, QStringLiteral("This kind of object is not known here."), {} });
}

} // namespace

ObjectUpdate inverseOf(const ObjectUpdate& forth, const lists::ListedObject& before)
{
    ObjectUpdate back{ forth.kind, forth.name, forth.version };
    if (forth.tags)
        back.tags = before.tags;
    if (forth.attributes.isEnabled)
        back.attributes.isEnabled = before.attributes.isEnabled;
    if (forth.attributes.expires)
        back.attributes.expires = vault::DateChange(before.attributes.expires);
    if (forth.attributes.notBefore)
        back.attributes.notBefore = vault::DateChange(before.attributes.notBefore);
    return back;
}

DoneFuture updateObject(Workspace& workspace, const vault::VaultId& vault, const ObjectUpdate& update)
{
    switch (update.kind) {
    case vault::ObjectKind::Secret:
        return done(workspace, vault,
                    vault::UpdateSecret{ update.name, update.version, {}, update.attributes, update.tags });
    case vault::ObjectKind::Key:
        return done(workspace, vault,
                    vault::UpdateKey{ update.name, update.version, {}, update.attributes, update.tags, {} });
    case vault::ObjectKind::Certificate:
        break;
    }
    return notSupported();
}

DoneFuture deleteObject(Workspace& workspace, const vault::VaultId& vault, const ObjectRef& object)
{
    switch (object.kind) {
    case vault::ObjectKind::Secret:
        return done(workspace, vault, vault::DeleteSecret{ object.name });
    case vault::ObjectKind::Key:
        return done(workspace, vault, vault::DeleteKey{ object.name });
    case vault::ObjectKind::Certificate:
        break;
    }
    return notSupported();
}

DoneFuture recoverObject(Workspace& workspace, const vault::VaultId& vault, const ObjectRef& object)
{
    switch (object.kind) {
    case vault::ObjectKind::Secret:
        return done(workspace, vault, vault::RecoverDeletedSecret{ object.name });
    case vault::ObjectKind::Key:
        return done(workspace, vault, vault::RecoverDeletedKey{ object.name });
    case vault::ObjectKind::Certificate:
        break;
    }
    return notSupported();
}

DoneFuture purgeObject(Workspace& workspace, const vault::VaultId& vault, const ObjectRef& object)
{
    switch (object.kind) {
    case vault::ObjectKind::Secret:
        return done(workspace, vault, vault::PurgeDeletedSecret{ object.name });
    case vault::ObjectKind::Key:
        return done(workspace, vault, vault::PurgeDeletedKey{ object.name });
    case vault::ObjectKind::Certificate:
        break;
    }
    return notSupported();
}

} // namespace strongroom::ui
