//! From the answers of many to what stays of them: rows in the order of their values within the smallest groups that
//! are shown, what may be shown of them, and what respondents wrote, apart from all else.

use std::collections::{BTreeMap, BTreeSet};

use super::campaign::GroupTree;
use super::content::{AnswerKind, Content};
use super::layout::Layout;
use super::misfit::Misfit;
use super::outcome::{Cell, Outcome, TookPart};
use super::packed::Payload;
use super::suppression::{
    Counts, Dimension, Dimensions, Respondents, ScaleShown, Shown, Solved, Tree, bits, solve,
    value_sets,
};
use super::tally::{Counter, Tally};

/// What was asked of whom.
pub struct Asked<'a> {
    /// The version.
    pub content: &'a Content,
    /// How answers are packed.
    pub layout: &'a Layout,
    /// The groups.
    pub groups: &'a GroupTree,
    /// The places of the questions by whose answers results are split, each with how many options it has.
    pub dimensions: Vec<(usize, usize)>,
    /// Of fewer nothing is shown.
    pub minimum: u32,
    /// How many were invited by name, by the key of their group.
    pub invited: BTreeMap<String, u64>,
    /// In how many windows answers were taken: everybody could answer in each.
    pub windows: u32,
}

impl Asked<'_> {
    /// How many people there are in each group without parts, once for each window.
    fn places(&self) -> Vec<u64> {
        let leaves = self.groups.leaves();
        let places = leaves.map(|group| self.groups.population(&group.key));
        places
            .map(|people| people * u64::from(self.windows))
            .collect()
    }

    /// The places of the answers that are taken out of the rows.
    fn wiped(&self) -> Vec<usize> {
        let all = self.dimensions.iter();
        all.map(|(question, _)| *question).collect()
    }
}

/// What stays.
#[derive(Debug, Clone, PartialEq)]
pub struct Mixed {
    /// How many took part, and what may be shown.
    pub outcome: Outcome,
    /// For each part the packed rows, in the order of their values.
    pub rows: Vec<Vec<Vec<u8>>>,
    /// What was written: part, place of the question, text; in this order.
    pub texts: Vec<(u32, usize, String)>,
}

/// Mixes answers. The order in which they come makes no difference.
///
/// # Errors
/// When an answer does not fit: none is left out.
pub fn mix(asked: &Asked<'_>, payloads: &[Payload]) -> Result<Mixed, Misfit> {
    let tree = Tree::of(asked.groups);
    payloads
        .iter()
        .try_for_each(|payload| fits(asked, &tree, payload))?;
    let minimum = u64::from(asked.minimum);
    let mut dimensions = Dimensions {
        sets: Vec::new(),
        // Whoever did not answer has a value too, the last.
        values: asked
            .dimensions
            .iter()
            .map(|(_, options)| options + 1)
            .collect(),
    };
    let everybody = counted(asked, (&tree, &dimensions), payloads, |_| true)?;
    for (place, many) in dimensions.values.clone().into_iter().enumerate() {
        let mut of_value = vec![0; many];
        for payload in payloads {
            if let Some(count) = of_value.get_mut(value(payload, place, many)) {
                *count += 1;
            }
        }
        dimensions.sets.push(value_sets(&of_value, minimum));
    }
    let shown = solve(&tree, &dimensions, &everybody, minimum);
    let mut narrower = BTreeMap::new();
    for (place, question) in asked.content.questions().enumerate() {
        let open = matches!(question.answer, AnswerKind::Text { .. });
        let answered = |payload: &Payload| match open {
            true => payload.texts.iter().any(|(question, _)| *question == place),
            false => asked.layout.answered(&payload.scores, place),
        };
        let counts = counted(asked, (&tree, &dimensions), payloads, answered)?;
        if counts != everybody {
            let less = shown.and(&solve(&tree, &dimensions, &counts, minimum));
            if less != shown {
                narrower.insert(place, less);
            }
        }
    }
    let solved = Solved {
        tree: &tree,
        dimensions: &dimensions,
        shown: &shown,
        narrower: &narrower,
        minimum,
    };
    let scales = scales(asked, &solved, payloads);
    let part_of = part_of(&tree, &shown);
    let (rows, texts) = apart(asked, payloads, &part_of, shown.parts.len())?;
    let cells = cells(asked, &tree, (&shown, &dimensions), payloads);
    let outcome = Outcome {
        minimum: asked.minimum,
        took_part: took_part(asked, &tree, &shown, &everybody),
        shown,
        narrower,
        scales,
        dimensions,
        cells,
    };
    Ok(Mixed {
        outcome,
        rows,
        texts,
    })
}

