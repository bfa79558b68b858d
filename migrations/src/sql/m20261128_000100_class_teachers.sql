-- Who teaches a class among which a survey is held: they see its results without a role.
CREATE TABLE survey_class_teacher (
    board_id UUID NOT NULL,
    campaign_id UUID NOT NULL,
    group_key WORD NOT NULL,
    person_id UUID NOT NULL,
    PRIMARY KEY (board_id, campaign_id, group_key, person_id),
    FOREIGN KEY (board_id, campaign_id) REFERENCES survey_campaign (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, person_id) REFERENCES person (board_id, id) ON DELETE RESTRICT
);
CREATE INDEX survey_class_teacher_person ON survey_class_teacher (person_id, campaign_id);
CREATE INDEX survey_class_teacher_of ON survey_class_teacher (board_id, person_id);
