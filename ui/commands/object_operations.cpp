// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/object_operations.h"

#include "ui/commands/run_on.h"
#include "ui/dialogs/bulk_run.h"

namespace strongroom::ui {

namespace {

template <typename Op> DoneFuture done(Workspace& workspace, const vault::VaultId& vault, Op op)
{
    return withoutOutput(runOn(workspace, vault, std::move(op)), &workspace);
}

base::Error unknownKind()
{
    return { base::ErrorCode::NotSupported, QStringLiteral("This kind of object is not known here."), {} };
}

DoneFuture notSupported() { return base::readyFuture<base::Result<void>>(unknownKind()); }

using NameStates = base::Result<std::vector<vault::NameState>>;

/// Of a question about one name.
base::Answer<base::Result<vault::NameState>> firstOf(base::Answer<NameStates> states, QObject* context)
{
    return base::continued(QFuture<NameStates>(states), context,
                           [](const NameStates& all) -> base::Result<vault::NameState> {
                               if (!all)
                                   return all.error();
                               return all->front();
                           });
}

template <typename Properties>
base::Answer<base::Result<vault::ObjectName>> nameOf(base::Answer<base::Result<Properties>> restored,
                                                     QObject* context)
{
    return base::continued(QFuture<base::Result<Properties>>(restored), context,
                           [](const base::Result<Properties>& object) -> base::Result<vault::ObjectName> {
                               if (!object)
                                   return object.error();
                               return object->name;
                           });
}

} // namespace

ObjectUpdate inverseOf(const ObjectUpdate& forth, const lists::ListedObject& before)
{
    ObjectUpdate back{ forth.kind, forth.name, forth.version };
    back.attributes = inverseOf(forth.attributes, before.attributes);
    if (forth.tags)
        back.tags = before.tags;
    return back;
}

vault::AttributeChanges inverseOf(const vault::AttributeChanges& forth, const vault::Attributes& before)
{
    vault::AttributeChanges back;
    if (forth.isEnabled)
        back.isEnabled = before.isEnabled;
    if (forth.expires)
        back.expires = vault::DateChange(before.expires);
    if (forth.notBefore)
        back.notBefore = vault::DateChange(before.notBefore);
    return back;
}

base::Answer<base::Result<vault::NameState>> checkName(Workspace& workspace, const vault::VaultId& vault,
                                                       const ObjectRef& object)
{
    switch (object.kind) {
    case vault::ObjectKind::Secret:
        return firstOf(runOn(workspace, vault, vault::CheckSecretNames{ { object.name } }), &workspace);
    case vault::ObjectKind::Key:
        return firstOf(runOn(workspace, vault, vault::CheckKeyNames{ { object.name } }), &workspace);
    case vault::ObjectKind::Certificate:
        break;
    }
    return base::readyFuture<base::Result<vault::NameState>>(unknownKind());
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

base::Answer<base::Result<QByteArray>> backUpObject(Workspace& workspace, const vault::VaultId& vault,
                                                    const ObjectRef& object)
{
    switch (object.kind) {
    case vault::ObjectKind::Secret:
        return runOn(workspace, vault, vault::BackupSecret{ object.name });
    case vault::ObjectKind::Key:
        return runOn(workspace, vault, vault::BackupKey{ object.name });
    case vault::ObjectKind::Certificate:
        break;
    }
    return base::readyFuture<base::Result<QByteArray>>(unknownKind());
}

base::Answer<base::Result<vault::ObjectName>> restoreObject(Workspace& workspace, const vault::VaultId& vault,
                                                            vault::ObjectKind kind, QByteArray blob)
{
    switch (kind) {
    case vault::ObjectKind::Secret:
        return nameOf(runOn(workspace, vault, vault::RestoreSecret{ std::move(blob) }), &workspace);
    case vault::ObjectKind::Key:
        return nameOf(runOn(workspace, vault, vault::RestoreKey{ std::move(blob) }), &workspace);
    case vault::ObjectKind::Certificate:
        break;
    }
    return base::readyFuture<base::Result<vault::ObjectName>>(unknownKind());
}

} // namespace strongroom::ui
