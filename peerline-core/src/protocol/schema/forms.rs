//! The schemas of values that are written as text or as numbers.

use std::borrow::Cow;

use schemars::JsonSchema;
use schemars::Schema;
use schemars::SchemaGenerator;
use schemars::json_schema;

use super::super::Address;
use super::super::Body;
use super::super::Chain;
use super::super::Key;
use super::super::Kind;
use super::super::SignatureBytes;
use super::super::Who;
use crate::identity::vault::Approval;
use crate::identity::vault::Guardian;
use crate::identity::vault::OpenRequest;
use crate::identity::vault::SealedContact;
use crate::matching::Tag;
use crate::vocab::AskId;
use crate::vocab::CaseId;
use crate::vocab::Cid;
use crate::vocab::DecisionId;
use crate::vocab::DeviceId;
use crate::vocab::Language;
use crate::vocab::OccupantId;
use crate::vocab::OfferId;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Text;
use crate::vocab::Topic;

macro_rules! text {
    ($($type:ty, $name:literal, $description:literal, $pattern:literal);+ $(;)?) => {
        $(impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({
                    "type": "string",
                    "description": $description,
                    "pattern": $pattern,
                })
            }
        })+
    };
}

text! {
    Cid, "Cid", "A client's own id for one put: 16 bytes in base64url.", "^[A-Za-z0-9_-]{22}$";
    RoomId, "RoomId", "A room where people talk: 16 bytes in base64url.", "^[A-Za-z0-9_-]{22}$";
    CaseId, "CaseId", "A case: 16 bytes in base64url.", "^[A-Za-z0-9_-]{22}$";
    AskId, "AskId", "A question whether to talk alone: 16 bytes in base64url.", "^[A-Za-z0-9_-]{22}$";
    DeviceId, "DeviceId", "A device, as a locker knows it: 16 bytes in base64url.", "^[A-Za-z0-9_-]{22}$";
    SealedContact, "SealedContact", "A sealed emergency contact, or nobody.", "^[A-Za-z0-9_-]{1000,4000}$";
    Guardian, "Guardian", "The public keys of a guardian: 64 bytes in base64url.", "^[A-Za-z0-9_-]{86}$";
    OpenRequest, "OpenRequest", "What guardians are asked: 106 bytes in base64url.", "^[A-Za-z0-9_-]{142}$";
    Approval, "Approval", "What a guardian sent to one request: 164 bytes in base64url.", "^[A-Za-z0-9_-]{219}$";
    OfferId, "OfferId", "An offer: 16 bytes in base64url.", "^[A-Za-z0-9_-]{22}$";
    DecisionId, "DecisionId", "A decision: 16 bytes in base64url.", "^[A-Za-z0-9_-]{22}$";
    OccupantId, "OccupantId", "A member's name in one room: 16 bytes in base64url.", "^[A-Za-z0-9_-]{22}$";
    Tag, "Tag", "The id of something lived through, of the line's list.", "^[a-z0-9_]{1,32}$";
    RoomName, "RoomName", "A room, also of staff.", "^([A-Za-z0-9_-]{22}|#.+)$";
    Key, "Key", "32 bytes in base64url.", "^[A-Za-z0-9_-]{43}$";
    SignatureBytes, "Signature", "64 bytes in base64url.", "^[A-Za-z0-9_-]{86}$";
    Chain, "Hash", "The running hash of a log: 16 hexadecimal digits.", "^[0-9a-f]{16}$";
    Kind, "Kind", "What a put or an entry is; vendor kinds begin with x.", "^[a-z0-9_.]{1,32}$";
    Topic, "Topic", "A topic's id, chosen by the line.", "^[a-z0-9_]{1,32}$";
    Language, "Language", "A language tag (BCP 47).", "^[A-Za-z0-9-]{2,35}$";
}

impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "What a person wrote: 1 to max.text bytes of UTF-8, not only white space.",
            "minLength": 1,
            "maxLength": Self::MAX_BYTES,
        })
    }
}

impl JsonSchema for Address {
    fn schema_name() -> Cow<'static, str> {
        "Room".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A room: @me, 22 characters of base64url, a room of staff, or its number where short names hold.",
            "anyOf": [
                { "type": "string", "pattern": "^(@me|[A-Za-z0-9_-]{22}|#.+)$" },
                { "type": "integer", "minimum": 0, "maximum": u32::MAX },
            ],
        })
    }
}

impl JsonSchema for Who {
    fn schema_name() -> Cow<'static, str> {
        "Who".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let name = generator.subschema_for::<OccupantId>();
        json_schema!({
            "description": "A member of a room: by name, or, where short names hold, by the place of their join.",
            "anyOf": [name, { "type": "integer", "minimum": 1 }],
        })
    }
}

impl JsonSchema for Body<'_> {
    fn schema_name() -> Cow<'static, str> {
        "Body".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "What it holds, by kind.", "type": "object" })
    }
}

impl<T: JsonSchema> JsonSchema for crate::vocab::Sensitive<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}
