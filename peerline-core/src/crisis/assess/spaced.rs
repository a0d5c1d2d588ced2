//! Words written letter by letter: `s u i c i d e`, `k.i.l.l`.

use super::words::Word;
use super::words::Words;

/// The fewest single letters in a row that are read as one word.
const FEWEST: usize = 3;
/// The most, so that a page of single letters costs no more than its length.
const MOST: usize = 40;

/// Joins every run of single letters; a wider gap than the run's narrowest, or of another kind, parts two
/// words.
pub(super) fn join(words: Words) -> Words {
    let single = |word: &Word| word.to.saturating_sub(word.from) == 1;
    let mut in_a_row = 0_usize;
    let any = words.words.iter().any(|word| {
        in_a_row = if single(word) {
            in_a_row.saturating_add(1)
        } else {
            0
        };
        in_a_row >= FEWEST
    });
    if !any {
        return words;
    }
    let mut joined = Words::default();
    let mut rest = words.words.as_slice();
    while let Some(first) = rest.first() {
        let run = rest
            .iter()
            .take(MOST)
            .take_while(|word| single(word))
            .count();
        let taken = if run >= FEWEST { run } else { 1 };
        let (now, later) = rest.split_at(taken.min(rest.len()));
        if taken == 1 {
            joined.push(words.letters(first), *first);
        } else {
            join_run(&words, now, &mut joined);
        }
        rest = later;
    }
    joined
}

fn join_run(words: &Words, run: &[Word], joined: &mut Words) {
    let narrowest = run.iter().skip(1).map(|word| word.gap).min().unwrap_or(1);
    // Where marks part the letters (`k.i.l.l`), a space parts words.
    let by_marks = 2 <= run.iter().skip(1).filter(|word| word.marked).count();
    let mut letters = String::new();
    let mut place: Option<Word> = None;
    for word in run {
        let parts = word.gap > narrowest || (by_marks && !word.marked);
        if let Some(begun) = place.filter(|_| parts) {
            joined.push(&letters, begun);
            letters.clear();
            place = None;
        }
        letters.push_str(words.letters(word));
        let mut grown = place.unwrap_or(*word);
        grown.end = word.end;
        grown.joined = true;
        place = Some(grown);
    }
    if let Some(begun) = place {
        joined.push(&letters, begun);
    }
}
