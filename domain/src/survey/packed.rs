//! What one respondent sends in, as bytes of one length per version: what goes, sealed, into the inbox and
//! into drafts, where a length would tell who wrote much.
//!
//! | what | bytes |
//! |---|---|
//! | place of the group in the tree of the campaign, big-endian | 4 |
//! | place of the value of each dimension, of which there are two at most; 255 for none | 2 |
//! | the row (see [`super::layout`]) | its width |
//! | of each open question in turn: how many bytes, big-endian, and the text in UTF-8 | 2 and at most [`room`](super::layout::room) |
//! | zeros up to the length | |
//!
//! The length is 6 + width + the sum of 2 + 2 × `maxLength` over the open questions. Of 100 questions at most,
//! and open answers of at most 4,000 characters together, that is never more than [`MOST`].

use super::answers::Checked;
use super::campaign::MAX_DIMENSIONS;
use super::layout::Layout;
use super::misfit::Misfit;
use super::split_by::SplitBy;

/// What stands ahead of the row: the group, and the dimensions.
const HEAD: usize = 4 + MAX_DIMENSIONS;

/// The greatest length there is: a question takes four bytes of the row, or two and its text outside of it.
pub const MOST: usize = HEAD + 4 * 100 + 2 * 4_000;

const NONE: u8 = u8::MAX;

/// What one respondent sends in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    /// The place of the group in the tree of the campaign.
    pub group: u32,
    /// The place of the value of each dimension, below 255.
    pub dimensions: [Option<u8>; MAX_DIMENSIONS],
    /// The row.
    pub scores: Vec<u8>,
    /// The open answers, each with the place of its question, in the order of the questions.
    pub texts: Vec<(usize, String)>,
}

impl Payload {
    /// What somebody of a group sends in, with their answers by which results are split.
    ///
    /// # Errors
    /// When such an answer is none of the options, or there are more of these questions than there is room for.
    pub fn of(
        layout: &Layout,
        dimensions: &[SplitBy],
        group: u32,
        answers: &Checked,
    ) -> Result<Self, Misfit> {
        let mut places = [None; MAX_DIMENSIONS];
        for (at, by) in dimensions.iter().enumerate() {
            let slot = places.get_mut(at).ok_or(Misfit::Dimension)?;
            *slot = by.place(answers)?;
        }
        Ok(Self {
            group,
            dimensions: places,
            scores: layout.pack(answers),
            texts: layout.texts(answers),
        })
    }
}

impl Layout {
    /// How many bytes everybody's payload has.
    pub fn payload_size(&self) -> usize {
        let texts = self.open().map(|(_, room)| 2 + room);
        HEAD + self.width() + texts.sum::<usize>()
    }

    /// The payload as bytes; none when it was not made with this layout.
    pub fn encode(&self, payload: &Payload) -> Option<Vec<u8>> {
        if payload.scores.len() != self.width() || payload.dimensions.contains(&Some(NONE)) {
            return None;
        }
        let mut bytes = Vec::with_capacity(self.payload_size());
        bytes.extend(payload.group.to_be_bytes());
        bytes.extend(payload.dimensions.map(|place| place.unwrap_or(NONE)));
        bytes.extend(&payload.scores);
        let mut texts = payload.texts.iter().peekable();
        for (question, room) in self.open() {
            let text = texts.next_if(|(place, _)| *place == question);
            let text = text.map_or("", |(_, text)| text);
            if text.len() > room {
                return None;
            }
            bytes.extend(u16::try_from(text.len()).ok()?.to_be_bytes());
            bytes.extend(text.as_bytes());
        }
        // A text that was not taken by now is of no open question, or not in order.
        if texts.next().is_some() {
            return None;
        }
        bytes.resize(self.payload_size(), 0);
        Some(bytes)
    }

    /// The payload again; none when the bytes are not those of one.
    pub fn decode(&self, bytes: &[u8]) -> Option<Payload> {
        if bytes.len() != self.payload_size() {
            return None;
        }
        let (group, rest) = bytes.split_first_chunk::<4>()?;
        let (dimensions, rest) = rest.split_first_chunk::<MAX_DIMENSIONS>()?;
        let (scores, mut rest) = rest.split_at_checked(self.width())?;
        let mut texts = Vec::new();
        for (question, room) in self.open() {
            let (length, after) = rest.split_first_chunk::<2>()?;
            let length = usize::from(u16::from_be_bytes(*length));
            if length > room {
                return None;
            }
            let (text, after) = after.split_at_checked(length)?;
            if length > 0 {
                texts.push((question, str::from_utf8(text).ok()?.to_owned()));
            }
            rest = after;
        }
        let padded = rest.iter().all(|byte| *byte == 0);
        padded.then(|| Payload {
            group: u32::from_be_bytes(*group),
            dimensions: dimensions.map(|place| (place != NONE).then_some(place)),
            scores: scores.to_vec(),
            texts,
        })
    }

    /// The open questions by place, each with the most bytes of its answer.
    fn open(&self) -> impl Iterator<Item = (usize, usize)> {
        (0..self.questions()).filter_map(|one| Some((one, self.text_room(one)?)))
    }
}
