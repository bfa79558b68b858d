-- Who may do what where.

-- Whoever a grant is given to: an account, a machine client, or a script's own token.
CREATE TABLE principal (
    id UUID NOT NULL PRIMARY KEY,
    kind WORD NOT NULL,
    disabled_at INSTANT
);

CREATE TABLE access_grant (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    principal_id UUID NOT NULL REFERENCES principal (id) ON DELETE RESTRICT,
    role WORD NOT NULL,
    starts_on DAY NOT NULL,
    ends_on DAY,
    PRIMARY KEY (board_id, id)
);
CREATE UNIQUE INDEX access_grant_id ON access_grant (id);
CREATE INDEX access_grant_principal ON access_grant (principal_id, unit_id);
CREATE INDEX access_grant_unit ON access_grant (board_id, unit_id);

-- What a caller identifies itself with. Revocation is a predicate of every statement.
CREATE TABLE credential (
    id UUID NOT NULL PRIMARY KEY,
    principal_id UUID NOT NULL REFERENCES principal (id) ON DELETE RESTRICT,
    kind WORD NOT NULL,
    scope PROSE NOT NULL,
    created_at INSTANT NOT NULL,
    expires_at INSTANT NOT NULL,
    revoked_at INSTANT
);
CREATE INDEX credential_principal ON credential (principal_id);
