//! Every key of the types is in the example and in the documentation.

use serde::Deserialize;
use serde::Deserializer;
use serde::de::Visitor;
use serde::de::value::Error;
use serde::forward_to_deserialize_any;

use super::super::EXAMPLE;
use super::super::file;

const DOCS: &str = include_str!("../../../../docs/configuration.md");

/// Asks a type for its fields and gives it nothing.
struct Spy<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Spy<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Error> {
        Err(serde::de::Error::custom("a spy gives nothing"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        *self.0 = fields;
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

fn fields<T: for<'de> Deserialize<'de>>() -> &'static [&'static str] {
    let mut found: &'static [&'static str] = &[];
    assert!(T::deserialize(Spy(&mut found)).is_err());
    assert!(!found.is_empty());
    found
}

#[test]
fn every_key_is_in_the_example_and_in_the_documentation() {
    let sections = [
        ("", fields::<file::File>()),
        ("server.", fields::<file::Server>()),
        ("line.", fields::<file::Line>()),
        ("line.topics.", fields::<file::TopicEntry>()),
        ("line.experiences.", fields::<file::TopicEntry>()),
        ("limits.", fields::<file::LimitsSection>()),
        ("gate.", fields::<file::Gate>()),
        ("matching.", fields::<file::Matching>()),
        ("moderation.", fields::<file::Moderation>()),
        ("moderation.models.", fields::<file::ModelEntry>()),
        ("matching.ladder.", fields::<file::RungEntry>()),
        ("retention.", fields::<file::Retention>()),
        ("store.", fields::<file::Store>()),
        ("vault.", fields::<file::Vault>()),
        ("pair.", fields::<file::Pair>()),
        ("tickets.", fields::<file::Tickets>()),
        ("escalation.", fields::<file::Escalation>()),
        ("target.", fields::<file::Target>()),
        ("webhook.", fields::<file::Webhook>()),
        ("smtp.", fields::<file::Smtp>()),
        ("alert.", fields::<file::Alert>()),
        ("log.", fields::<file::Log>()),
        ("rooms.", fields::<file::RoomEntry>()),
        ("rooms.sittings.", fields::<file::SittingEntry>()),
        ("rota.", fields::<file::RotaEntry>()),
        ("rota.people.", fields::<file::PersonEntry>()),
        ("rota.shifts.", fields::<file::ShiftEntry>()),
        ("rota.overrides.", fields::<file::OverrideEntry>()),
    ];
    for (section, keys) in sections {
        for key in keys {
            let example = if section.is_empty() {
                EXAMPLE.contains(&format!("[{key}]"))
            } else {
                EXAMPLE.contains(&format!("{key} = "))
            };
            assert!(example, "{section}{key} is not in peerline.example.toml");
            let documented =
                DOCS.contains(&format!("`{key}`")) || DOCS.contains(&format!("[{key}]"));
            assert!(documented, "{section}{key} is not in docs/configuration.md");
        }
    }
}
