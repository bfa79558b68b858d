-- Boards, schools, establishments and what stands under them.

CREATE TABLE organisation_unit (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- itself: where it hangs for the reach of grants
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    parent_id UUID,
    carrier_id UUID NOT NULL,
    kind WORD NOT NULL,
    name PROSE NOT NULL,
    name_sort WORD NOT NULL,
    sector WORD,
    details DOCUMENT NOT NULL,
    starts_on DAY,
    ends_on DAY,
    predecessor_id UUID,
    PRIMARY KEY (board_id, id)
);
CREATE UNIQUE INDEX organisation_unit_id ON organisation_unit (id);
CREATE INDEX organisation_unit_unit ON organisation_unit (board_id, unit_id);
CREATE INDEX organisation_unit_parent ON organisation_unit (board_id, parent_id);
CREATE INDEX organisation_unit_kind ON organisation_unit (board_id, kind, name_sort);
CREATE INDEX organisation_unit_name ON organisation_unit (name_sort, id);

-- The tree, closed: a unit, itself and everything above it, up to the platform.
CREATE TABLE unit_ancestor (
    board_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    ancestor_id UUID NOT NULL,
    depth NUMBER NOT NULL,
    PRIMARY KEY (board_id, unit_id, ancestor_id)
);
CREATE INDEX unit_ancestor_down ON unit_ancestor (ancestor_id, board_id, unit_id);
CREATE INDEX unit_ancestor_up ON unit_ancestor (unit_id, ancestor_id);

CREATE TABLE unit_identifier (
    board_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    type WORD NOT NULL,
    value WORD NOT NULL,
    valid_from DAY,
    valid_until DAY,
    position NUMBER NOT NULL,
    PRIMARY KEY (board_id, unit_id, position)
);
CREATE INDEX unit_identifier_value ON unit_identifier (value, type);

-- The names that integrated systems have for a unit, a person or a group.
CREATE TABLE external_id (
    board_id UUID NOT NULL,
    system WORD NOT NULL,
    value WORD NOT NULL,
    noun WORD NOT NULL,
    resource_id UUID NOT NULL,
    PRIMARY KEY (board_id, system, value)
);
CREATE INDEX external_id_value ON external_id (value, system);
CREATE INDEX external_id_resource ON external_id (board_id, resource_id);

-- The platform stands above all boards; it is no unit itself.
INSERT INTO unit_ancestor (board_id, unit_id, ancestor_id, depth) VALUES (NIL_UUID, NIL_UUID, NIL_UUID, 0);
