-- Logs, keys and due work. Times are milliseconds since 1970; bodies are opaque.
-- Names are compared byte by byte, whatever the language of the database is.

CREATE TABLE meta (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    fence BIGINT NOT NULL
);

INSERT INTO meta (one, fence) VALUES (1, 0);

CREATE TABLE streams (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL UNIQUE,
    head BIGINT NOT NULL,
    chain BYTEA NOT NULL
);

CREATE TABLE events (
    stream BIGINT NOT NULL REFERENCES streams (id),
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    chain BYTEA NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (stream, seq)
);

CREATE TABLE put_keys (
    key BYTEA PRIMARY KEY,
    result BYTEA NOT NULL,
    expires BIGINT NOT NULL
);

CREATE INDEX put_keys_by_expiry ON put_keys (expires);

-- Outbox and timers in one table.
CREATE TABLE work (
    key TEXT COLLATE "C" PRIMARY KEY,
    due BIGINT NOT NULL,
    body BYTEA NOT NULL
);

CREATE INDEX work_by_due ON work (due, key);

-- Passkeys of staff. `account` is whose, `body` its public half as the library keeps it; `made` and
-- `used` are days since 1970.
CREATE TABLE passkeys (
    credential BYTEA PRIMARY KEY,
    account BYTEA NOT NULL,
    body TEXT NOT NULL,
    made BIGINT NOT NULL,
    used BIGINT NOT NULL
);

CREATE INDEX passkeys_by_account ON passkeys (account);
