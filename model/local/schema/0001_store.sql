-- A store: vaults with their objects and access, the directory of applications, the endpoint's identity
-- and the audit log. Rows of protected tables carry a keyed MAC of all their columns ("mac"); sums of
-- these MACs are kept in "state" and "buckets" and bound to the head of the audit chain by state.mac.

-- One row: how far the store has come. Written once in each commit.
CREATE TABLE state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    tenant TEXT NOT NULL,
    sequence INTEGER NOT NULL,      -- newest audit row
    head BLOB NOT NULL,             -- its hash
    latest INTEGER NOT NULL,        -- latest time seen, in milliseconds; never goes back
    small_digest BLOB NOT NULL,     -- over vaults, policies, assignments, network, directory, identity
    large_digest BLOB NOT NULL,     -- over the buckets of objects and versions
    mac BLOB NOT NULL
) STRICT;

-- Sums of the row MACs of 128 neighbours of objects and versions, so that one row can be proved fresh
-- without reading all.
CREATE TABLE buckets (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL
) STRICT;

CREATE TABLE vaults (
    id INTEGER PRIMARY KEY,
    mac BLOB NOT NULL,
    uid TEXT NOT NULL UNIQUE,
    folded TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    sku TEXT NOT NULL,
    permission_model TEXT NOT NULL,
    retention_days INTEGER NOT NULL,
    purge_protection INTEGER NOT NULL,
    environment TEXT NOT NULL,
    tags BLOB NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    deleted INTEGER,
    scheduled_purge INTEGER
) STRICT;

-- How many objects of each kind a vault holds: a count over a million rows is not free.
CREATE TABLE object_counts (
    vault INTEGER NOT NULL REFERENCES vaults ON DELETE CASCADE,
    kind INTEGER NOT NULL,
    live INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (vault, kind)
) STRICT, WITHOUT ROWID;

-- Secrets, keys and certificates. What lists show is that of the current version. An absent end date is
-- the greatest number, so that it sorts last.
CREATE TABLE objects (
    id INTEGER PRIMARY KEY,
    mac BLOB NOT NULL,
    vault INTEGER NOT NULL REFERENCES vaults,
    kind INTEGER NOT NULL,
    folded TEXT NOT NULL,
    name TEXT NOT NULL,
    current INTEGER NOT NULL,
    managed INTEGER NOT NULL,
    deleted INTEGER,
    scheduled_purge INTEGER,
    version BLOB NOT NULL,
    previous BLOB,
    enabled INTEGER NOT NULL,
    not_before INTEGER,
    expires INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    tags BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX objects_by_name ON objects (vault, kind, folded);
CREATE INDEX objects_live ON objects (vault, kind, folded) WHERE deleted IS NULL;
CREATE INDEX objects_deleted ON objects (vault, kind, folded) WHERE deleted IS NOT NULL;
CREATE INDEX objects_by_expires ON objects (vault, kind, expires, folded) WHERE deleted IS NULL;
CREATE INDEX objects_by_updated ON objects (vault, kind, updated, folded) WHERE deleted IS NULL;
CREATE INDEX objects_by_created ON objects (vault, kind, created, folded) WHERE deleted IS NULL;
CREATE INDEX objects_by_content_type ON objects (vault, kind, content_type, folded) WHERE deleted IS NULL;
CREATE INDEX objects_disabled ON objects (vault, kind, folded) WHERE deleted IS NULL AND enabled = 0;
CREATE INDEX objects_by_not_before ON objects (vault, kind, not_before)
    WHERE deleted IS NULL AND not_before IS NOT NULL;
CREATE INDEX objects_to_purge ON objects (scheduled_purge) WHERE deleted IS NOT NULL;

-- The value is sealed under a key of its own, which is sealed under the store's value key: without the
-- sealed key nothing is left of a value.
CREATE TABLE versions (
    id INTEGER PRIMARY KEY,
    mac BLOB NOT NULL,
    object INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    version BLOB NOT NULL,
    previous BLOB,
    enabled INTEGER NOT NULL,
    not_before INTEGER,
    expires INTEGER,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    tags BLOB NOT NULL,
    sealed_key BLOB NOT NULL,
    sealed_value BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX versions_by_id ON versions (object, version);

-- Tags of live objects, without case, for the filter bar.
CREATE TABLE object_tags (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    object INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
    PRIMARY KEY (name, value, object)
) STRICT, WITHOUT ROWID;
CREATE INDEX object_tags_by_object ON object_tags (object);

-- Substrings of names, content types and tags of live objects; the row id is that of the object.
CREATE VIRTUAL TABLE object_search USING fts5(
    name, content_type, tags, content = '', contentless_delete = 1, tokenize = 'trigram');

CREATE TABLE access_policies (
    id INTEGER PRIMARY KEY,
    mac BLOB NOT NULL,
    vault INTEGER NOT NULL REFERENCES vaults,
    principal TEXT NOT NULL,
    application TEXT NOT NULL,
    secrets TEXT NOT NULL,
    keys TEXT NOT NULL,
    certificates TEXT NOT NULL,
    UNIQUE (vault, principal, application)
) STRICT;

CREATE TABLE role_assignments (
    id INTEGER PRIMARY KEY,
    mac BLOB NOT NULL,
    vault INTEGER NOT NULL REFERENCES vaults,
    uid TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    principal TEXT NOT NULL,
    scope TEXT NOT NULL,
    created INTEGER NOT NULL,
    UNIQUE (vault, role, principal, scope)
) STRICT;

CREATE TABLE network_rules (
    id INTEGER PRIMARY KEY REFERENCES vaults,
    mac BLOB NOT NULL,
    public_access INTEGER NOT NULL,
    allows_by_default INTEGER NOT NULL,
    ip_rules TEXT NOT NULL
) STRICT;

CREATE TABLE applications (
    id INTEGER PRIMARY KEY,
    mac BLOB NOT NULL,
    client_id TEXT NOT NULL UNIQUE,
    object_id TEXT NOT NULL UNIQUE,
    folded TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT;

-- Of a client secret only a salted hash.
CREATE TABLE credentials (
    id INTEGER PRIMARY KEY,
    mac BLOB NOT NULL,
    application INTEGER NOT NULL REFERENCES applications,
    uid TEXT NOT NULL UNIQUE,
    kind INTEGER NOT NULL,
    hint TEXT NOT NULL,
    certificate BLOB NOT NULL,
    salt BLOB NOT NULL,
    hash BLOB NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX credentials_by_application ON credentials (application);

CREATE TABLE endpoint_identity (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    mac BLOB NOT NULL,
    ca_certificate BLOB NOT NULL,
    server_expires INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

-- Each row's hash is SHA-256 over the previous hash and its body; the seal is a keyed MAC of the hash.
CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY,
    body BLOB NOT NULL,
    hash BLOB NOT NULL,
    seal BLOB NOT NULL
) STRICT;

-- By what audit rows are found: numbers made of an operation, a vault, an object, or of having failed.
-- Written for many rows at once, so that one row costs one row; audit_indexed says up to which.
CREATE TABLE audit_index (
    key INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (key, sequence)
) STRICT, WITHOUT ROWID;
CREATE TABLE audit_indexed (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    sequence INTEGER NOT NULL
) STRICT;
INSERT INTO audit_indexed VALUES (1, 0);
