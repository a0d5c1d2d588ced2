//! Looking at what people write before others see it.

mod contact;
mod normalize;
mod signal;
mod words;

#[cfg(test)]
mod measured;

pub use contact::Contact;
pub use contact::Helplines;
pub use normalize::NormalizedText;
pub use normalize::Step;
pub use normalize::Steps;
pub use signal::Finding;
pub use signal::Looked;
pub use signal::Signal;
pub use words::InvalidList;
pub use words::WordList;
