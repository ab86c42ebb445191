-- Keys: what lists show of each version, when rotation policies ask for something, and the PKCS#11 tokens
-- that HSM keys live in.

-- One row for each version of a key, with the id of its row in "versions".
CREATE TABLE key_versions (
    id INTEGER PRIMARY KEY REFERENCES versions,
    mac BLOB NOT NULL,
    detail BLOB NOT NULL            -- public part, protection, operations, release policy
) STRICT;

-- One row for each key, with the id of its row in "objects". A time that never comes is the greatest
-- number.
CREATE TABLE key_schedules (
    id INTEGER PRIMARY KEY REFERENCES objects,
    mac BLOB NOT NULL,
    policy BLOB NOT NULL,           -- empty: none was set
    noticed BLOB NOT NULL,          -- the version whose near expiry was told
    next_rotation INTEGER NOT NULL,
    next_notice INTEGER NOT NULL
) STRICT;
CREATE INDEX key_schedules_rotation ON key_schedules (next_rotation);
CREATE INDEX key_schedules_notice ON key_schedules (next_notice);

-- The token of a Premium vault or a pool. The PIN is sealed, or empty when it is asked for.
CREATE TABLE vault_tokens (
    id INTEGER PRIMARY KEY REFERENCES vaults,
    mac BLOB NOT NULL,
    module TEXT NOT NULL,
    label TEXT NOT NULL,
    sealed_pin BLOB NOT NULL
) STRICT;

-- Keys that are gone from the store and have to go from their token.
CREATE TABLE token_leftovers (
    id INTEGER PRIMARY KEY,
    mac BLOB NOT NULL,
    module TEXT NOT NULL,
    label TEXT NOT NULL,
    sealed_pin BLOB NOT NULL,
    key BLOB NOT NULL
) STRICT;

-- Whose attestation tokens release policies may be met by.
CREATE TABLE attestation_authorities (
    id INTEGER PRIMARY KEY,
    mac BLOB NOT NULL,
    issuer TEXT NOT NULL UNIQUE,
    jwks BLOB NOT NULL,
    updated INTEGER NOT NULL
) STRICT;
