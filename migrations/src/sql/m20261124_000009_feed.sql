-- What came into or left somebody's reach and is still to be told: worked off in chunks, with what
-- was told, so that a killed process goes on where it was. A change of the same kind that comes before
-- the first one is told begins it again.

CREATE TABLE reach_change (
    principal_id UUID NOT NULL REFERENCES principal (id) ON DELETE RESTRICT,
    unit_id UUID NOT NULL,
    role WORD NOT NULL,
    verb WORD NOT NULL,            -- gained, lost
    noun WORD NOT NULL,            -- the kind that is being told; empty before the first
    after_id UUID NOT NULL,        -- the last of that kind that was looked at; all zero before the first
    PRIMARY KEY (principal_id, unit_id, role, verb)
);
