#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::id::{SurveyCampaignId, UnitId};
use crate::survey::answers::Answer;
use crate::survey::campaign::{CampaignGroup, CampaignGroupKind};
use serde_json::{Value, json};
use uuid::Uuid;

fn content() -> Content {
    let text = |nl: &str| json!({"nl": nl, "en": nl});
    let options: Vec<Value> = ["class", "yard", "online"]
        .iter()
        .map(|key| json!({"key": key, "text": text(key)}))
        .collect();
    let question = |key: &str, required: bool, answer: Value| json!({"key": key, "text": text(key), "required": required, "answer": answer});
    let scale = json!({"kind": "scale", "points": 4, "low": text("nooit"), "high": text("altijd")});
    let mut place = question(
        "where",
        true,
        json!({"kind": "multiple", "atMost": 2, "options": options}),
    );
    if let Some(place) = place.as_object_mut() {
        place.insert(
            "showWhen".into(),
            json!({"between": {"question": "feel", "to": 2}}),
        );
    }
    serde_json::from_value(json!({
        "title": text("Peiling"), "targetGroup": "pupils", "purposes": ["satisfaction"], "official": false,
        "source": "A test.",
        "sections": [{"key": "all", "title": text("Alles"), "questions": [
            question("feel", true, scale), place,
            question("most", false, json!({"kind": "single", "options": options})),
            question("age", false, json!({"kind": "number", "min": 4, "max": 20, "decimals": 1})),
            question("why", false, json!({"kind": "text", "maxLength": 10})),
        ]}],
    }))
    .unwrap()
}

fn tree() -> GroupTree {
    let group = |key: &str, parent: Option<&str>| CampaignGroup {
        key: key.into(),
        parent_key: parent.map(str::to_owned),
        title: key.into(),
        kind: CampaignGroupKind::Other,
        unit_id: parent.is_none().then(|| UnitId(Uuid::from_u128(1))),
        group_id: None,
        teacher_ids: Vec::new(),
        population: parent.map(|_| 20),
    };
    GroupTree::built(&[
        group("school", None),
        group("b", Some("school")),
        group("a", Some("school")),
    ])
}

fn order(columns: &[(&str, &str)]) -> ResponsesOrder {
    let columns = columns.iter();
    ResponsesOrder {
        campaign_id: SurveyCampaignId(Uuid::nil()),
        mapping: Mapping {
            columns: columns
                .map(|(key, name)| ((*key).into(), (*name).into()))
                .collect(),
            group: GroupFrom::Column(GROUP.into()),
            ignore_columns: false,
        },
        allow_incomplete: false,
        mark: String::new(),
    }
}

fn reader(order: &ResponsesOrder) -> Reader {
    Reader::new(&content(), &tree(), order).unwrap()
}

fn told(wrong: Vec<Reason>) -> Vec<(Code, String)> {
    let told = wrong.into_iter();
    told.map(|reason| (reason.code, reason.pointer.unwrap_or_default()))
        .collect()
}

fn at(found: &[(Code, &str)]) -> Vec<(Code, String)> {
    found
        .iter()
        .map(|(code, at)| (*code, (*at).to_owned()))
        .collect()
}

fn read(order: &ResponsesOrder, heading: &str, row: &str) -> Result<Response, Vec<Reason>> {
    let reader = reader(order);
    let names: Vec<&str> = heading.split(';').collect();
    let heading = reader.heading(&names).unwrap();
    let cells: Vec<&str> = row.split(';').collect();
    reader.cells(&content(), &heading, &cells)
}

