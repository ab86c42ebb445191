# SPDX-License-Identifier: Apache-2.0
"""The administration clients of Microsoft's Python SDK against a pool of strongroom serve.

Told what a program is told: POOL_URL, AUTHORITY, TENANT_ID, CLIENT_ID, CLIENT_SECRET, STRANGER_*, the CA in
REQUESTS_CA_BUNDLE, and CONTAINER_URL and SAS_TOKEN where there is a blob service."""

import os
import sys
import uuid

from azure.core.exceptions import HttpResponseError, ResourceExistsError, ResourceNotFoundError
from azure.identity import ClientSecretCredential
from azure.keyvault.administration import (ApiVersion, KeyVaultAccessControlClient, KeyVaultBackupClient,
                                           KeyVaultDataAction, KeyVaultPermission, KeyVaultRoleScope,
                                           KeyVaultSettingsClient)
from azure.keyvault.keys import KeyClient

url = os.environ["POOL_URL"]


def credential_of(who):
    return ClientSecretCredential(os.environ["TENANT_ID"], os.environ[f"{who}_ID"], os.environ[f"{who}_SECRET"],
                                  authority=os.environ["AUTHORITY"], instance_discovery=False,
                                  disable_instance_discovery=True)


administrator = credential_of("CLIENT")
stranger = credential_of("STRANGER")
access = KeyVaultAccessControlClient(url, administrator)
keys = KeyClient(url, administrator)


def fails(error, work):
    try:
        work()
    except error as seen:
        return seen
    raise AssertionError(f"no {error.__name__}")


def check(condition, words):
    if not condition:
        raise AssertionError(words)


def role_definitions():
    names = {role.role_name for role in access.list_role_definitions(KeyVaultRoleScope.GLOBAL)}
    for name in ("Managed HSM Administrator", "Managed HSM Crypto Officer", "Managed HSM Crypto User",
                 "Managed HSM Policy Administrator", "Managed HSM Crypto Auditor", "Managed HSM Backup",
                 "Managed HSM Restore", "Managed HSM Crypto Service Encryption User",
                 "Managed HSM Crypto Service Release User"):
        check(name in names, name)
    made = access.set_role_definition(
        KeyVaultRoleScope.GLOBAL, role_name="readers", description="may look",
        permissions=[KeyVaultPermission(data_actions=[KeyVaultDataAction.READ_HSM_KEY])])
    check(made.role_type == "CustomRole", made.role_type)
    check(made.permissions[0].data_actions == [KeyVaultDataAction.READ_HSM_KEY], made.permissions[0].data_actions)
    changed = access.set_role_definition(KeyVaultRoleScope.GLOBAL, name=made.name, role_name="lookers",
                                         permissions=made.permissions)
    check(changed.name == made.name and changed.role_name == "lookers", changed.role_name)
    check(access.get_role_definition(KeyVaultRoleScope.GLOBAL, made.name).role_name == "lookers", "get")
    fails(HttpResponseError, lambda: access.set_role_definition(
        KeyVaultRoleScope.GLOBAL, permissions=[KeyVaultPermission(data_actions=["Microsoft.KeyVault/vaults/*"])]))
    return changed


def role_assignments(definition):
    principal = os.environ["STRANGER_OBJECT_ID"]
    fails(HttpResponseError, lambda: list(KeyClient(url, stranger).list_properties_of_keys()))
    made = access.create_role_assignment(KeyVaultRoleScope.KEYS, definition.id, principal)
    check(made.properties.scope == "/keys", made.properties.scope)
    check(made.properties.principal_id == principal, made.properties.principal_id)
    check(made.properties.role_definition_id == definition.id, made.properties.role_definition_id)
    check(list(KeyClient(url, stranger).list_properties_of_keys()) is not None, "own role")
    fails(HttpResponseError, lambda: KeyClient(url, stranger).create_ec_key("x", hardware_protected=True))
    fails(ResourceExistsError,
          lambda: access.create_role_assignment(KeyVaultRoleScope.KEYS, definition.id, principal))
    check(access.get_role_assignment(KeyVaultRoleScope.KEYS, made.name).name == made.name, "get")
    check(made.name in {one.name for one in access.list_role_assignments(KeyVaultRoleScope.GLOBAL)}, "list")
    fails(ResourceExistsError, lambda: access.delete_role_definition(KeyVaultRoleScope.GLOBAL, definition.name))
    named = access.create_role_assignment("/keys/signer", definition.id, principal, name=uuid.uuid4())
    check(named.properties.scope == "/keys/signer", named.properties.scope)
    for scope, name in (("/keys/signer", named.name), (KeyVaultRoleScope.KEYS, made.name)):
        access.delete_role_assignment(scope, name)
        fails(ResourceNotFoundError, lambda: access.get_role_assignment(scope, name))
    access.delete_role_definition(KeyVaultRoleScope.GLOBAL, definition.name)
    fails(ResourceNotFoundError, lambda: access.get_role_definition(KeyVaultRoleScope.GLOBAL, definition.name))


def settings():
    client = KeyVaultSettingsClient(url, administrator, api_version=ApiVersion.V7_4_PREVIEW_1)
    name = "AllowKeyManagementOperationsThroughARM"
    check([one.name for one in client.list_settings()] == [name], "names")
    check(client.update_setting(name, "true").value == "true", "update")
    check(client.get_setting(name).value == "true", "get")
    client.update_setting(name, "false")


def backup_and_restore():
    container, token = os.environ["CONTAINER_URL"], os.environ["SAS_TOKEN"]
    client = KeyVaultBackupClient(url, administrator)
    made = keys.create_ec_key("kept", hardware_protected=True)
    result = client.begin_backup(container, token, _polling_interval=0.1).result()
    check(result.folder_url.startswith(container + "/mhsm-"), result.folder_url)
    keys.begin_delete_key("kept", _polling_interval=0.1).wait()
    client.begin_restore(result.folder_url, token, _polling_interval=0.1).wait()
    check(keys.get_key("kept").id == made.id, "restored")
    keys.begin_delete_key("kept", _polling_interval=0.1).wait()
    client.begin_restore(result.folder_url, token, key_name="kept", _polling_interval=0.1).wait()
    check(keys.get_key("kept").id == made.id, "restored alone")
    failed = client.begin_restore(container + "/mhsm-nothing-20200101000000", token, _polling_interval=0.1)
    fails(HttpResponseError, failed.result)
    fails(HttpResponseError, lambda: client.begin_backup("http://storage.example/c", token))


parts = [lambda: role_assignments(role_definitions()), settings]
if "CONTAINER_URL" in os.environ:
    parts.append(backup_and_restore)
for part in parts:
    part()
print(f"{len(parts)} parts passed", file=sys.stderr)
