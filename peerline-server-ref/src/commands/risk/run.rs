//! Which command does what.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

use peerline_core::crisis::rank::DataSet;
use peerline_core::crisis::rank::Features;
use peerline_core::crisis::rank::Record;

use super::args::EvalArgs;
use super::args::ExplainArgs;
use super::args::RiskCommand;
use super::args::TrainArgs;
use super::data::Texts;
use super::figures;
use super::files;
use super::train;
use super::train::HeldBack;
use crate::cli::say;
use crate::commands::Failure;

/// Does what was asked.
pub(crate) fn risk(wish: &RiskCommand) -> Result<(), Failure> {
    match wish {
        RiskCommand::Train(args) => say(&train(args)?),
        RiskCommand::Eval(args) => say(&eval(args)?),
        RiskCommand::Explain(args) => say(&explain(args)?),
    }
    Ok(())
}

fn train(args: &TrainArgs) -> Result<String, Failure> {
    let texts = Texts::read(&args.texts)?;
    let held = HeldBack::across(&texts, args.folds);
    let model = train::train(&texts, |_| true);
    let threshold = figures::threshold(&held.everyday, args.false_alarms);
    let order = figures::order(&held.tried);
    let (found, found_wrongly, false_alarms) = figures::shares(&held, threshold);
    let record = Record {
        model: model.digest(),
        tried: set(&args.texts.data, &held.tried),
        everyday: set(&args.texts.everyday, &held.everyday),
        danger: format!(
            "{} at {} or above",
            args.texts.level, args.texts.danger_from
        ),
        folds: args.folds,
        order: order.order,
        order_low: order.low,
        order_high: order.high,
        threshold,
        found,
        found_wrongly,
        false_alarms,
    };
    files::write(&args.out, &model, &record)?;
    let mut out = told(&record);
    let verdict = match record.allows(&model) {
        Ok(()) => "A line may use it: risk.model in the configuration.".to_owned(),
        Err(why) => format!("No line will use it: {why}."),
    };
    let _ = write!(out, "{verdict}");
    Ok(out)
}

fn eval(args: &EvalArgs) -> Result<String, Failure> {
    let model = files::read_model(&args.model)?;
    let record = files::read_record(&args.model)?;
    let held = HeldBack::by(&model, &Texts::read(&args.texts)?);
    let order = figures::order(&held.tried);
    let (found, found_wrongly, false_alarms) = figures::shares(&held, record.threshold);
    Ok(told(&Record {
        tried: set(&args.texts.data, &held.tried),
        everyday: set(&args.texts.everyday, &held.everyday),
        danger: format!(
            "{} at {} or above",
            args.texts.level, args.texts.danger_from
        ),
        folds: 1,
        order: order.order,
        order_low: order.low,
        order_high: order.high,
        found,
        found_wrongly,
        false_alarms,
        ..record
    }))
}

fn explain(args: &ExplainArgs) -> Result<String, Failure> {
    let model = files::read_model(&args.model)?;
    let record = files::read_record(&args.model)?;
    let mut text = args.text.clone();
    if text == "-" {
        text.clear();
        let mut input = std::io::stdin();
        input.read_to_string(&mut text).map_err(Failure::Runtime)?;
    }
    let score = model.score(&Features::of(&text));
    let reaches = if record.threshold <= score {
        "it is looked at sooner"
    } else {
        "it waits its turn, which says nothing about the person"
    };
    let mut out = format!(
        "{} of {}: {reaches}\n{:>8}  nothing known\n",
        score.0,
        record.threshold.0,
        model.bias().0
    );
    for share in model.explain(&text) {
        let word = share.span.of(&text).unwrap_or_default();
        let _ = writeln!(out, "{:>+8}  {word}", share.adds);
    }
    Ok(out)
}

fn set(file: &Path, scored: &[train::Scored]) -> DataSet {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let name = file.file_name().unwrap_or(file.as_os_str());
    DataSet {
        name: name.to_string_lossy().into_owned(),
        texts: count(scored.len()),
        in_danger: count(scored.iter().filter(|one| one.in_danger).count()),
    }
}

/// A record in words.
fn told(record: &Record) -> String {
    format!(
        "{} texts, {} of people in danger ({}); {} everyday texts\n\
         order   {} of 1000 [{}, {}]: how often who is in danger comes before who is not\n\
         at {}: {} of 1000 in danger are looked at sooner, {} of 1000 of the others, {} of 1000 everyday texts\n",
        record.tried.texts,
        record.tried.in_danger,
        record.danger,
        record.everyday.texts,
        record.order,
        record.order_low,
        record.order_high,
        record.threshold.0,
        record.found,
        record.found_wrongly,
        record.false_alarms,
    )
}
