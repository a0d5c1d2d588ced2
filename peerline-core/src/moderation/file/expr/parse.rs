//! From tokens to a tree; what its names mean is checked afterwards.

use std::ops::Range;

use super::Fault;
use super::MAX_BYTES;
use super::MAX_DEPTH;
use super::cond::Op;
use super::token::Token;
use super::token::tokens;

/// A part of a condition, where it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
}

/// What a part is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Any(Vec<Node>),
    All(Vec<Node>),
    Not(Box<Node>),
    Compare(Box<Node>, Op, Box<Node>),
    In(Box<Node>, Vec<Node>),
    Name(String),
    Word(String),
    Number(u64),
    Truth(bool),
}

/// Reads a condition.
pub(super) fn parse(text: &str) -> Result<Node, Fault> {
    if MAX_BYTES < text.len() {
        let what = format!(
            "the condition has {} bytes; at most {MAX_BYTES} are read",
            text.len()
        );
        let advice = "split it into two rules, or move words into a list";
        return Err(Fault::new(0..text.len(), what, advice));
    }
    let mut parser = Parser {
        tokens: tokens(text)?,
        at: 0,
        depth: 0,
    };
    let node = parser.any()?;
    match parser.peek() {
        Token::End => Ok(node),
        Token::Name(_) | Token::Word(_) | Token::Number(_) | Token::Sign(_) => {
            Err(parser.expected("`and`, `or`, or the end"))
        }
    }
}

struct Parser {
    tokens: Vec<(Token, Range<usize>)>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn any(&mut self) -> Result<Node, Fault> {
        self.chain("or", Self::all, Kind::Any)
    }

    fn all(&mut self) -> Result<Node, Fault> {
        self.chain("and", Self::not, Kind::All)
    }

    fn chain(
        &mut self,
        joint: &str,
        part: fn(&mut Self) -> Result<Node, Fault>,
        make: fn(Vec<Node>) -> Kind,
    ) -> Result<Node, Fault> {
        let first = part(self)?;
        let mut parts = vec![first];
        while self.takes(joint) {
            parts.push(part(self)?);
        }
        if let [_] = parts.as_slice() {
            return parts.pop().ok_or_else(|| self.expected("a condition"));
        }
        let span = hull(&parts);
        let kind = make(parts);
        Ok(Node { kind, span })
    }

    fn not(&mut self) -> Result<Node, Fault> {
        let start = self.span().start;
        if !self.takes("not") {
            return self.test();
        }
        self.deeper()?;
        let inner = self.not()?;
        self.depth = self.depth.saturating_sub(1);
        let span = start..inner.span.end;
        let kind = Kind::Not(Box::new(inner));
        Ok(Node { kind, span })
    }

    fn test(&mut self) -> Result<Node, Fault> {
        let left = self.value()?;
        if let Some(op) = self.op() {
            let right = self.value()?;
            let span = left.span.start..right.span.end;
            let kind = Kind::Compare(Box::new(left), op, Box::new(right));
            return Ok(Node { kind, span });
        }
        let negated = self.takes("not");
        if !self.takes("in") {
            return if negated {
                Err(self.expected("`in`"))
            } else {
                Ok(left)
            };
        }
        let start = left.span.start;
        let list = self.list()?;
        let span = start..self.before();
        let kind = Kind::In(Box::new(left), list);
        let node = Node { kind, span };
        if !negated {
            return Ok(node);
        }
        let span = node.span.clone();
        let kind = Kind::Not(Box::new(node));
        Ok(Node { kind, span })
    }

    fn list(&mut self) -> Result<Vec<Node>, Fault> {
        self.sign("[", "a list in `[` and `]`")?;
        let mut items = vec![self.value()?];
        while self.sign(",", "").is_ok() {
            items.push(self.value()?);
        }
        self.sign("]", "`,` or `]`")?;
        Ok(items)
    }

    fn value(&mut self) -> Result<Node, Fault> {
        let span = self.span();
        let kind = match self.peek().clone() {
            Token::Sign("(") => return self.bracket(),
            Token::Name(name) if is_reserved(&name) => {
                return Err(self.expected("a signal, a field, a 'word' or a number"));
            }
            Token::Name(name) if name == "true" => Kind::Truth(true),
            Token::Name(name) if name == "false" => Kind::Truth(false),
            Token::Name(name) => Kind::Name(name),
            Token::Word(word) => Kind::Word(word),
            Token::Number(number) => Kind::Number(number),
            Token::Sign(_) | Token::End => {
                return Err(self.expected("a signal, a field, a 'word' or a number"));
            }
        };
        self.step();
        Ok(Node { kind, span })
    }

    fn bracket(&mut self) -> Result<Node, Fault> {
        self.step();
        self.deeper()?;
        let inner = self.any()?;
        self.depth = self.depth.saturating_sub(1);
        self.sign(")", "`and`, `or` or `)`")?;
        Ok(inner)
    }

    fn deeper(&mut self) -> Result<(), Fault> {
        self.depth = self.depth.saturating_add(1);
        if MAX_DEPTH < self.depth {
            let what = format!("more than {MAX_DEPTH} levels of brackets and `not`");
            return Err(Fault::new(self.span(), what, "split the rule into two"));
        }
        Ok(())
    }

    fn op(&mut self) -> Option<Op> {
        let op = match self.peek() {
            Token::Sign("==") => Op::Equal,
            Token::Sign("!=") => Op::Unequal,
            Token::Sign("<") => Op::Less,
            Token::Sign("<=") => Op::AtMost,
            Token::Sign(">") => Op::More,
            Token::Sign(">=") => Op::AtLeast,
            Token::Sign(_) | Token::Name(_) | Token::Word(_) | Token::Number(_) | Token::End => {
                return None;
            }
        };
        self.step();
        Some(op)
    }

    fn sign(&mut self, sign: &str, wanted: &str) -> Result<(), Fault> {
        if matches!(self.peek(), Token::Sign(found) if *found == sign) {
            self.step();
            return Ok(());
        }
        Err(self.expected(wanted))
    }

    fn takes(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Token::Name(name) if name == word);
        if found {
            self.step();
        }
        found
    }

    fn expected(&self, wanted: &str) -> Fault {
        let what = format!("{} stands where something else should", self.peek());
        Fault::new(self.span(), what, format!("expected {wanted}"))
    }

    fn peek(&self) -> &Token {
        self.tokens
            .get(self.at)
            .map_or(&Token::End, |(token, _)| token)
    }

    fn span(&self) -> Range<usize> {
        let last = self.tokens.last().map(|(_, span)| span.clone());
        let here = self.tokens.get(self.at).map(|(_, span)| span.clone());
        here.or(last).unwrap_or(0..0)
    }

    /// Where the token before this one ends.
    fn before(&self) -> usize {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        before.map_or(0, |(_, span)| span.end)
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }
}

fn hull(parts: &[Node]) -> Range<usize> {
    let start = parts.first().map_or(0, |part| part.span.start);
    let end = parts.last().map_or(0, |part| part.span.end);
    start..end
}

fn is_reserved(name: &str) -> bool {
    matches!(name, "and" | "or" | "not" | "in")
}
