//! Lists of words and phrases, matched as whole words.

mod haystack;
mod list;

#[cfg(test)]
mod tests;

pub use list::InvalidList;
pub use list::WordList;
