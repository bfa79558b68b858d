-- What people and machines sign in with. Secrets stand apart from the resources they belong to, so that no
-- reading of a resource can show one; only digests of them are kept.

-- A grant can be taken back at a moment, and narrowed to some token scopes: a board approves so much of a
-- machine client. The words stand between spaces: ' people.read people.write '.
ALTER TABLE access_grant ADD COLUMN ended_at INSTANT;
ALTER TABLE access_grant ADD COLUMN scope PROSE;

-- The account of a person. Kept by the board that made it; a grant of another board shows it there too.
CREATE TABLE account (
    board_id UUID NOT NULL,
    id UUID NOT NULL REFERENCES principal (id) ON DELETE RESTRICT,
    unit_id UUID NOT NULL,
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    email WORD NOT NULL,
    name_sort WORD NOT NULL,
    disabled FLAG NOT NULL,
    details DOCUMENT NOT NULL,
    PRIMARY KEY (board_id, id)
);
CREATE UNIQUE INDEX account_id ON account (id);
CREATE UNIQUE INDEX account_email ON account (email);
CREATE INDEX account_unit ON account (board_id, unit_id);
CREATE INDEX account_name ON account (name_sort, id);

-- Where an account is known by a grant that was not taken back: read beside the grants of the caller, so under another name.
CREATE VIEW account_granted AS SELECT board_id, unit_id, principal_id AS account_id FROM access_grant
    WHERE ended_at IS NULL;

CREATE TABLE account_password (
    account_id UUID NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE RESTRICT,
    hash PROSE NOT NULL,           -- argon2id, as a PHC string
    changed_at INSTANT NOT NULL
);

-- The one code with which a password can be set; a newer one takes its place.
CREATE TABLE account_activation (
    account_id UUID NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE RESTRICT,
    digest BYTES NOT NULL,
    expires_at INSTANT NOT NULL
);
CREATE UNIQUE INDEX account_activation_digest ON account_activation (digest);

-- The refresh tokens of a session, used ones too: using one again ends the session.
CREATE TABLE refresh_token (
    digest BYTES NOT NULL PRIMARY KEY,
    credential_id UUID NOT NULL REFERENCES credential (id) ON DELETE RESTRICT,
    expires_at INSTANT NOT NULL,
    used_at INSTANT
);
CREATE INDEX refresh_token_credential ON refresh_token (credential_id);
CREATE INDEX refresh_token_expiry ON refresh_token (expires_at);

-- Failed tries, by a keyed digest of what was tried: an e-mail address, a client id, a network address.
CREATE TABLE throttle (
    digest BYTES NOT NULL PRIMARY KEY,
    failures NUMBER NOT NULL,
    last_at INSTANT NOT NULL
);
CREATE INDEX throttle_last ON throttle (last_at);

-- A token that a person made for a script: the credential with a name.
CREATE TABLE personal_access_token (
    id UUID NOT NULL PRIMARY KEY REFERENCES credential (id) ON DELETE RESTRICT,
    principal_id UUID NOT NULL REFERENCES principal (id) ON DELETE RESTRICT,
    name PROSE NOT NULL
);
CREATE INDEX personal_access_token_principal ON personal_access_token (principal_id, id);

-- A machine client of a vendor; it hangs on the platform, and boards approve it by a grant.
CREATE TABLE api_client (
    board_id UUID NOT NULL,
    id UUID NOT NULL REFERENCES principal (id) ON DELETE RESTRICT,
    unit_id UUID NOT NULL,
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    name PROSE NOT NULL,
    name_sort WORD NOT NULL,
    disabled FLAG NOT NULL,
    details DOCUMENT NOT NULL,
    PRIMARY KEY (board_id, id)
);
CREATE UNIQUE INDEX api_client_id ON api_client (id);
CREATE INDEX api_client_unit ON api_client (board_id, unit_id);
CREATE INDEX api_client_name ON api_client (name_sort, id);

-- Two can hold at a time, so that a client can change over without a gap.
CREATE TABLE client_secret (
    id UUID NOT NULL PRIMARY KEY,
    client_id UUID NOT NULL REFERENCES api_client (id) ON DELETE RESTRICT,
    digest BYTES NOT NULL,
    created_at INSTANT NOT NULL,
    expires_at INSTANT
);
CREATE INDEX client_secret_client ON client_secret (client_id, id);

-- Assertions of clients are taken once (RFC 7523).
CREATE TABLE used_assertion (
    digest BYTES NOT NULL PRIMARY KEY,
    expires_at INSTANT NOT NULL
);
CREATE INDEX used_assertion_expiry ON used_assertion (expires_at);

CREATE INDEX credential_expiry ON credential (expires_at);
