//! `peerline transparency`: what everybody may know of how the line is moderated.

use clap::Args;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::Failure;
use super::ask;
use super::runtime;
use crate::cli::DataArgs;
use crate::cli::say;

/// What to count.
#[derive(Args, Clone, Debug)]
pub(crate) struct TransparencyArgs {
    /// Which quarter, as in 2026-Q3 [default: the last one that is over]
    pub(crate) quarter: Option<String>,
    /// Every number as it is: for who answers for the line, not to be published
    #[arg(long)]
    pub(crate) exact: bool,
    /// Below how many of a kind nothing is told apart, at least 2 [default: 5]
    #[arg(long, value_name = "N", conflicts_with = "exact", value_parser = clap::value_parser!(u64).range(2..))]
    pub(crate) fewest: Option<u64>,
    /// Print every act in its order as well, without what was written, by whom, where or when
    #[arg(long, conflicts_with = "exact")]
    pub(crate) log: bool,
    /// Print one object of JSON, to be published
    #[arg(long)]
    pub(crate) json: bool,
    /// Where the running line is
    #[command(flatten)]
    pub(crate) at: DataArgs,
}

/// Asks the running line, and prints.
pub(crate) fn transparency(args: &TransparencyArgs) -> Result<(), Failure> {
    let wish = json!({"quarter": args.quarter, "exact": args.exact, "fewest": args.fewest});
    let asked = ask::post(&args.at.data, "/admin/transparency", &wish);
    let answer = runtime::block_on(asked)?;
    if args.json {
        say(&answer);
        return Ok(());
    }
    let counts: Map<String, Value> = ask::understood(&answer)?;
    for (name, value) in &counts {
        match value {
            Value::Array(_) if name == "log" && !args.log => {}
            Value::Null => {}
            Value::Array(rows) => print_rows(name, rows),
            Value::Object(table) => print_table(name, table),
            Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                say(&format!("{}: {}", words(name), plain(value)));
            }
        }
    }
    Ok(())
}

fn print_table(name: &str, table: &Map<String, Value>) {
    let rows = table.get("rows").and_then(Value::as_array);
    print_rows(name, rows.map_or(&[], Vec::as_slice));
    if let Some(rest) = table.get("rest").filter(|rest| **rest != json!(0)) {
        say(&format!(
            "  {:>6}  of other kinds, taken together",
            plain(rest)
        ));
    }
}

fn print_rows(name: &str, rows: &[Value]) {
    say(&format!("{}:", words(name)));
    for row in rows.iter().filter_map(Value::as_object) {
        let said = row.iter().filter(|(name, _)| *name != "n");
        let said: Vec<String> = said
            .map(|(name, value)| format!("{name} {}", plain(value)))
            .collect();
        let n = row.get("n").map(plain).unwrap_or_default();
        say(&format!("  {n:>6}  {}", said.join(", ")));
    }
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn words(name: &str) -> String {
    name.replace('_', " ")
}