#[test]
fn a_row_is_read_by_its_columns() {
    let named = order(&[("feel", "Hoe voel je je?"), ("age", "Leeftijd")]);
    let heading = "\u{feff}group;Leeftijd; Hoe voel je je? ;where;most;why";
    let found = read(&named, heading, "b; 9,5 ;2;online | class;yard;zo ").unwrap();
    assert_eq!(found.group, 1, "groups are in the order of their keys");
    let answers: Vec<_> = found.answers.iter().map(|(n, a)| (n, a.clone())).collect();
    let expected = [
        (0, Answer::Point(2)),
        (1, Answer::Choices(vec!["class".into(), "online".into()])),
        (2, Answer::Choice("yard".into())),
        (3, Answer::Number(950)),
        (4, Answer::Text("zo ".into())),
    ];
    assert_eq!(answers, expected);
    let objects = reader(&order(&[]));
    let typed = [json!(9.5), json!(2), json!(["online", "class"])];
    let written = ["9,5", " 2", "online|class"].map(|cell| json!(cell));
    for [age, feel, place] in [typed, written] {
        let fields = [
            ("group", json!("b")),
            ("age", age),
            ("feel", feel),
            ("where", place),
            ("most", json!("yard")),
            ("why", json!("zo ")),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), given(value)));
        assert_eq!(objects.object(&content(), fields), Ok(found.clone()));
    }
}

fn given(value: Value) -> Given {
    serde_json::from_value(value).unwrap()
}

#[test]
fn a_group_whose_key_is_a_number_may_stand_as_one() {
    let mut order = order(&[("feel", "x")]);
    order.mapping.ignore_columns = true;
    let groups = |key: Value| {
        let fields = [("group", key), ("x", json!(4))];
        let fields = fields.map(|(name, value)| (name.to_owned(), given(value)));
        reader(&order).object(&content(), fields).map_err(told)
    };
    let unknown = at(&[(Code::UnknownGroupKey, "group")]);
    assert_eq!(groups(json!(7)), Err(unknown));
    assert_eq!(groups(json!("a")).unwrap().group, 0);
    let list = at(&[(Code::InvalidType, "group"), (Code::Required, "group")]);
    assert_eq!(groups(json!(["a"])), Err(list));
}

#[test]
fn the_first_object_says_which_fields_are_unknown() {
    let mut order = order(&[("feel", "Gevoel")]);
    let names = ["group", "Gevoel", " most ", "feel", "x"];
    let wrong = match reader(&order).first_object(names) {
        Err(Refusal::Invalid(reasons)) => told(reasons),
        other => unreachable!("{other:?}"),
    };
    let unknown = [(Code::ColumnUnknown, "feel"), (Code::ColumnUnknown, "x")];
    assert_eq!(wrong, at(&unknown));
    order.mapping.ignore_columns = true;
    assert!(reader(&order).first_object(names).is_ok());
}

#[test]
fn all_that_is_wrong_with_a_row_is_told_by_column_and_nothing_of_what_was_answered() {
    let named = order(&[("feel", "Gevoel")]);
    let heading = "group;Gevoel;where;most;age;why";
    let wrong = |row: &str| read(&named, heading, row).unwrap_err();
    let found = wrong("c;vier;geheim;geheim;99;geheim geheim");
    let said = format!("{found:?}");
    assert!(!said.contains("geheim") && !said.contains("vier"), "{said}");
    let mut found = told(found);
    found.sort_by(|one, other| one.1.cmp(&other.1));
    let expected = [
        (Code::InvalidType, "Gevoel"),
        (Code::OutOfRange, "age"),
        (Code::UnknownGroupKey, "group"),
        (Code::InvalidValue, "most"),
        (Code::InvalidValue, "where"),
        (Code::TooLong, "why"),
    ];
    assert_eq!(found, at(&expected));
    assert_eq!(
        told(wrong(";5;;;;")),
        at(&[(Code::Required, "group"), (Code::OutsideScale, "Gevoel")])
    );
    assert_eq!(
        told(wrong("school;1;;;;")),
        at(&[(Code::GroupHasParts, "group"), (Code::Required, "where")])
    );
    assert_eq!(
        told(wrong("a;4;yard;;;")),
        at(&[(Code::QuestionNotShown, "where")])
    );
    assert_eq!(told(wrong("a;;;;;")), at(&[(Code::NothingAnswered, "")]));
    assert_eq!(
        told(wrong("a;inf;;;;")),
        at(&[(Code::InvalidType, "Gevoel")])
    );
    assert_eq!(told(wrong("a;4")), at(&[(Code::CellCountDiffers, "")]));
    let hidden = wrong("a;1;yard;;;a\u{7}");
    assert_eq!(
        told(hidden.clone()),
        at(&[(Code::CharacterNotAllowed, "why")])
    );
    let named = ("character".to_owned(), "U+0007".to_owned());
    let given: Vec<_> = hidden.into_iter().flat_map(|one| one.params).collect();
    assert_eq!(given, [named], "or nobody finds it");
}

