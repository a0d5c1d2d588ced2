//! Lists of words and phrases, matched as whole words.

mod haystack;
mod list;
mod typo;

#[cfg(test)]
mod tests;

pub use list::InvalidList;
pub use list::WordList;
