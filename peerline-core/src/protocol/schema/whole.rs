//! The whole schema.

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::super::CaseSummary;
use super::super::ClientFrame;
use super::super::EventBody;
use super::super::Kind;
use super::super::RoomSummary;
use super::super::ServerFrame;
use super::super::blind;
use super::super::body;
use super::super::care;
use super::super::directory;
use super::super::docket;
use super::super::erasing;
use super::super::event_body;
use super::super::join;
use super::super::locker;
use super::super::talk;
use super::super::vault;
use super::super::waiting;

/// Returns the JSON Schema (draft 2020-12) of every frame and body.
#[must_use]
pub fn json_schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let client = generator.subschema_for::<ClientFrame<'_>>();
    let server = generator.subschema_for::<ServerFrame<'_>>();
    let event = generator.subschema_for::<EventBody>();
    let puts = puts(&mut generator);
    let answers = answers(&mut generator);
    let mut definitions = generator.take_definitions(true);
    definitions.insert("PutBody".to_owned(), one_of(&puts));
    definitions.insert("AnswerBody".to_owned(), one_of(&answers));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "plp-1.schema.json",
        "title": "Frame",
        "description": "A frame of PLP/1, in JSON. A reader ignores fields that are not here.",
        "anyOf": [client, server],
        "$defs": definitions,
        "x-puts": puts,
        "x-entries": event,
        "x-answers": answers,
    })
}

/// Returns the schema of each put's body, by kind.
fn puts(generator: &mut SchemaGenerator) -> Map<String, Value> {
    let known = Kind::KNOWN.iter();
    known
        .filter_map(|kind| Some((kind.as_str().to_owned(), body::schema(kind, generator)?)))
        .map(|(kind, schema)| (kind, schema.to_value()))
        .collect()
}

/// Returns the schema of each answer's body, by what was asked.
fn answers(generator: &mut SchemaGenerator) -> Map<String, Value> {
    let list = |name: &str, of: Value| {
        json!({
            "type": "object",
            "properties": { name: { "type": "array", "items": of } },
            "required": [name],
        })
    };
    let line = generator.subschema_for::<event_body::LineInfo>().to_value();
    let place = generator.subschema_for::<waiting::PlaceBody>().to_value();
    let room = generator.subschema_for::<RoomSummary>().to_value();
    let case = generator.subschema_for::<CaseSummary>().to_value();
    let blind = generator.subschema_for::<blind::BlindBody>().to_value();
    let offer = generator.subschema_for::<waiting::OfferBody>().to_value();
    let shift = generator.subschema_for::<waiting::ShiftBody>().to_value();
    let waiting = generator.subschema_for::<waiting::QueueBody>().to_value();
    let card = generator.subschema_for::<care::CareCard>().to_value();
    let login = generator
        .subschema_for::<event_body::LoginBody>()
        .to_value();
    let listed = generator
        .subschema_for::<directory::DirectoryRoom>()
        .to_value();
    let tickets = generator.subschema_for::<join::Tickets>().to_value();
    let norms = generator.subschema_for::<talk::NormsBody>().to_value();
    let present = generator.subschema_for::<talk::PresentBody>().to_value();
    let queue = generator
        .subschema_for::<docket::MatterSummary>()
        .to_value();
    let matter = generator.subschema_for::<docket::MatterBody>().to_value();
    let kept = generator.subschema_for::<erasing::KeptBody>().to_value();
    let locker = generator.subschema_for::<locker::LockerBody>().to_value();
    let vault = generator.subschema_for::<vault::VaultBody>().to_value();
    let answers = [
        ("line", line),
        ("place", place),
        ("rooms", list("rooms", room)),
        ("tickets", tickets),
        ("blind", blind),
        ("cases", list("cases", case)),
        ("offers", list("offers", offer)),
        ("shift", shift),
        ("waiting", waiting),
        ("resources", card),
        ("directory", list("rooms", listed)),
        ("norms", norms),
        ("present", present),
        ("login", login),
        ("queue", list("queue", queue)),
        ("matter", matter),
        ("kept", kept),
        ("locker", locker),
        ("vault", vault),
    ];
    answers
        .into_iter()
        .map(|(what, schema)| (what.to_owned(), schema))
        .collect()
}

fn one_of(bodies: &Map<String, Value>) -> Value {
    let mut all: Vec<&Value> = bodies.values().collect();
    all.dedup();
    json!({ "anyOf": all })
}
