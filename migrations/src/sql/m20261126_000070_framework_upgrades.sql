-- The steps that units took from one edition of a framework to a later one. Facts: only added.
CREATE TABLE framework_upgrade (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the carrier
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    from_edition WORD NOT NULL,     -- inspectorate/2024/po
    to_edition WORD NOT NULL,       -- inspectorate/2025/po
    applied_on DAY NOT NULL,
    details DOCUMENT NOT NULL,      -- the editions between, choices, rows, what was made and extended
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX framework_upgrade_id ON framework_upgrade (id);
CREATE INDEX framework_upgrade_unit ON framework_upgrade (board_id, unit_id, from_edition, to_edition);
