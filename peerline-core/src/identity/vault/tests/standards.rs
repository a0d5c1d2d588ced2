//! RFC 9180, appendix A.2.1: the keys of DHKEM(X25519, HKDF-SHA256), which no cipher changes. What is
//! sealed is checked by what another implementation made (`vectors`), whose own seal is held to the
//! published vector for AES-256-GCM.

use hpke::Serializable as _;

use super::hex;
use crate::identity::vault::sealing;

const IKM_R: &str = "1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df";
const PK_RM: &str = "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a";
const SK_RM: &str = "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb";

#[test]
fn the_published_seed_gives_the_published_keys() {
    let (private, public) = sealing::keys(&hex(IKM_R).try_into().unwrap());
    // RFC 7748 ignores the topmost bit of a private key; the RFC prints it, the library drops it.
    let mut published = hex(SK_RM);
    published[31] &= 0x7f;
    assert_eq!(private.to_bytes().to_vec(), published);
    assert_eq!(public.as_bytes().to_vec(), hex(PK_RM));
}
