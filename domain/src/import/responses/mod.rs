//! Answers that were collected elsewhere: which column holds which question, and what a row says.
//!
//! A cell holds a point or a number as a number, with a point or a comma before the decimals, an option as its key,
//! several options as their keys with `|` between them, and an open answer as it is. An empty cell is no answer. In an
//! object a text is read like a cell, and a number or a list of keys may stand as such.
//!
//! What is told of a row that cannot be taken says which column is wrong and how, and never what stood there: reports
//! are kept, answers are not.

mod field;
mod order;
mod template;

pub use order::{GroupFrom, Mapping, ResponsesOrder};
pub use template::template;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::error::{Code, Reason, Refusal};
use crate::survey::answers::{Answers, Checked, Stage, check};
use crate::survey::campaign::GroupTree;
use crate::survey::content::Content;
use crate::survey::given::Given;
use field::{Asked, asked};

/// The name of the column with the key of the group, where no other is named.
pub const GROUP: &str = "group";

/// What a row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The place of the group among the groups without parts.
    pub group: u32,
    /// The answers.
    pub answers: Checked,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Group,
    Question(usize),
}

/// The columns of a CSV file: what each holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading(Vec<Option<Field>>);

impl Heading {
    /// How many cells a row has.
    pub fn width(&self) -> usize {
        self.0.len()
    }
}

/// Reads rows of answers to one version, among the groups of one campaign.
#[derive(Debug, Clone)]
pub struct Reader {
    asked: Vec<Asked>,
    fields: HashMap<String, Field>,
    groups: HashMap<String, u32>,
    parted: BTreeSet<String>,
    fixed: Option<u32>,
    group_column: String,
    ignore_columns: bool,
    stage: Stage,
}

impl Reader {
    /// For the answers that an order is about.
    ///
    /// # Errors
    /// What the mapping names that is not there, or names twice: at the parameters `column` and `group`.
    pub fn new(
        content: &Content,
        tree: &GroupTree,
        order: &ResponsesOrder,
    ) -> Result<Self, Vec<Reason>> {
        let mut wrong = Vec::new();
        let mapping = &order.mapping;
        let mut named: BTreeMap<&str, &str> = BTreeMap::new();
        for (key, column) in &mapping.columns {
            if named.insert(key, column).is_some() {
                wrong.push(Reason::new(Code::Duplicate).at("column"));
            }
        }
        let asked = asked(content, &named);
        for key in named.keys() {
            if !asked.iter().any(|one| one.key == *key) {
                let reason = Reason::new(Code::UnknownQuestion).at("column");
                wrong.push(reason.with("question", key));
            }
        }
        let (parted, groups) = groups(tree);
        let (fixed, group_column) = match &mapping.group {
            GroupFrom::Column(name) => (None, name.clone()),
            GroupFrom::Fixed(key) => (groups.get(key).copied(), String::new()),
        };
        let mut reader = Self {
            fields: HashMap::new(),
            asked,
            groups,
            parted,
            fixed,
            group_column,
            ignore_columns: mapping.ignore_columns,
            stage: match order.allow_incomplete {
                true => Stage::Incomplete,
                false => Stage::Final,
            },
        };
        match &mapping.group {
            GroupFrom::Fixed(key) => {
                let named = |reason: Reason| reason.with("key", key);
                wrong.extend(reader.group(key, "group").err().map(named));
            }
            GroupFrom::Column(name) => {
                reader.fields.insert(name.clone(), Field::Group);
            }
        }
        for (place, one) in reader.asked.iter().enumerate() {
            let field = Field::Question(place);
            if reader.fields.insert(one.column.clone(), field).is_some() {
                wrong.push(Reason::new(Code::Duplicate).at("column"));
            }
        }
        if wrong.is_empty() {
            Ok(reader)
        } else {
            Err(wrong)
        }
    }

