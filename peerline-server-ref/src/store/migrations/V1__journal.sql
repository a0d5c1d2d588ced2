-- Logs, keys and due work. Times are milliseconds since 1970; bodies are opaque.

CREATE TABLE meta (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    fence INTEGER NOT NULL
) STRICT;

INSERT INTO meta (only, fence) VALUES (1, 0);

CREATE TABLE streams (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    head INTEGER NOT NULL,
    chain BLOB NOT NULL
) STRICT;

CREATE TABLE events (
    stream INTEGER NOT NULL REFERENCES streams (id),
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    chain BLOB NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (stream, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE put_keys (
    key BLOB PRIMARY KEY,
    result BLOB NOT NULL,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX put_keys_by_expiry ON put_keys (expires);

-- Outbox and timers in one table.
CREATE TABLE work (
    key TEXT PRIMARY KEY,
    due INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX work_by_due ON work (due, key);
