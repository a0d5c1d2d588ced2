//! The schema of PLP/1, made from the types of its frames (feature `schemars1`).
//!
//! What lives here: the JSON Schema of all frames and bodies. What never does: a shape that is
//! written by hand although a type has it.

mod forms;
mod whole;

pub use whole::json_schema;
