-- Sums of the digests of 256 neighbouring buckets, so that opening a store of very many objects reads few
-- of them. A store that has none yet makes them from its buckets when it first needs one.
CREATE TABLE bucket_shelves (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL
) STRICT;
