//! One file per noun: how its aggregates are kept.