    /// Reads the heading of a CSV file.
    ///
    /// # Errors
    /// Columns that are not there and must be, are there twice, or hold nothing that is known.
    pub fn heading(&self, names: &[&str]) -> Result<Heading, Refusal> {
        let mut wrong = Vec::new();
        let mut seen = BTreeSet::new();
        let mut fields = Vec::with_capacity(names.len());
        for name in names {
            let name = name.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            let field = self.fields.get(name).copied();
            if field.is_some() && !seen.insert(name) {
                let reason = Reason::new(Code::ColumnDuplicate).at(name);
                wrong.push(reason.with("column", name));
            }
            wrong.extend(self.unknown(name));
            fields.push(field);
        }
        let group = self.fixed.is_none().then_some(self.group_column.as_str());
        let always = self.asked.iter().filter(|one| one.always);
        let always = always.filter(|_| self.stage == Stage::Final);
        let needed = group
            .into_iter()
            .chain(always.map(|one| one.column.as_str()));
        for name in needed.filter(|name| !seen.contains(name)) {
            let reason = Reason::new(Code::ColumnMissing).at(name);
            // What can be given where the column is called otherwise, or is not there.
            let given = match group == Some(name) {
                true => "groupColumn, group",
                false => "column, allowIncomplete",
            };
            wrong.push(reason.with("column", name).with("given", given));
        }
        Refusal::unless_empty(wrong)?;
        Ok(Heading(fields))
    }

    /// That a column of this name holds nothing that is known, where that matters.
    fn unknown(&self, name: &str) -> Option<Reason> {
        let reason = || {
            let reason = Reason::new(Code::ColumnUnknown).at(name);
            reason.with("column", name)
        };
        (!self.ignore_columns && !self.knows(name)).then(reason)
    }