/// Whether an answer is one to what was asked, of one of the groups.
fn fits(asked: &Asked<'_>, tree: &Tree, payload: &Payload) -> Result<(), Misfit> {
    if leaf(payload) >= tree.leaves() {
        return Err(Misfit::Group);
    }
    if payload.scores.len() != asked.layout.width() {
        return Err(Misfit::Row);
    }
    for (place, given) in payload.dimensions.iter().enumerate() {
        let options = asked
            .dimensions
            .get(place)
            .map_or(0, |(_, options)| *options);
        if given.is_some_and(|value| usize::from(value) >= options) {
            return Err(Misfit::Value);
        }
    }
    let mut texts = payload.texts.iter();
    match texts.all(|(question, _)| asked.layout.text_room(*question).is_some()) {
        true => Ok(()),
        false => Err(Misfit::Text),
    }
}

/// The value of a dimension that somebody gave; the last is that of those who gave none.
fn value(payload: &Payload, dimension: usize, many: usize) -> usize {
    let given = payload.dimensions.get(dimension).copied().flatten();
    given.map_or(many.saturating_sub(1), usize::from)
}

fn column(dimensions: &Dimensions, payload: &Payload) -> usize {
    let values = dimensions.values.iter().enumerate();
    let values: Vec<usize> = values
        .map(|(place, many)| value(payload, place, *many))
        .collect();
    dimensions.column(&values)
}

fn leaf(payload: &Payload) -> usize {
    usize::try_from(payload.group).unwrap_or(usize::MAX)
}

fn counted(
    asked: &Asked<'_>,
    (tree, dimensions): (&Tree, &Dimensions),
    payloads: &[Payload],
    counts: impl Fn(&Payload) -> bool,
) -> Result<Counts, Misfit> {
    let none = Counts::new(tree.leaves(), dimensions.columns());
    let mut found = none.among(asked.places());
    for payload in payloads.iter().filter(|payload| counts(payload)) {
        if !found.add(leaf(payload), column(dimensions, payload), 1) {
            return Err(Misfit::Group);
        }
    }
    Ok(found)
}

/// Where each scale is shown.
fn scales(asked: &Asked<'_>, solved: &Solved<'_>, payloads: &[Payload]) -> Vec<ScaleShown> {
    let scales = asked.content.scales.iter();
    let items: Vec<Vec<usize>> = scales.map(|scale| asked.content.in_mean(scale)).collect();
    let places: BTreeSet<usize> = items.iter().flatten().copied().collect();
    let mut respondents = Respondents::new();
    for payload in payloads {
        let answered = |place: &usize| asked.layout.answered(&payload.scores, *place);
        let answered = bits(places.iter().copied().filter(answered));
        let alike = (leaf(payload), column(solved.dimensions, payload), answered);
        *respondents.entry(alike).or_default() += 1;
    }
    solved.scales(&items, &respondents)
}

/// The part of each leaf.
fn part_of(tree: &Tree, shown: &Shown) -> Vec<Option<u32>> {
    let mut part_of = vec![None; tree.leaves()];
    for (place, part) in (0_u32..).zip(&shown.parts) {
        for leaf in part {
            if let Some(of) = part_of.get_mut(*leaf) {
                *of = Some(place);
            }
        }
    }
    part_of
}

