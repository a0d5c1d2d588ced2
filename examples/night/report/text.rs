//! The report as people read it.

use std::fmt;

use super::Cases;
use super::Interventions;
use super::Messages;
use super::Report;
use super::Restart;
use super::Spread;

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            n,
            p50_ms,
            p95_ms,
            p99_ms,
            max_ms,
        } = self;
        if *n == 0 {
            return f.write_str("none");
        }
        write!(
            f,
            "p50 {p50_ms} ms, p95 {p95_ms} ms, p99 {p99_ms} ms, longest {max_ms} ms ({n})"
        )
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_people(f)?;
        self.write_messages(f)?;
        self.write_cases(f)?;
        for kill in &self.kills {
            writeln!(f, "{kill}")?;
        }
        for surprise in &self.surprises {
            writeln!(f, "unexpected     {surprise}")?;
        }
        let verdict = if self.is_good() { "held" } else { "BROKEN" };
        let took = self.took_ms / 1000;
        write!(f, "took           {took} s; promises {verdict}")
    }
}

impl Report {
    fn write_people(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            people,
            seekers,
            supporters,
            responders,
            conversations,
            seed,
            matched,
            talked_to_the_end,
            wait,
            ..
        } = self;
        writeln!(
            f,
            "people         {people}: {seekers} seekers, {supporters} supporters, \
             {responders} responders (set {conversations}, seed {seed})"
        )?;
        writeln!(
            f,
            "matched        {matched} of {seekers}; talked to the end {talked_to_the_end}"
        )?;
        writeln!(f, "wait           {wait}")
    }

    fn write_messages(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Messages {
            sent,
            delivered,
            stopped_by_rules,
            lost,
            repeated,
            out_of_order,
        } = &self.messages;
        let Interventions {
            nudges,
            holds,
            blocks,
        } = &self.interventions;
        writeln!(
            f,
            "messages       {sent} sent, {delivered} delivered, {stopped_by_rules} stopped by rules"
        )?;
        writeln!(
            f,
            "               {lost} lost, {repeated} repeated, {out_of_order} out of order"
        )?;
        writeln!(
            f,
            "interventions  {nudges} nudges, {holds} holds, {blocks} blocks"
        )
    }

    fn write_cases(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cases {
            danger_messages,
            raised,
            paged,
            acknowledged,
            closed,
            lost,
        } = &self.cases;
        writeln!(
            f,
            "cases          {danger_messages} messages of danger; {raised} raised, {paged} paged, \
             {acknowledged} acknowledged, {closed} closed, {lost} lost"
        )?;
        writeln!(f, "danger to page {}", self.page_all)?;
        writeln!(f, "  line up      {}", self.page)?;
        writeln!(f, "  across kills {}", self.page_across_kill)
    }
}

impl fmt::Display for Restart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let span = |span: Option<u64>| span.map_or("never".to_owned(), |ms| format!("{ms} ms"));
        write!(
            f,
            "kill -9        with {} conversations running; started again after {}, answers after \
             {}, everybody back after {}",
            self.conversations_running,
            span(self.outage_ms),
            span(self.answers_again_ms),
            span(self.everybody_back_ms)
        )
    }
}