#[test]
fn what_must_be_answered_may_be_missing_where_that_is_asked() {
    let strict = order(&[]);
    let lenient = ResponsesOrder {
        allow_incomplete: true,
        ..strict.clone()
    };
    let missing = read(&strict, "group;feel;most", "a;;yard").unwrap_err();
    assert_eq!(told(missing), at(&[(Code::Required, "feel")]));
    assert!(read(&lenient, "group;feel;most", "a;;yard").is_ok());
    assert!(read(&lenient, "group;most", "a;yard").is_ok());
    let hidden = read(&lenient, "group;feel;where", "a;4;yard").unwrap_err();
    assert_eq!(told(hidden), at(&[(Code::QuestionNotShown, "where")]));
}

#[test]
fn the_template_is_a_file_that_can_be_taken_in() {
    let (heading, row) = template(&content(), &tree());
    assert_eq!(heading, ["group", "feel", "where", "most", "age", "why"]);
    assert_eq!(row, ["a", "4", "", "class", "4", ""]);
    assert!(read(&order(&[]), &heading.join(";"), &row.join(";")).is_ok());
}

#[test]
fn a_heading_is_refused_with_all_that_is_wrong() {
    let wrong = |order: &ResponsesOrder, names: &[&str]| match reader(order).heading(names) {
        Err(Refusal::Invalid(reasons)) => told(reasons),
        other => unreachable!("{other:?}"),
    };
    let found = wrong(&order(&[]), &["most", "Klas", "most"]);
    let expected = [
        (Code::ColumnUnknown, "Klas"),
        (Code::ColumnDuplicate, "most"),
        (Code::ColumnMissing, "group"),
        (Code::ColumnMissing, "feel"),
    ];
    assert_eq!(found, at(&expected));
    let mut free = order(&[("feel", "Klas")]);
    free.mapping.ignore_columns = true;
    free.mapping.group = GroupFrom::Fixed("a".into());
    assert!(reader(&free).heading(&["x", "Klas", "x"]).is_ok());
    assert_eq!(
        wrong(&free, &["feel"]),
        at(&[(Code::ColumnMissing, "Klas")]),
        "it stands under its other name alone"
    );
}

#[test]
fn a_mapping_is_refused_that_names_what_is_not_there_or_twice() {
    let wrong = |order: &ResponsesOrder| {
        Reader::new(&content(), &tree(), order)
            .map(drop)
            .map_err(told)
    };
    let twice = order(&[
        ("feel", "x"),
        ("feel", "y"),
        ("most", "x"),
        ("nothing", "z"),
        ("age", "why"),
    ]);
    let found = wrong(&twice).unwrap_err();
    let expected = [
        (Code::Duplicate, "column"),
        (Code::UnknownQuestion, "column"),
        (Code::Duplicate, "column"),
    ];
    assert_eq!(
        found,
        at(&expected),
        "feel twice; nothing; why, whose own name age took"
    );
    for (key, code) in [
        ("school", Code::GroupHasParts),
        ("c", Code::UnknownGroupKey),
    ] {
        let mut fixed = order(&[]);
        fixed.mapping.group = GroupFrom::Fixed(key.into());
        assert_eq!(wrong(&fixed), Err(at(&[(code, "group")])));
    }
}
