//! From an entry under `[[rule]]` to a rule.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;

use super::expr;
use super::expr::Names;
use super::fault::Faults;
use super::rule::Act;
use super::rule::Rule;
use super::rule::Says;
use super::rule::Step;
use super::rule::act;
use super::rule::span_of_time;
use super::source::RuleEntry;
use super::source::StepEntry;
use crate::moderation::History;
use crate::moderation::Label;
use crate::moderation::RuleId;
use crate::vocab::Millis;

/// Reads rules.
pub(super) struct RuleReader<'a> {
    pub(super) names: &'a Names<'a>,
    pub(super) says: &'a mut Says,
}

impl RuleReader<'_> {
    pub(super) fn read(
        &mut self,
        faults: &mut Faults<'_>,
        entry: &Spanned<RuleEntry>,
    ) -> Option<Rule> {
        let (span, entry) = (entry.span(), entry.get_ref());
        let key = format!("rule.{}", entry.id.get_ref());
        let id = self.id(faults, &key, &entry.id)?;
        let when = match expr::read(entry.when.get_ref(), self.names) {
            Ok(when) => when,
            Err(fault) => {
                faults.inside(&entry.when.span(), &key, &fault);
                return None;
            }
        };
        let mut uses = BTreeSet::new();
        when.signals(&mut uses);
        let first = Step {
            id: id.clone(),
            hits: 1,
            per: History::STRIKES_FOR,
            act: strongest(faults, &key, &entry.acts, span),
        };
        if let Some(say) = &entry.say {
            self.say(faults, &key, (id.clone(), say));
        }
        let mut steps = vec![first];
        for step in &entry.ladder {
            steps.extend(self.step(faults, &key, &id, step));
        }
        number(&mut steps, &id);
        self.step_texts(faults, &key, (&steps, &entry.ladder));
        Some(Rule {
            id,
            when,
            uses,
            steps,
            labels: labels(faults, &key, &entry.labels),
            ground: entry.ground.clone(),
            appeal_days: appeal(faults, &key, entry.appeal.as_ref()),
            shadow: entry.shadow,
        })
    }

    fn id(&self, faults: &mut Faults<'_>, key: &str, id: &Spanned<String>) -> Option<RuleId> {
        let short = id.get_ref().len() <= LONGEST_ID;
        let found = id.get_ref().parse::<RuleId>().ok().filter(|_| short);
        if found.is_none() {
            let advice = "use 1 to 40 of a-z, 0-9, '.', '_' and '-', as in \"privacy.contact\"";
            faults.at(id.span(), (key, "this is no name for a rule", advice));
        }
        found
    }

    fn step(
        &self,
        faults: &mut Faults<'_>,
        key: &str,
        id: &RuleId,
        entry: &Spanned<StepEntry>,
    ) -> Option<Step> {
        let (span, entry) = (entry.span(), entry.get_ref());
        let per = span_of_time(entry.per.get_ref());
        let per = per.filter(|per| (Millis::from_secs(1)..=History::STRIKES_FOR).contains(per));
        if per.is_none() {
            let advice = "use per = \"1s\" to \"24h\": strikes are remembered for a day";
            faults.at(
                entry.per.span(),
                (key, "this is no window for a ladder", advice),
            );
        }
        let hits = usize::try_from(*entry.hits.get_ref()).ok();
        let hits = hits.filter(|hits| (2..=History::MOST).contains(hits));
        if hits.is_none() {
            let advice = format!("use a number from 2 to {}", History::MOST);
            faults.at(
                entry.hits.span(),
                (key, "this number is out of range", &advice),
            );
        }
        Some(Step {
            id: id.clone(),
            hits: hits?,
            per: per?,
            act: strongest(faults, key, &entry.acts, span),
        })
    }

    fn step_texts(
        &mut self,
        faults: &mut Faults<'_>,
        key: &str,
        (steps, entries): (&[Step], &[Spanned<StepEntry>]),
    ) {
        if steps.len() != entries.len().saturating_add(1) {
            return;
        }
        for (step, entry) in steps.iter().skip(1).zip(entries) {
            if let Some(say) = &entry.get_ref().say {
                self.say(faults, key, (step.id.clone(), say));
            }
        }
    }

    fn say(
        &mut self,
        faults: &mut Faults<'_>,
        key: &str,
        (id, texts): (RuleId, &Spanned<BTreeMap<String, String>>),
    ) {
        let missing = self.names.languages.iter().find(|tag| {
            texts
                .get_ref()
                .get(**tag)
                .is_none_or(|text| text.trim().is_empty())
        });
        if let Some(tag) = missing {
            let what = format!("`say` has no text in `{tag}`");
            let advice = "say it in every language of `langs`, or leave `say` out";
            faults.at(texts.span(), (key, &what, advice));
        }
        self.says.insert(id, texts.get_ref().clone());
    }
}

/// Names the steps apart: decisions and explanations know them by their names.
fn number(steps: &mut [Step], id: &RuleId) {
    for (at, step) in steps.iter_mut().enumerate().skip(1) {
        let name = match at {
            1 => format!("{id}.again"),
            _ => format!("{id}.again{at}"),
        };
        if let Ok(name) = name.parse() {
            step.id = name;
        }
    }
}

fn strongest(
    faults: &mut Faults<'_>,
    key: &str,
    acts: &[Spanned<String>],
    span: Range<usize>,
) -> Act {
    let mut strongest = Act::Allow;
    for text in acts {
        match act(text.get_ref()) {
            Ok(act) => strongest = strongest.max(act),
            Err((what, advice)) => faults.at(text.span(), (key, &what, advice)),
        }
    }
    if acts.is_empty() {
        faults.at(
            span,
            (
                key,
                "`do` is empty",
                "write do = [\"label\"] to label alone",
            ),
        );
    }
    strongest
}

fn labels(faults: &mut Faults<'_>, key: &str, names: &[Spanned<String>]) -> BTreeSet<Label> {
    let mut labels = BTreeSet::new();
    for name in names {
        match Label::named(name.get_ref()) {
            Some(label) => {
                labels.insert(label);
            }
            None => {
                let what = format!("`{}` is no label", name.get_ref());
                let known: Vec<&str> = Label::RULES.iter().map(|label| label.name()).collect();
                let advice = format!("labels are {}", known.join(", "));
                faults.at(name.span(), (key, &what, &advice));
            }
        }
    }
    labels
}

fn appeal(faults: &mut Faults<'_>, key: &str, text: Option<&Spanned<String>>) -> u16 {
    let Some(text) = text else {
        return 0;
    };
    let day = Millis::from_hours(24).get();
    let days = span_of_time(text.get_ref()).and_then(|span| span.get().checked_div(day));
    let days = days.and_then(|days| u16::try_from(days).ok());
    match days.filter(|days| (1..=90).contains(days)) {
        Some(days) => days,
        None => {
            let advice = "use appeal = \"1d\" to \"90d\"";
            faults.at(text.span(), (key, "this is no time for an appeal", advice));
            0
        }
    }
}

/// Leaves room for the names of steps.
const LONGEST_ID: usize = 40;
