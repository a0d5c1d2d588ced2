//! Rust text split into what is code and what is said about it.
//!
//! A scanner, not a parser: it knows comments, strings and characters, and nothing of grammar.

/// The code and the comments of a file, each with the other blanked out, line by line.
#[derive(Debug, Default)]
pub(crate) struct Source {
    /// Code, without comments and without what stands in strings.
    pub(crate) code: String,
    /// Comments, documentation included.
    pub(crate) comments: String,
}

impl Source {
    /// Splits a file.
    pub(crate) fn of(text: &str) -> Self {
        let mut source = Self::default();
        let mut rest = text;
        while !rest.is_empty() {
            rest = source.step(rest);
        }
        source
    }

    /// Returns the lines of code with their numbers, from 1.
    pub(crate) fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.code.lines())
    }

    /// Returns the lines of comments with their numbers, from 1.
    pub(crate) fn comment_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.comments.lines())
    }

    fn step<'a>(&mut self, rest: &'a str) -> &'a str {
        if rest.starts_with("//") {
            self.take(rest, rest.find('\n').unwrap_or(rest.len()), Part::Comment)
        } else if rest.starts_with("/*") {
            self.take(rest, block(rest), Part::Comment)
        } else if let Some(len) = raw_string(rest).filter(|_| !self.ends_in_word()) {
            self.take(rest, len, Part::Literal)
        } else if rest.starts_with('"') {
            self.take(rest, quoted(rest, '"'), Part::Literal)
        } else if let Some(len) = character(rest) {
            self.take(rest, len, Part::Literal)
        } else {
            let len = rest.chars().next().map_or(rest.len(), char::len_utf8);
            self.take(rest, len, Part::Code)
        }
    }

    fn take<'a>(&mut self, rest: &'a str, len: usize, part: Part) -> &'a str {
        let (taken, rest) = rest.split_at_checked(len).unwrap_or((rest, ""));
        for c in taken.chars() {
            let blank = if c == '\n' { '\n' } else { ' ' };
            self.code.push(if part == Part::Code { c } else { blank });
            let said = part == Part::Comment;
            self.comments.push(if said { c } else { blank });
        }
        if part == Part::Literal {
            self.code.pop();
            self.code.push('"');
        }
        rest
    }

    fn ends_in_word(&self) -> bool {
        self.code.chars().next_back().is_some_and(is_word)
    }
}

/// Returns the identifiers and keywords of a line of code.
pub(crate) fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c| !is_word(c)).filter(|word| !word.is_empty())
}

/// Returns whether a character can stand in an identifier.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Part {
    Code,
    Comment,
    Literal,
}

/// Returns the length of a block comment, nested ones included.
fn block(rest: &str) -> usize {
    let mut depth = 0_usize;
    for (at, _) in rest.char_indices() {
        let here = rest.get(at..).unwrap_or_default();
        if here.starts_with("/*") {
            depth = depth.saturating_add(1);
        } else if here.starts_with("*/") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return at.saturating_add(2);
            }
        }
    }
    rest.len()
}

/// Returns the length of `r"..."`, `r#"..."#` and so on.
fn raw_string(rest: &str) -> Option<usize> {
    let open = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?;
    let hashes = open.len().checked_sub(open.trim_start_matches('#').len())?;
    let body = open.get(hashes..)?.strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let end = body.find(&close).map_or(body.len(), |at| at + close.len());
    Some(rest.len().checked_sub(body.len())? + end)
}

/// Returns the length of a text in quotes with its escapes.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return at.saturating_add(1),
            _ => {}
        }
    }
    rest.len()
}

/// Returns the length of a character literal; a lifetime is none.
fn character(rest: &str) -> Option<usize> {
    let mut chars = rest.strip_prefix('\'')?.chars();
    let first = chars.next()?;
    let is_literal = first == '\\' || chars.next() == Some('\'');
    is_literal.then(|| quoted(rest, '\''))
}

#[test]
fn a_source_splits_into_code_and_comments() {
    let text = "let a = \"// no\"; // yes 'x'\nfn f<'a>(c: &'a str) { '\"'; } /* x /* y */ z */ g";
    let source = Source::of(text);
    assert!(!source.code.contains("no") && !source.code.contains("yes"));
    assert!(source.code.contains("fn f<'a>(c: &'a str)") && source.code.ends_with(" g"));
    assert!(source.comments.contains("// yes 'x'") && source.comments.contains("z */"));
    assert_eq!(source.code.lines().count(), 2);
}

#[test]
fn a_source_knows_raw_strings_and_escapes() {
    let source = Source::of("a(r#\"in \" here\"#, \"in \\\" here\", '\\'', b\"in\"); out");
    assert!(!source.code.contains("in") && source.code.ends_with("; out"));
}
