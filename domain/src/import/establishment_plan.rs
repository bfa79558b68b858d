//! What a row of a national list means: the board, school and establishment that it makes or changes.
//! A list never moves a unit between boards, never erases with a blank cell, and never undoes an end
//! that was put here by hand or by a succession.

use time::Date;

use super::known::{Known, KnownUnit, UnitKey};
use super::layout::Layout;
use super::overlay::{changed_fields, contact};
use super::plan::{Change, Outcome, Reach};
use super::row::EstablishmentRow;
use crate::error::{Code, Reason};
use crate::id::{BoardId, UnitId};
use crate::noun::Noun;
use crate::organisation::identifier::{Identifier, IdentifierType};
use crate::organisation::kind::{BOARD, ESTABLISHMENT, SCHOOL};
use crate::organisation::unit::{Unit, UnitDetails};

/// What holds for all rows of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The list it is.
    pub layout: Layout,
    /// For which boards it is taken in.
    pub reach: Reach,
    /// Today.
    pub day: Date,
}

/// Ids for what a row may make; those not used are thrown away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewIds {
    /// For a board.
    pub board: UnitId,
    /// For a school.
    pub school: UnitId,
    /// For an establishment.
    pub establishment: UnitId,
}

/// What a row of a list of establishments means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowPlan {
    /// What becomes of the row: `Created` when it makes the establishment.
    pub outcome: Outcome,
    /// Why, or what is worth knowing.
    pub reasons: Vec<Reason>,
    /// What is done, parents first.
    pub changes: Vec<Change<Unit>>,
    /// The establishment that the row is about and its school, which the list thereby still has,
    /// whatever the outcome; none when nothing is there nor made.
    pub seen: Vec<UnitId>,
    /// The establishment that the row is about, when it is there or made.
    pub establishment: Option<UnitId>,
}

impl RowPlan {
    fn nothing(
        outcome: Outcome,
        reason: Reason,
        seen: Vec<UnitId>,
        establishment: Option<UnitId>,
    ) -> Self {
        Self {
            outcome,
            reasons: vec![reason],
            changes: Vec::new(),
            seen,
            establishment,
        }
    }

    /// A row that could not be read.
    pub fn rejected(reasons: Vec<Reason>) -> Self {
        Self {
            outcome: Outcome::Rejected,
            reasons,
            changes: Vec::new(),
            seen: Vec::new(),
            establishment: None,
        }
    }
}

/// The name of a board until a list of boards names it.
pub fn placeholder_name(number: &str) -> String {
    format!("Bevoegd gezag {number}")
}

/// Plans a row of a list of establishments over what is known.
pub fn plan_establishment(
    known: &Known,
    row: &EstablishmentRow,
    context: &Context,
    ids: NewIds,
) -> RowPlan {
    let key = |kind, value: &str| UnitKey::new(kind, value);
    let day = context.day;
    let board = known.find(
        &key(IdentifierType::BoardNumber, &row.board_number),
        None,
        day,
    );
    let board_id = board.map(|board| board.unit.board_id);
    let find = |kind, value: &str| {
        let found = known.find(&key(kind, value), board_id, day);
        // What another board closed by hand or handed over is history, not what the row means.
        found.filter(|f| Some(f.unit.board_id) == board_id || f.is_open(day) || f.ended_by_import)
    };
    let school = find(IdentifierType::Brin, &row.brin);
    let establishment = find(IdentifierType::Establishment, &row.code);
    let there = || [school, establishment].into_iter().flatten();
    let seen: Vec<UnitId> = there().map(|known| known.unit.id).collect();
    let about = establishment.map(|known| known.unit.id);

    let boards = there().map(|known| known.unit.board_id).chain(board_id);
    let in_reach = match &context.reach {
        Reach::Everything => true,
        Reach::Boards(_) => boards.into_iter().any(|board| context.reach.covers(board)),
    };
    if !in_reach {
        return RowPlan::nothing(
            Outcome::OutOfScope,
            Reason::new(Code::OutOfScope),
            seen,
            about,
        );
    }
    if let Some(elsewhere) = there().find(|known| Some(known.unit.board_id) != board_id) {
        let reason = Reason::new(Code::TransferPending)
            .about(Noun::OrganisationUnit, elsewhere.unit.id)
            .with("board", &row.board_number);
        return RowPlan::nothing(Outcome::TransferPending, reason, seen, about);
    }
    let closed = |known: &&KnownUnit| !known.is_open(day) && !known.ended_by_import;
    if let Some(ended) = board.into_iter().chain(there()).find(closed) {
        let reason = Reason::new(Code::EndedHere).about(Noun::OrganisationUnit, ended.unit.id);
        return RowPlan::nothing(Outcome::Unchanged, reason, seen, about);
    }
    Planner {
        known,
        row,
        context,
        ids,
    }
    .plan(board, school, establishment)
}

struct Planner<'a> {
    known: &'a Known,
    row: &'a EstablishmentRow,
    context: &'a Context,
    ids: NewIds,
}

