-- What Managed HSM pools have beyond vaults: roles of their own, settings, security domains, and the backups
-- and restores that are under way or were done.

-- The id of an assignment is its maker's choice in pools, so it is unique in its vault only.
CREATE TABLE vault_role_assignments (
    id INTEGER PRIMARY KEY,
    mac BLOB NOT NULL,
    vault INTEGER NOT NULL REFERENCES vaults,
    uid TEXT NOT NULL,
    role TEXT NOT NULL,
    principal TEXT NOT NULL,
    scope TEXT NOT NULL,
    created INTEGER NOT NULL,
    UNIQUE (vault, uid),
    UNIQUE (vault, role, principal, scope)
) STRICT;
INSERT INTO vault_role_assignments SELECT * FROM role_assignments;
DROP TABLE role_assignments;
ALTER TABLE vault_role_assignments RENAME TO role_assignments;

CREATE TABLE role_definitions (
    id INTEGER PRIMARY KEY,
    mac BLOB NOT NULL,
    vault INTEGER NOT NULL REFERENCES vaults,
    uid TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    permissions BLOB NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    UNIQUE (vault, uid)
) STRICT;

-- Only what differs from the value at creation.
CREATE TABLE pool_settings (
    id INTEGER PRIMARY KEY,
    mac BLOB NOT NULL,
    vault INTEGER NOT NULL REFERENCES vaults,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (vault, name)
) STRICT;

-- The security domains whose backups a pool can read. New backups are made in the current one.
CREATE TABLE pool_domains (
    id INTEGER PRIMARY KEY,
    mac BLOB NOT NULL,
    vault INTEGER NOT NULL REFERENCES vaults,
    domain BLOB NOT NULL,           -- names the key, and says nothing of it
    sealed_key BLOB NOT NULL,
    current INTEGER NOT NULL,
    holders INTEGER NOT NULL,       -- of the last download; 0: never downloaded
    required INTEGER NOT NULL,
    downloaded INTEGER NOT NULL,
    UNIQUE (vault, domain)
) STRICT;

-- The key pair for which shares of a security domain are wrapped on their way in, until they have come.
CREATE TABLE pool_transfer_keys (
    id INTEGER PRIMARY KEY REFERENCES vaults,
    mac BLOB NOT NULL,
    sealed_key BLOB NOT NULL,
    uploaded INTEGER NOT NULL       -- when a domain came with it last; 0: never
) STRICT;

-- Backups and restores. One that another process began and did not end has failed.
CREATE TABLE pool_jobs (
    id INTEGER PRIMARY KEY,
    mac BLOB NOT NULL,
    vault INTEGER NOT NULL REFERENCES vaults,
    uid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    process TEXT NOT NULL,
    started INTEGER NOT NULL,
    ended INTEGER,
    place TEXT NOT NULL,            -- without what opens it
    details TEXT NOT NULL,
    error TEXT NOT NULL
) STRICT;
