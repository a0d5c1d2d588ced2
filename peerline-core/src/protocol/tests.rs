use super::Address;
use super::Chain;
use super::ClientFrame;
use super::Code;
use super::DecodeError;
use super::Encoding;
use super::Kind;
use super::decode_client;
use super::decode_server;
use super::encode_client;
use super::encode_server;
use super::read_act;
use crate::log::Act;
use crate::vocab::Digest;
use crate::vocab::Limits;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

const ID: &str = "AAAAAAAAAAAAAAAAAAAAAA";

fn client(text: &str) -> Result<ClientFrame<'_>, DecodeError> {
    decode_client(text.as_bytes(), Encoding::Json, &Limits::default())
}

fn put(kind: &str, body: &str) -> Result<Act, super::InvalidBody> {
    let frame =
        format!(r#"{{"t":"put","ref":1,"room":"@me","cid":"{ID}","kind":"{kind}","body":{body}}}"#);
    let Ok(ClientFrame::Put(put)) = client(&frame) else {
        panic!("not a put: {frame}")
    };
    read_act(&put)
}

#[track_caller]
fn round_trips(text: &str) {
    let frame = client(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let encoded = encode_client(&frame, Encoding::Json);
    let again = decode_client(&encoded, Encoding::Json, &Limits::default()).expect("our own bytes");
    assert_eq!(encode_client(&again, Encoding::Json), encoded);
}

#[test]
fn every_client_frame_survives_encoding() {
    let (key, sig) = ("A".repeat(43), "A".repeat(86));
    round_trips(&format!(
        r#"{{"t":"hello","v":1,"ext":[],"auth":{{"pk":"{key}","nonce":"{key}","sig":"{sig}"}},
            "open":[{{"room":"@me","epoch":1,"seq":3,"h":"0123456789abcdef"}}],"lang":"de"}}"#
    ));
    round_trips(&format!(
        r#"{{"t":"open","ref":1,"room":"{ID}","back":20}}"#
    ));
    round_trips(r##"{"t":"close","ref":2,"room":"#crisis/main"}"##);
    round_trips(&format!(
        r#"{{"t":"put","ref":3,"room":"{ID}","cid":"{ID}","kind":"msg","body":{{"text":"hi"}},"over":true}}"#
    ));
    round_trips(&format!(
        r#"{{"t":"drop","ref":4,"room":"{ID}","cid":"{ID}"}}"#
    ));
    round_trips(&format!(
        r#"{{"t":"fetch","ref":5,"room":"{ID}","after":7,"n":3}}"#
    ));
    round_trips(r#"{"t":"ask","ref":6,"what":"resources","body":{"country":"DE"}}"#);
    round_trips(&format!(
        r#"{{"t":"sig","room":"{ID}","kind":"typing","ttl":5000}}"#
    ));
    round_trips(r#"{"t":"ping","n":9,"heads":{"@me":4}}"#);
}

#[test]
fn unknown_fields_are_ignored_and_unknown_types_are_not_frames() {
    assert!(client(r#"{"t":"ping","n":1,"later":{"x":[1]}}"#).is_ok());
    assert_eq!(
        client(r#"{"t":"dance"}"#).unwrap_err(),
        DecodeError::UnknownType
    );
    let later = decode_server(br#"{"t":"dance"}"#, Encoding::Json, &Limits::default());
    assert!(
        matches!(later, Ok(None)),
        "a client passes over what it does not know"
    );
}

#[test]
fn a_field_given_twice_is_refused() {
    assert!(client(r#"{"t":"ping","n":1,"n":2}"#).is_err());
    assert!(client(r#"{"t":"ping","t":"ask","n":1}"#).is_err());
}

#[test]
fn bounds_are_kept_before_anything_is_parsed() {
    let limits = Limits::default();
    let long = vec![b' '; limits.frame_bytes + 1];
    let too_long = decode_client(&long, Encoding::Json, &limits).unwrap_err();
    assert_eq!(too_long.code(), Code::TooBig);
    let deep = format!(r#"{{"t":"ping","n":1,"zz":{}"#, "[".repeat(10_000));
    assert!(matches!(
        client(&deep),
        Err(DecodeError::TooDeep { max: 8 })
    ));
    let quoted = format!(r#"{{"t":"ping","n":1,"x":"{}"}}"#, "[".repeat(100));
    assert!(client(&quoted).is_ok(), "brackets in a string do not nest");
    assert_eq!(
        decode_client(&[0xff, 0xfe], Encoding::Json, &limits).unwrap_err(),
        DecodeError::NotText
    );
    for text in ["", "null", "[]", "7", "\"t\"", "{", "{}", r#"{"t":7}"#] {
        assert_eq!(client(text).unwrap_err().code(), Code::Bad, "{text:?}");
    }
}

#[test]
fn errors_hold_nothing_of_what_was_said() {
    let text = r#"{"t":"put","ref":1,"room":"marker","body":{"text":"marker"}}"#;
    let error = client(text).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("marker"));
}

#[test]
fn nobody_names_an_account_on_the_wire() {
    assert!(format!("@{ID}").parse::<Address>().is_err());
    let account = crate::vocab::AccountId::from_bytes([0; 16]);
    assert_eq!(Address::of(&RoomName::Me(account)).to_string(), "@me");
    assert_eq!(
        "@me".parse::<Address>().map(|me| me.resolve(account)),
        Ok(Some(RoomName::Me(account)))
    );
}

#[test]
fn kinds_and_bodies_become_acts() {
    assert!(matches!(
        put("msg", r#"{"text":"hi"}"#),
        Ok(Act::Say { .. })
    ));
    assert!(matches!(
        put("seek", r#"{"languages":["en"]}"#),
        Ok(Act::Seek { .. })
    ));
    assert!(matches!(
        put("signal", "{}"),
        Ok(Act::AskForHuman {
            country: None,
            about: None
        })
    ));
    assert!(matches!(put("accept", "{}"), Ok(Act::Take)));
    assert!(matches!(
        put("accept", &format!(r#"{{"offer":"{ID}"}}"#)),
        Ok(Act::AcceptOffer { .. })
    ));
    assert!(matches!(put("decline", "{}"), Ok(Act::DeclineHandoff)));
    let dismiss = format!(r#"{{"case":"{ID}","why":"not_now"}}"#);
    assert!(matches!(put("decline", &dismiss), Ok(Act::Dismiss { .. })));
    assert!(matches!(
        put("close", r#"{"reason":"safe_now"}"#),
        Ok(Act::CloseCase { .. })
    ));
}

#[test]
fn bodies_of_the_wrong_shape_are_refused_with_a_code() {
    for (kind, body, code) in [
        ("msg", r#"{"text":""}"#, Code::Bad),
        ("msg", r#"{"words":"hi"}"#, Code::Bad),
        ("msg", "7", Code::Bad),
        ("seek", r#"{"languages":["english please"]}"#, Code::Bad),
        ("seek", r#"{"needs":["literal"]}"#, Code::Bad),
        (
            "seek",
            r#"{"languages":["en"],"needs":["a_kind_voice"]}"#,
            Code::Bad,
        ),
        (
            "seek",
            r#"{"languages":["en"],"gender":{"firm":true}}"#,
            Code::Bad,
        ),
        ("seek", r#"{"languages":["en"],"age":17}"#, Code::Bad),
        ("available", r#"{"capacity":-1}"#, Code::Bad),
        ("available", r#"{"languages":["en"]}"#, Code::Bad),
        (
            "assess",
            r#"{"priority":"high","reason":"Some prose, with a name"}"#,
            Code::Bad,
        ),
        ("close", r#"{"reason":"tired"}"#, Code::Bad),
        ("x.vendor", "{}", Code::Bad),
        ("page", "{}", Code::Bad),
    ] {
        assert_eq!(
            put(kind, body).map_err(super::InvalidBody::code),
            Err(code),
            "{kind} {body}"
        );
    }
    let long = format!(r#"{{"text":"{}"}}"#, "x".repeat(4097));
    assert_eq!(
        put("msg", &long).map_err(super::InvalidBody::code),
        Err(Code::TooBig)
    );
}

#[test]
fn a_running_hash_depends_on_everything_before_it() {
    let (at, body) = (Timestamp::from_unix_millis(5), Digest::from_bytes([1; 32]));
    let first = Chain::START.next(Seq::new(1), at, &body);
    assert_ne!(first, Chain::START.next(Seq::new(2), at, &body));
    assert_ne!(
        first.next(Seq::new(2), at, &body),
        Chain::START.next(Seq::new(2), at, &body)
    );
    assert_eq!(first.to_string().parse(), Ok(first));
    assert!("0123".parse::<Chain>().is_err() && "z".repeat(16).parse::<Chain>().is_err());
}

#[test]
fn kinds_keep_their_names_and_later_ones_pass() {
    for kind in Kind::KNOWN {
        assert_eq!(kind.as_str().parse().as_ref(), Ok(kind));
    }
    assert_eq!("x.shop".parse(), Ok(Kind::Other("x.shop".into())));
    assert!("Not A Kind".parse::<Kind>().is_err());
}

#[test]
fn server_frames_survive_encoding() {
    let body = r#"{"text":"hi"}"#;
    let text = format!(
        r#"{{"t":"ev","room":"{ID}","seq":1,"at":5,"kind":"msg","body":{body},"h":"0000000000000000","announce":"none"}}"#
    );
    for text in [
        text.as_str(),
        r#"{"t":"err","ref":1,"code":"busy","retry_ms":1000}"#,
        r#"{"t":"ok","ref":1,"st":"held"}"#,
        r#"{"t":"bye","code":"busy","again_ms":500}"#,
        r#"{"t":"gap","room":"@me","epoch":1,"lo":1,"hi":4,"why":"diverged"}"#,
    ] {
        for encoding in Encoding::ALL {
            let Ok(Some(frame)) =
                decode_server(text.as_bytes(), Encoding::Json, &Limits::default())
            else {
                panic!("no frame: {text}")
            };
            let encoded = encode_server(&frame, encoding);
            let again = decode_server(&encoded, encoding, &Limits::default());
            let Ok(Some(again)) = again else {
                panic!("{again:?}: {text}")
            };
            assert_eq!(encode_server(&again, Encoding::Json), text.as_bytes());
        }
    }
}
