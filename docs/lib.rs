//! The documentation.
