//! What may be changed of an audit in which state.
