//! The edge: what holds for every request and answer.

mod accept;
pub mod batch;
pub mod body;
pub mod coding;
pub mod conditions;
pub mod cursor;
pub mod digest;
pub mod envelope;
mod json;
pub mod network;
pub mod query;
mod respondent;
pub mod upload;

pub use accept::Accepted;
pub use batch::Batch;
pub use body::Body;
pub use conditions::{IfMatch, IfTag, MayMatch, PutCondition};
pub use envelope::RequestId;
pub use network::Network;
pub use query::Query;
pub use respondent::Respondent;
