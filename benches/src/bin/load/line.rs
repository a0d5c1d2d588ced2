//! The line that is put under load: its rooms, and what of it is switched off to see its price.

use std::fmt::Write as _;

/// What is left out of the line, to see what it costs.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
pub(crate) enum Without {
    /// The policy: messages are still looked at for danger, which nobody can switch off
    Moderation,
    /// The store: what is said in rooms of the directory is in memory alone
    Store,
}

/// Where people meet.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rooms {
    /// So many rooms for two: a seeker, and the supporter whom the line found for them.
    Pairs(usize),
    /// So many circles of eight, whom the line seats together.
    Circles(usize),
    /// So many rooms of the directory, for so many people each.
    DropIn(usize, usize),
}

/// How many sit in a circle, as the line makes them.
pub(crate) const CIRCLE: usize = 8;

impl Rooms {
    /// Returns the files of a line that has these rooms and lets people say as much as they can:
    /// everything else is as it comes.
    pub(crate) fn files(self, without: &[Without]) -> Vec<(&'static str, String)> {
        let mut text = String::from(
            "[server]\nlisten = \"127.0.0.1:0\"\ndata = \"data\"\n\
             [limits]\npace = 128\npace_window_s = 1\n",
        );
        let mut files = Vec::new();
        if without.contains(&Without::Moderation) {
            text.push_str("[moderation]\npolicy = \"nothing.toml\"\n");
            files.push(("nothing.toml", NOTHING.to_owned()));
        }
        if let Self::DropIn(count, seats) = self {
            for room in 0..count {
                // Writing into a string cannot fail.
                let _ok = write!(
                    text,
                    "[[rooms]]\nslug = \"{PREFIX}{room}\"\nkind = \"drop_in\"\ntitle = \"A room\"\nseats = {seats}\n",
                );
                if without.contains(&Without::Store) {
                    text.push_str("retention = \"none\"\n");
                }
            }
        }
        files.push(("peerline.toml", text));
        files
    }
}

/// What the slugs of rooms begin with; the number follows.
pub(crate) const PREFIX: &str = "room-";

/// A policy without a rule.
const NOTHING: &str = "peerline = \"policy/1\"\nid = \"nothing\"\nversion = 1\nlangs = [\"en\"]\n";