    /// Looks at the names of the fields of the first object of a file, which are most likely those of all others.
    ///
    /// # Errors
    /// Fields that hold nothing that is known.
    pub fn first_object<'a>(
        &self,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), Refusal> {
        let names = names.into_iter().map(str::trim);
        Refusal::unless_empty(names.filter_map(|name| self.unknown(name)).collect())
    }

    /// Reads a row of cells.
    ///
    /// # Errors
    /// All that is wrong with it, by the names of its columns.
    pub fn cells(
        &self,
        content: &Content,
        heading: &Heading,
        cells: &[&str],
    ) -> Result<Response, Vec<Reason>> {
        if cells.len() != heading.width() {
            let reason = Reason::new(Code::CellCountDiffers);
            let reason = reason.with("expected", heading.width());
            return Err(vec![reason.with("found", cells.len())]);
        }
        let mut group = "";
        let mut answers = BTreeMap::new();
        for (field, cell) in heading.0.iter().zip(cells) {
            match field {
                None => {}
                Some(Field::Group) => group = cell.trim(),
                Some(Field::Question(place)) => {
                    let Some(asked) = self.asked.get(*place) else {
                        continue;
                    };
                    let given = asked.read(cell);
                    if given != Given::Nothing {
                        answers.insert(asked.key.clone(), given);
                    }
                }
            }
        }
        self.response(content, group, answers, Vec::new())
    }

    /// Reads an object of fields by their names.
    ///
    /// # Errors
    /// As [`Self::cells`]; fields that hold nothing that is known among them.
    pub fn object(
        &self,
        content: &Content,
        fields: impl IntoIterator<Item = (String, Given)>,
    ) -> Result<Response, Vec<Reason>> {
        let mut wrong = Vec::new();
        let mut group = String::new();
        let mut answers = BTreeMap::new();
        for (name, given) in fields {
            match (self.fields.get(name.trim()), given) {
                (None, _) if self.ignore_columns => {}
                // The name is what the file says, and could be an answer that stands in the wrong place.
                (None, _) => wrong.push(Reason::new(Code::ColumnUnknown)),
                (Some(Field::Group), Given::Text(key)) => group = key.trim().to_owned(),
                (Some(Field::Group), Given::Number(key)) => group = key.to_string(),
                (Some(Field::Group), Given::Nothing) => {}
                (Some(Field::Group), Given::List(_) | Given::Other) => {
                    let reason = Reason::new(Code::InvalidType).at(&self.group_column);
                    wrong.push(reason.with("expected", "string"));
                }
                (Some(Field::Question(place)), given) => {
                    let Some(asked) = self.asked.get(*place) else {
                        continue;
                    };
                    let given = asked.taken(given);
                    if given != Given::Nothing {
                        answers.insert(asked.key.clone(), given);
                    }
                }
            }
        }
        self.response(content, &group, answers, wrong)
    }

    /// Whether a column or field of this name is known.
    pub fn knows(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    fn response(
        &self,
        content: &Content,
        group: &str,
        answers: BTreeMap<String, Given>,
        mut wrong: Vec<Reason>,
    ) -> Result<Response, Vec<Reason>> {
        let group = match self.fixed {
            Some(group) => Some(group),
            None => match self.group(group, &self.group_column) {
                Ok(group) => Some(group),
                Err(reason) => {
                    wrong.push(reason);
                    None
                }
            },
        };
        let checked = if answers.is_empty() {
            Err(Refusal::invalid(Reason::new(Code::NothingAnswered)))
        } else {
            check(content, &Answers(answers), self.stage)
        };
        match checked {
            // A text of spaces alone answers nothing.
            Ok(checked) if checked.iter().next().is_none() => {
                wrong.push(Reason::new(Code::NothingAnswered));
                Err(wrong)
            }
            Ok(answers) => match group.filter(|_| wrong.is_empty()) {
                Some(group) => Ok(Response { group, answers }),
                None => Err(wrong),
            },
            Err(Refusal::Invalid(more)) => {
                wrong.extend(more.into_iter().map(|reason| self.told(content, reason)));
                Err(wrong)
            }
            Err(Refusal::Conflict { code, .. }) => Err(vec![Reason::new(code)]),
        }
    }

    fn group(&self, key: &str, at: &str) -> Result<u32, Reason> {
        let reason = |code| Reason::new(code).at(at);
        match self.groups.get(key) {
            Some(group) => Ok(*group),
            None if key.is_empty() => Err(reason(Code::Required)),
            None if self.parted.contains(key) => Err(reason(Code::GroupHasParts)),
            None => Err(reason(Code::UnknownGroupKey)),
        }
    }

    /// A reason as the report keeps it: at its column, without what was answered.
    fn told(&self, content: &Content, reason: Reason) -> Reason {
        let pointer = reason.pointer.unwrap_or_default();
        let mut steps = pointer.split('/').skip(2);
        let asked = steps
            .next()
            .and_then(|key| self.asked.iter().find(|one| one.key == key));
        let Some(asked) = asked else {
            return Reason::new(reason.code);
        };
        let told = if reason.code == Code::UnknownOption {
            let mut questions = content.questions();
            let question = questions.find(|question| question.key == asked.key);
            let options = question.and_then(|question| question.answer.options());
            let keys = options.unwrap_or_default().iter();
            let keys: Vec<&str> = keys.map(|option| option.key.as_str()).collect();
            Reason::new(Code::InvalidValue).with("allowed", keys.join(", "))
        } else {
            let kept = reason.params.into_iter();
            let kept = kept.filter(|(name, _)| SAYS_NO_ANSWER.contains(&name.as_str()));
            Reason {
                params: kept.collect(),
                ..Reason::new(reason.code)
            }
        };
        told.at(asked.column.as_str())
    }
}

/// Values of reasons that say what is asked, or which character does not belong there, and nothing of what was answered.
const SAYS_NO_ANSWER: [&str; 4] = ["expected", "range", "max", "character"];

/// The keys of the groups with parts, and those without, each with its place among them.
fn groups(tree: &GroupTree) -> (BTreeSet<String>, HashMap<String, u32>) {
    let parted = tree.groups().filter(|group| !tree.is_leaf(&group.key));
    let leaves = tree.leaves().zip(0..);
    (
        parted.map(|group| group.key.clone()).collect(),
        leaves.map(|(group, at)| (group.key.clone(), at)).collect(),
    )
}

#[cfg(test)]
mod tests;
