//! Compiles every code block of the README and the documentation, and keeps the house rules.
//!
//! Each page is the documentation of an empty module here, so that `cargo test --doc` runs its
//! blocks; a tidy rule sees to it that no page is missing. The rules stand in `tests/tidy/`.

#[cfg(doctest)]
#[doc = include_str!("decisions/README.md")]
mod decisions {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0001-floors-and-log-module.md")]
mod decision_0001 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0002-hail-frame.md")]
mod decision_0002 {}

#[cfg(doctest)]
#[doc = include_str!("protocol.md")]
mod protocol {}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

#[cfg(doctest)]
#[doc = include_str!("ARCHITECTURE.md")]
mod architecture {}

#[cfg(doctest)]
#[doc = include_str!("identity.md")]
mod identity {}

#[cfg(doctest)]
#[doc = include_str!("configuration.md")]
mod configuration {}

#[cfg(doctest)]
#[doc = include_str!("operations.md")]
mod operations {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0003-group-commit.md")]
mod decision_0003 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0004-power-cut-feature.md")]
mod decision_0004 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0005-entries-are-numbered.md")]
mod decision_0005 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0006-a-failed-commit-rebuilds-the-engine.md")]
mod decision_0006 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0007-tombs-and-salted-chain.md")]
mod decision_0007 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0008-one-schema-two-encodings.md")]
mod decision_0008 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0009-short-names.md")]
mod decision_0009 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0010-pages-beside-the-feed.md")]
mod decision_0010 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0011-a-transport-dials.md")]
mod decision_0011 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0012-everything-at-rest-is-sealed.md")]
mod decision_0012 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0013-staff-tokens.md")]
mod decision_0013 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0014-a-pin-in-the-browser.md")]
mod decision_0014 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0015-work-at-the-gate.md")]
mod decision_0015 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0016-the-locker-is-one-row.md")]
mod decision_0016 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0017-the-vault.md")]
mod decision_0017 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0018-words-in-memory-alone.md")]
mod decision_0018 {}

#[cfg(doctest)]
#[doc = include_str!("rooms.md")]
mod rooms {}

#[cfg(doctest)]
#[doc = include_str!("rust.md")]
mod rust {}

#[cfg(doctest)]
#[doc = include_str!("vectors/README.md")]
mod vectors {}

#[cfg(doctest)]
#[doc = include_str!("simulator.md")]
mod simulator {}

#[cfg(doctest)]
#[doc = include_str!("performance.md")]
mod performance {}

#[cfg(doctest)]
#[doc = include_str!("matching.md")]
mod matching {}

#[cfg(doctest)]
#[doc = include_str!("matching-measured.md")]
mod matching_measured {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0019-matching-by-place-first.md")]
mod decision_0019 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0020-one-room-alone.md")]
mod decision_0020 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0021-circles-and-what-the-simulator-counts.md")]
mod decision_0021 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0027-profiles-on-the-wire.md")]
mod decision_0027 {}

#[cfg(doctest)]
#[doc = include_str!("crisischeck/README.md")]
mod crisischeck {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0026-guards-lower-and-never-silence.md")]
mod decision_0026 {}

#[cfg(doctest)]
#[doc = include_str!("directory.md")]
mod directory {}

#[cfg(doctest)]
#[doc = include_str!("detection.md")]
mod detection {}

#[cfg(doctest)]
#[doc = include_str!("vault.md")]
mod vault {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0022-the-vault-on-a-line.md")]
mod decision_0022 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0023-blind-tickets.md")]
mod decision_0023 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0028-rooms-that-look-full.md")]
mod decision_0028 {}

#[cfg(doctest)]
#[doc = include_str!("casework.md")]
mod casework {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0025-a-moderator-reads-what-was-reported.md")]
mod decision_0025 {}

#[cfg(doctest)]
#[doc = include_str!("moderation.md")]
mod moderation {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0024-policies-are-files.md")]
mod decision_0024 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0029-a-line-in-postgresql.md")]
mod decision_0029 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0030-blind-tickets-on-the-wire.md")]
mod decision_0030 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0031-a-clearance-of-ones-own.md")]
mod decision_0031 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0032-the-driver-asks-models.md")]
mod decision_0032 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0033-guardians-answer-in-the-page.md")]
mod decision_0033 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0034-what-enforces-and-what-is-told.md")]
mod decision_0034 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0035-what-is-done-beside-who-has-it.md")]
mod decision_0035 {}
#[doc = include_str!("decisions/0042-guardians-are-called.md")]
mod decision_0042 {}

#[cfg(doctest)]
#[doc = include_str!("crisis-pipeline.md")]
mod crisis_pipeline {}

#[cfg(doctest)]
#[doc = include_str!("runbooks.md")]
mod runbooks {}

#[cfg(doctest)]
#[doc = include_str!("security.md")]
mod security {}

#[cfg(doctest)]
#[doc = include_str!("checklists.md")]
mod checklists {}
