//! What a person sees at once, before any human has answered.
//!
//! Every sentence comes from a template of this folder, every number from the directory: nothing is
//! composed by a machine. The texts keep to the safe-messaging advice of the WHO and the AFSP: no
//! method, no blame, no diagnosis, no statistics, no word of secrecy or rescue that cannot be kept.
//! No clinician and no person with lived experience has reviewed them yet; a line needs both before
//! it opens.

mod help;
mod lint;
mod render;
mod texts;
mod texts_latin;

#[cfg(test)]
mod tests;

pub use help::Checked;
pub use help::Help;
pub use help::Helpline;
pub use lint::BANNED;
pub use lint::lint;
pub use render::Choice;
pub use render::ChoiceKind;
pub use render::Occasion;
pub use render::Paragraph;
pub use render::Part;
pub use render::Presence;
pub use render::SafeReply;
pub use render::taken;
