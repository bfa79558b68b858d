-- Verdicts that were given, of every voice in one table: what a self-evaluation, an audit or a visit of the
-- inspectorate concluded about one requirement of one unit. Only added.
CREATE TABLE verdict (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the unit judged, where its work hangs
    voice WORD NOT NULL,
    level WORD,                     -- of a self-assessed verdict
    edition WORD NOT NULL,          -- inspectorate/2025/po
    requirement WORD NOT NULL,      -- inspectorate/2025/po/OP2, own/<id>
    value WORD,                     -- a level of the scale of the edition; none: not assessed
    given_on DAY NOT NULL,
    source_noun WORD NOT NULL,
    source_id UUID NOT NULL,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT
);
CREATE INDEX verdict_unit ON verdict (board_id, unit_id, given_on);
CREATE INDEX verdict_source ON verdict (board_id, source_id);
