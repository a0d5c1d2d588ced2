//! The loop against memory ports.
