//! Surveys.

mod deliveries;
mod follow_ups;
mod followed;
