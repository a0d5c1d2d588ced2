//! The house keeps its rules: one test for each, named for what it holds.
//!
//! A rule is a function from a [`tree::Tree`] to complaints. Its test runs it over the project;
//! beside that test stands a small wrong tree that the rule must complain about, so that every
//! rule has been seen to fail. `PEERLINE_ROOT` points the rules at another checkout.

mod claims;
mod contracts;
mod floors;
mod licenses;
mod manifests;
mod names;
mod pages;
mod places;
mod purity;
mod roots;
mod sizes;
mod source;
mod tree;
mod words;
mod written;
