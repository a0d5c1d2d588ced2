//! What the names in a condition mean, and whether they may stand where they stand.

use std::ops::Range;

use super::Fault;
use super::cond::Cond;
use super::cond::Field;
use super::cond::Flag;
use super::cond::Measure;
use super::cond::Number;
use super::cond::Op;
use super::parse::Kind;
use super::parse::Node;
use super::parse::parse;
use crate::moderation::ROOM_KINDS;
use crate::vocab::Role;

/// What a condition may name.
#[derive(Clone, Debug)]
pub(in crate::moderation::file) struct Names<'a> {
    /// The signals of the file, in their order.
    pub(in crate::moderation::file) signals: Vec<&'a str>,
    /// The languages of the file.
    pub(in crate::moderation::file) languages: Vec<&'a str>,
}

/// Reads a condition and checks its types.
pub(in crate::moderation::file) fn read(text: &str, names: &Names<'_>) -> Result<Cond, Fault> {
    let node = parse(text)?;
    names.cond(&node)
}

/// A value with its type.
enum Value {
    Cond(Cond),
    Number(Number),
    Field(Field),
    Word(String),
}

impl Value {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Cond(_) => "a condition",
            Self::Number(_) => "a number",
            Self::Field(_) => "a field of words",
            Self::Word(_) => "a word",
        }
    }
}

