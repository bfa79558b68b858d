//! What does not belong where it was found.

/// Something that came in or was kept does not fit what was asked or among whom. Nothing is left out for that: whoever
/// finds it stops, so that it is seen and nothing is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// An answer is of a group that is not there.
    #[error("an answer is of a group that is not there")]
    Group,
    /// Answers are not packed as those to what was asked.
    #[error("answers are not packed as those to what was asked")]
    Row,
    /// Results are split by what is no question with options of which one is chosen, or by more questions than can be.
    #[error("results are split by what they cannot be split by")]
    Dimension,
    /// An answer by which results are split is none of those there are.
    #[error("an answer by which results are split is none of those there are")]
    Value,
    /// A text answers no open question.
    #[error("a text answers no open question")]
    Text,
    /// Answers are kept for a part that is not there.
    #[error("answers are kept for a part that is not there")]
    Part,
}
