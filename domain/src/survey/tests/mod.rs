//! Tests of what is asked and what comes back: the checks, the packing, and the shipped instruments.

mod answers;
mod campaign;
mod fixture;
mod instrument;
mod kept;
mod packing;
mod publish;
mod publish_conditions;
mod seeds;
mod split_by;