/// Rows and texts of these.
type Apart = (Vec<Vec<Vec<u8>>>, Vec<(u32, usize, String)>);

/// Scores and texts, each in an order of its own. By which value of a dimension somebody answered is not in the row.
/// Nothing where nothing is shown.
fn apart(
    asked: &Asked<'_>,
    payloads: &[Payload],
    part_of: &[Option<u32>],
    parts: usize,
) -> Result<Apart, Misfit> {
    if parts == 0 {
        return Ok(Apart::default());
    }
    let wiped = asked.wiped();
    let mut rows = vec![Vec::new(); parts];
    let mut texts = Vec::new();
    for payload in payloads {
        let part = part_of.get(leaf(payload)).copied().flatten();
        let part = part.ok_or(Misfit::Part)?;
        let mut row = payload.scores.clone();
        asked.layout.wipe(&mut row, &wiped);
        let place = usize::try_from(part).ok();
        let rows = place.and_then(|place| rows.get_mut(place));
        rows.ok_or(Misfit::Part)?.push(row);
        let written = payload.texts.iter().cloned();
        texts.extend(written.map(|(question, text)| (part, question, text)));
    }
    rows.iter_mut().for_each(|rows| rows.sort_unstable());
    texts.sort_unstable();
    Ok((rows, texts))
}

/// The tallies of the cells that are shown.
fn cells(
    asked: &Asked<'_>,
    tree: &Tree,
    (shown, dimensions): (&Shown, &Dimensions),
    payloads: &[Payload],
) -> Vec<Cell> {
    let Some(by) = shown.by else {
        return Vec::new();
    };
    let counter = Counter::of(asked.content);
    let wiped = asked.wiped();
    let kinds: &[Dimension] = match by {
        Dimension::Both => &[Dimension::First, Dimension::Second, Dimension::Both],
        Dimension::First => &[Dimension::First],
        Dimension::Second => &[Dimension::Second],
    };
    // The nodes of each leaf at which cells are shown.
    let above: Vec<Vec<usize>> = (0..tree.leaves())
        .map(|leaf| {
            let nodes = shown.split.iter().copied();
            nodes
                .filter(|node| tree.leaf_is_under(leaf, *node))
                .collect()
        })
        .collect();
    let mut found: BTreeMap<(usize, usize, (usize, usize)), Tally> = BTreeMap::new();
    for payload in payloads {
        let mut row = payload.scores.clone();
        asked.layout.wipe(&mut row, &wiped);
        let column = column(dimensions, payload);
        for node in above.get(leaf(payload)).into_iter().flatten() {
            for (kind, by) in kinds.iter().enumerate() {
                let key = (*node, kind, dimensions.cell(*by, column));
                let tally = found.entry(key).or_insert_with(|| counter.none());
                counter.count(tally, &row);
            }
        }
    }
    let cell = |((node, kind, sets), tally)| {
        let by = kinds.get(kind).copied()?;
        Some(Cell {
            node,
            by,
            sets,
            tally,
        })
    };
    found.into_iter().filter_map(cell).collect()
}

/// How many took part at each node that is shown.
fn took_part(
    asked: &Asked<'_>,
    tree: &Tree,
    shown: &Shown,
    counts: &Counts,
) -> BTreeMap<usize, TookPart> {
    let leaves: Vec<&str> = asked
        .groups
        .leaves()
        .map(|group| group.key.as_str())
        .collect();
    let of_node = |node: usize| {
        let mut sum = TookPart::default();
        for (place, key) in leaves.iter().enumerate() {
            if tree.leaf_is_under(place, node) {
                let invited = asked.invited.get(*key).copied();
                sum.population += asked.groups.population(key) * u64::from(asked.windows);
                sum.invited += invited.unwrap_or_default();
                sum.respondents += counts.leaf(place);
            }
        }
        sum
    };
    let nodes = (0..tree.nodes()).filter(|node| shown.shows(*node));
    nodes.map(|node| (node, of_node(node))).collect()
}
