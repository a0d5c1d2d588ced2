//! What the second implementation sealed, asked and approved, read by this one.

use serde_json::Value;

use super::hex;
use crate::identity::LineId;
use crate::identity::Root;
use crate::identity::vault::Approval;
use crate::identity::vault::Consent;
use crate::identity::vault::GuardedVault;
use crate::identity::vault::GuardianKey;
use crate::identity::vault::Guardians;
use crate::identity::vault::Guarding;
use crate::identity::vault::OpenRequest;
use crate::identity::vault::OpenerKey;
use crate::identity::vault::OwnNote;
use crate::identity::vault::Purpose;
use crate::identity::vault::SealedContact;
use crate::identity::vault::Vault as _;
use crate::vocab::Timestamp;

fn bytes(value: &Value) -> Vec<u8> {
    hex(value.as_str().unwrap())
}

fn array<const N: usize>(value: &Value) -> [u8; N] {
    bytes(value).try_into().unwrap()
}

#[test]
fn vaults_are_those_of_the_other_implementation() {
    let text = include_str!("../../../../../docs/vectors/identity/vaults.json");
    let cases: Vec<Value> = serde_json::from_str(text).unwrap();
    assert!(!cases.is_empty());
    for case in &cases {
        let line = LineId::from_bytes(array(&case["line_id"]));
        let keys = case["guardians"].as_array().unwrap().iter();
        let keys: Vec<_> = keys
            .map(|key| GuardianKey::from_bytes(&array(key)))
            .collect();
        let public: Vec<_> = keys.iter().map(GuardianKey::public).collect();
        for (ours, theirs) in public.iter().zip(case["public"].as_array().unwrap()) {
            assert_eq!(ours.encode(), bytes(theirs));
        }
        let threshold = u8::try_from(case["threshold"].as_u64().unwrap()).unwrap();
        let guardians = Guardians::new(threshold, public).unwrap();
        let vault = GuardedVault::new(Guarding::new(line, guardians));
        let person = Root::from_bytes(array(&case["root"])).vault_key(&line, 0);
        let sealed = SealedContact::decode(&bytes(&case["sealed"])).unwrap();
        assert_eq!(person.entry().as_bytes(), &array(&case["entry"]));
        let now = Timestamp::from_unix_millis(case["now"].as_u64().unwrap());
        let purpose: Purpose = serde_json::from_value(case["purpose"].clone()).unwrap();
        assert_eq!(sealed.until(), Consent::of(now, purpose, 90).until);
        let somebody = !case["contact"].is_null();
        let note = OwnNote { somebody, purpose };
        assert_eq!(person.read(&sealed), Ok(note));
        assert_eq!(vault.admit(now, &sealed), Ok(()));

        let opener = OpenerKey::from_bytes(array(&case["opener"]));
        let request = OpenRequest::decode(&bytes(&case["request"])).unwrap();
        assert_eq!(request.opener, opener.public());
        let sent = case["approvals"].as_array().unwrap().iter();
        let sent: Vec<_> = sent
            .map(|one| Approval::decode(&bytes(one)).unwrap())
            .collect();
        assert!(sent.iter().all(|one| vault.verify(&request, one).is_ok()));
        let about = (&sealed, &request);
        let opened = vault.open(now, &opener, about, &sent).unwrap();
        let opened = opened.map(|contact| contact.expose().to_owned());
        assert_eq!(opened.as_deref(), case["contact"].as_str());
    }
}
