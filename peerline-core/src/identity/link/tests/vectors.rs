//! Tickets that another implementation made.

use serde_json::Value;

use crate::identity::Class;
use crate::identity::ContextKind;
use crate::identity::LineId;
use crate::identity::PublicKey;
use crate::identity::Root;
use crate::identity::Ticket;
use crate::identity::WeekKey;
use crate::identity::WeekKeys;
use crate::identity::bind;
use crate::identity::tests::array;
use crate::identity::tests::hex;
use crate::vocab::AccountId;
use crate::vocab::Timestamp;
use crate::vocab::Week;

fn vectors() -> Value {
    serde_json::from_str(include_str!(
        "../../../../../docs/vectors/identity-tickets.json"
    ))
    .unwrap()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

fn keys(case: &Value) -> WeekKeys {
    let both = [hex(&case["seal_key"]), hex(&case["sign_seed"])].concat();
    let week = Week::new(u32::try_from(number(&case["week"])).unwrap());
    let mut keys = WeekKeys::new(LineId::from_bytes(array(&case["line_id"])));
    keys.load(week, WeekKey::from_bytes(&both.try_into().unwrap()));
    keys
}

#[test]
fn tickets_of_another_implementation_are_read_checked_and_opened() {
    for case in vectors()["tickets"].as_array().unwrap() {
        let bytes = hex(&case["ticket"]);
        let ticket = Ticket::decode(&bytes).unwrap();
        assert_eq!(ticket.encode(), bytes);
        assert_eq!(ticket.expires.unix_millis(), number(&case["expires"]));
        assert_eq!(ticket.number.as_bytes(), &array(&case["number"]));
        assert_eq!(ticket.class == Class::Newcomer, number(&case["class"]) == 2);
        assert_eq!(ticket.link.encode(), hex(&case["link"]));

        let now = Timestamp::from_unix_millis(number(&case["now"]));
        let room_key = PublicKey::from_bytes(array(&case["room_key"]));
        let r = array(&case["r"]);
        assert_eq!(bind(&room_key, &r).as_bytes(), &array(&case["bind"]));
        let keys = keys(case);
        let shown = keys.verifiers().check(now, &bytes, &room_key, &r).unwrap();
        let account = AccountId::from_bytes(array(&case["account"]));
        assert_eq!(keys.open(shown.link()), Ok(account));
    }
}

#[test]
fn the_room_key_and_the_account_follow_from_one_root() {
    for case in vectors()["tickets"].as_array().unwrap() {
        let line = LineId::from_bytes(array(&case["line_id"]));
        let root = Root::from_bytes(array(&case["root"]));
        let room = root.context_key(ContextKind::Room, &line, &hex(&case["room"]), 0);
        assert_eq!(room.public().as_bytes(), &array(&case["room_key"]));
        let own = root.context_key(ContextKind::Line, &line, b"", 0);
        let account = own.public().account();
        assert_eq!(account.as_bytes(), &array(&case["account"]));
    }
}
