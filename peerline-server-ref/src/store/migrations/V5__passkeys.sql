-- Passkeys of staff. `account` is whose, `body` its public half as the library keeps it; `made` and
-- `used` are days since 1970: for whoever looks for keys that nobody uses, not a diary.

CREATE TABLE passkeys (
    credential BLOB PRIMARY KEY,
    account BLOB NOT NULL,
    body TEXT NOT NULL,
    made INTEGER NOT NULL,
    used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX passkeys_by_account ON passkeys (account);