impl Names<'_> {
    fn cond(&self, node: &Node) -> Result<Cond, Fault> {
        match self.value(node)? {
            Value::Cond(cond) => Ok(cond),
            value @ (Value::Number(_) | Value::Field(_) | Value::Word(_)) => {
                let what = format!("{} stands where a condition should", value.kind());
                let advice = "compare it, as in `text.lines > 20` or `author.role == 'seeker'`";
                Err(Fault::new(node.span.clone(), what, advice))
            }
        }
    }

    fn value(&self, node: &Node) -> Result<Value, Fault> {
        let cond = match &node.kind {
            Kind::Name(name) => return self.name(name, &node.span),
            Kind::Word(word) => return Ok(Value::Word(word.clone())),
            Kind::Number(number) => return Ok(Value::Number(Number::Fixed(*number))),
            Kind::Truth(truth) => Cond::Truth(*truth),
            Kind::Not(inner) => Cond::Not(Box::new(self.cond(inner)?)),
            Kind::All(parts) => Cond::All(self.conds(parts)?),
            Kind::Any(parts) => Cond::Any(self.conds(parts)?),
            Kind::Compare(left, op, right) => self.compare(left, *op, right)?,
            Kind::In(of, list) => self.one_of(of, list)?,
        };
        Ok(Value::Cond(cond))
    }

    fn conds(&self, parts: &[Node]) -> Result<Vec<Cond>, Fault> {
        parts.iter().map(|part| self.cond(part)).collect()
    }

    fn compare(&self, left: &Node, op: Op, right: &Node) -> Result<Cond, Fault> {
        let span = left.span.start..right.span.end;
        match (self.value(left)?, self.value(right)?) {
            (Value::Number(one), Value::Number(other)) => Ok(Cond::Compare(one, op, other)),
            (Value::Field(field), Value::Word(word)) => {
                self.is_word(field, &word, &right.span)?;
                let same = Cond::OneOf(field, vec![word]);
                match op {
                    Op::Equal => Ok(same),
                    Op::Unequal => Ok(Cond::Not(Box::new(same))),
                    Op::Less | Op::AtMost | Op::More | Op::AtLeast => {
                        let what = "words have no order";
                        Err(Fault::new(span, what, "use `==`, `!=` or `in [...]`"))
                    }
                }
            }
            (one, other) => {
                let what = format!("{} is compared with {}", one.kind(), other.kind());
                let advice = "compare numbers with numbers, and a field with a 'word' on its right";
                Err(Fault::new(span, what, advice))
            }
        }
    }

    fn one_of(&self, of: &Node, list: &[Node]) -> Result<Cond, Fault> {
        let Value::Field(field) = self.value(of)? else {
            let what = "only a field can be `in` a list";
            return Err(Fault::new(
                of.span.clone(),
                what,
                format!("fields are {FIELDS}"),
            ));
        };
        let mut words = Vec::with_capacity(list.len());
        for item in list {
            let Kind::Word(word) = &item.kind else {
                let what = "a list has words alone";
                return Err(Fault::new(
                    item.span.clone(),
                    what,
                    "write it in quotes: 'seeker'",
                ));
            };
            self.is_word(field, word, &item.span)?;
            words.push(word.clone());
        }
        Ok(Cond::OneOf(field, words))
    }

    fn name(&self, name: &str, span: &Range<usize>) -> Result<Value, Fault> {
        if let Some(signal) = self.signal(name) {
            return Ok(Value::Cond(Cond::Hit(signal)));
        }
        let counted = name
            .strip_suffix(".count")
            .and_then(|name| self.signal(name));
        if let Some(signal) = counted {
            return Ok(Value::Number(Number::Count(signal)));
        }
        let measure = |measure| Ok(Value::Number(Number::Measure(measure)));
        let flag = |flag| Ok(Value::Cond(Cond::Flag(flag)));
        match name {
            "author.role" => Ok(Value::Field(Field::Role)),
            "room.kind" => Ok(Value::Field(Field::Room)),
            "lang" => Ok(Value::Field(Field::Language)),
            "author.strikes" => measure(Measure::Strikes),
            "author.posts" => measure(Measure::Posts),
            "text.letters" => measure(Measure::Letters),
            "text.words" => measure(Measure::Words),
            "text.lines" => measure(Measure::Lines),
            "text.capitals" => measure(Measure::Capitals),
            "message.again" => flag(Flag::Again),
            "message.edit" => flag(Flag::Edit),
            "message.unread" => flag(Flag::Unread),
            _ => Err(self.unknown(name, span)),
        }
    }

    fn unknown(&self, name: &str, span: &Range<usize>) -> Fault {
        let signals = self.signals.iter().copied();
        let known = signals.chain(NAMES.iter().copied());
        let near = known.filter(|known| is_near(name, known)).min();
        let advice = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if self.signals.is_empty() => "the file has no [signal] yet".to_owned(),
            None => format!(
                "signals of this file are {}; there are also {}",
                self.signals.join(", "),
                NAMES.join(", ")
            ),
        };
        Fault::new(span.clone(), format!("nothing is called `{name}`"), advice)
    }

    fn signal(&self, name: &str) -> Option<usize> {
        self.signals.iter().position(|signal| *signal == name)
    }

    fn is_word(&self, field: Field, word: &str, span: &Range<usize>) -> Result<(), Fault> {
        let known: Vec<&str> = match field {
            Field::Role => Role::ALL.iter().map(|role| role.as_str()).collect(),
            Field::Room => ROOM_KINDS.to_vec(),
            Field::Language => self.languages.clone(),
        };
        if known.contains(&word) {
            return Ok(());
        }
        let what = format!("'{word}' is not among its words");
        Err(Fault::new(
            span.clone(),
            what,
            format!("use one of {}", known.join(", ")),
        ))
    }
}

/// One letter more, less or other, or two that changed places.
fn is_near(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let same = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let rest =
        |word: &[char], from: usize| -> Vec<char> { word.get(from..).unwrap_or_default().to_vec() };
    let (left, right) = (rest(&one, same), rest(&other, same));
    let swapped = matches!((left.as_slice(), right.as_slice()),
        ([a, b, left @ ..], [c, d, right @ ..]) if a == d && b == c && left == right);
    swapped
        || rest(&left, 1) == rest(&right, 1)
        || rest(&left, 1) == right
        || left == rest(&right, 1)
}

const FIELDS: &str = "author.role, room.kind and lang";
const NAMES: [&str; 12] = [
    "author.role",
    "author.strikes",
    "author.posts",
    "room.kind",
    "lang",
    "text.letters",
    "text.words",
    "text.lines",
    "text.capitals",
    "message.again",
    "message.edit",
    "message.unread",
];
