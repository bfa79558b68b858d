-- What every noun stands on: settings, trail, feed, idempotency and jobs.
-- The tenant (board_id) leads every key of tenant data; the platform itself is the tenant with the
-- all-zero id. Ids alone are unique too, so that a resource is found by its id.

CREATE TABLE setting (
    name WORD NOT NULL PRIMARY KEY,
    value DOCUMENT NOT NULL
);

-- One entry per change of a resource. Numbered and chained after the commit by the sealer.
CREATE TABLE trail (
    id UUID NOT NULL PRIMARY KEY,
    board_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    number NUMBER,                 -- the global order, given by the sealer
    chain BYTES,                   -- keyed hash over the board's previous entry and this one
    noun WORD NOT NULL,
    resource_id UUID NOT NULL,
    verb WORD NOT NULL,
    version NUMBER NOT NULL,
    at INSTANT NOT NULL,
    principal_id UUID,
    credential_id UUID,
    operation WORD NOT NULL,
    request_id WORD NOT NULL,
    digest BYTES NOT NULL          -- salted digest of the values
);
CREATE UNIQUE INDEX trail_number ON trail (number) WHERE number IS NOT NULL;
CREATE INDEX trail_unsealed ON trail (id) WHERE number IS NULL;
CREATE INDEX trail_board ON trail (board_id, number);
CREATE INDEX trail_resource ON trail (board_id, resource_id, number);

-- The values of an entry, apart: they can be erased without breaking the chain.
CREATE TABLE trail_value (
    trail_id UUID NOT NULL PRIMARY KEY REFERENCES trail (id) ON DELETE RESTRICT,
    salt BYTES NOT NULL,
    changes PROSE NOT NULL         -- JSON, byte for byte as it was digested
);

-- The feed. A row without a number is not served yet.
CREATE TABLE event (
    id UUID NOT NULL PRIMARY KEY,
    board_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    number NUMBER,
    noun WORD NOT NULL,
    resource_id UUID NOT NULL,
    verb WORD NOT NULL,
    version NUMBER NOT NULL,
    at INSTANT NOT NULL,
    audience_id UUID,              -- only for this principal, when set
    data DOCUMENT
);
CREATE UNIQUE INDEX event_number ON event (number) WHERE number IS NOT NULL;
CREATE INDEX event_unsealed ON event (id) WHERE number IS NULL;
CREATE INDEX event_board ON event (board_id, number);
CREATE INDEX event_audience ON event (audience_id, number);

CREATE TABLE seal (
    board_id UUID NOT NULL PRIMARY KEY,
    number NUMBER NOT NULL,
    chain BYTES NOT NULL
);

CREATE TABLE idempotency (
    principal_id UUID NOT NULL,
    operation WORD NOT NULL,
    key WORD NOT NULL,
    fingerprint BYTES NOT NULL,
    status NUMBER NOT NULL,
    headers DOCUMENT NOT NULL,
    body BYTES NOT NULL,
    at INSTANT NOT NULL,
    PRIMARY KEY (principal_id, operation, key)
);
CREATE INDEX idempotency_at ON idempotency (at);

-- The last number given (on the platform's row) and every board's head of the chain.
INSERT INTO seal (board_id, number, chain) VALUES (NIL_UUID, 0, EMPTY_BYTES);