impl Planner<'_> {
    fn plan(
        &self,
        board: Option<&KnownUnit>,
        school: Option<&KnownUnit>,
        establishment: Option<&KnownUnit>,
    ) -> RowPlan {
        let mut changes = Vec::new();
        let mut reasons = self.row.remarks.clone();
        let board_id = self.board(board, &mut changes);
        let school_id = match (school, establishment) {
            (Some(school), _) => {
                let after = self.school(school.unit.details.clone(), false);
                self.change(&school.unit, after, &mut changes, &mut reasons);
                school.unit.id
            }
            // The school is known here by another BRIN: its establishment says which it is.
            (None, Some(establishment)) => {
                let parent = establishment.unit.parent_id;
                parent.unwrap_or(establishment.unit.id)
            }
            (None, None) => {
                let mut details = self.school(UnitDetails::new(SCHOOL, &self.row.name), true);
                let brin = Identifier::new(IdentifierType::Brin, &self.row.brin);
                details.identifiers = vec![brin];
                let (id, parent) = (self.ids.school, Some(board_id.into()));
                changes.push(Change::Created(made(id, board_id, parent, details)));
                id
            }
        };
        let establishment_id = match establishment {
            Some(known) => {
                let after = self.establishment(known.unit.details.clone());
                self.change(&known.unit, after, &mut changes, &mut reasons);
                known.unit.id
            }
            None => {
                let details = UnitDetails::new(ESTABLISHMENT, &self.row.name);
                let mut details = self.establishment(details);
                let code = Identifier::new(IdentifierType::Establishment, &self.row.code);
                details.identifiers = vec![code];
                let (id, parent) = (self.ids.establishment, Some(school_id));
                changes.push(Change::Created(made(id, board_id, parent, details)));
                id
            }
        };
        let outcome = match (establishment, changes.is_empty()) {
            (None, _) => Outcome::Created,
            (Some(_), false) => Outcome::Updated,
            (Some(_), true) => Outcome::Unchanged,
        };
        if outcome == Outcome::Created || reasons.iter().any(|r| r.code == Code::Reopened) {
            self.known.settle(school_id, &mut changes, self.context.day);
        }
        RowPlan {
            outcome,
            reasons,
            changes,
            seen: vec![school_id, establishment_id],
            establishment: Some(establishment_id),
        }
    }

    /// The board of the row; made under its placeholder name when it is not there.
    fn board(&self, board: Option<&KnownUnit>, changes: &mut Vec<Change<Unit>>) -> BoardId {
        if let Some(board) = board {
            return board.unit.board_id;
        }
        let (id, number) = (self.ids.board, &self.row.board_number);
        let mut details = UnitDetails::new(BOARD, placeholder_name(number));
        details.identifiers = vec![Identifier::new(IdentifierType::BoardNumber, number)];
        let board_id = BoardId(id.0);
        changes.push(Change::Created(made(id, board_id, None, details)));
        board_id
    }

    /// What the row says of the school: the main establishment speaks for it, another only at first.
    fn school(&self, mut details: UnitDetails, new: bool) -> UnitDetails {
        let row = self.row;
        details.sector = details.sector.or(Some(row.sector));
        if let Some(name) = &row.school_name {
            details.name.clone_from(name);
        }
        if row.is_main() || new {
            if row.school_name.is_none() {
                details.name.clone_from(&row.name);
            }
            contact(
                &mut details,
                &row.address,
                [&row.denomination, &row.phone, &row.website],
            );
        }
        details
    }

    fn establishment(&self, mut details: UnitDetails) -> UnitDetails {
        let row = self.row;
        details.sector = details.sector.or(Some(row.sector));
        details.name.clone_from(&row.name);
        contact(
            &mut details,
            &row.address,
            [&row.denomination, &row.phone, &row.website],
        );
        // What the list speaks of is replaced; what only other lists speak of stays.
        let others = details.education.iter();
        let others = others
            .filter(|key| !speaks_of(self.context.layout, key))
            .cloned();
        let listed = row.education.iter().map(|key| (*key).to_owned());
        let mut education: Vec<String> = others.chain(listed).collect();
        education.sort_unstable();
        education.dedup();
        let mut before = details.education.clone();
        before.sort_unstable();
        if before != education {
            details.education = education;
        }
        details
    }

    fn change(
        &self,
        before: &Unit,
        mut details: UnitDetails,
        changes: &mut Vec<Change<Unit>>,
        reasons: &mut Vec<Reason>,
    ) {
        if details.ends_on.is_some_and(|last| last < self.context.day) {
            details.ends_on = None;
            reasons.push(Reason::new(Code::Reopened).about(Noun::OrganisationUnit, before.id));
        }
        let fields = changed_fields(&before.details, &details);
        if !fields.is_empty() {
            let after = Unit {
                details,
                ..before.clone()
            };
            changes.push(Change::Updated {
                before: before.clone(),
                after,
                fields,
            });
        }
    }
}

/// The kinds of education of which a list of this layout gives the whole truth.
fn speaks_of(layout: Layout, kind: &str) -> bool {
    match layout {
        Layout::Primary => kind == "bo",
        Layout::Special => matches!(kind, "sbo" | "so" | "vso"),
        Layout::Secondary | Layout::SecondaryMain => matches!(
            kind,
            "vmbo" | "vmbo-b" | "vmbo-k" | "vmbo-gt" | "havo" | "vwo" | "pro"
        ),
        Layout::Boards
        | Layout::People
        | Layout::Groups
        | Layout::Assignments
        | Layout::SurveyResponses => false,
    }
}

/// A unit as it is made: it carries itself until the rule says otherwise.
pub(crate) fn made(
    id: UnitId,
    board_id: BoardId,
    parent_id: Option<UnitId>,
    details: UnitDetails,
) -> Unit {
    Unit {
        id,
        board_id,
        parent_id,
        carrier_id: id,
        carrier_changes: Vec::new(),
        predecessor_id: None,
        details,
    }
}
