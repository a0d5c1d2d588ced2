//! A model that orders, from any bytes, over any words.

use crate::crisis::rank::Features;
use crate::crisis::rank::Model;

/// Any bytes are a model that is written as it was read, or none; a model scores and explains any
/// words, here the bytes themselves.
///
/// # Panics
/// Where that does not hold: that is the finding.
pub fn rank(bytes: &[u8]) {
    let Ok(model) = Model::from_bytes(bytes) else {
        return;
    };
    assert_eq!(model.to_bytes(), bytes, "one model, two forms");
    let words = String::from_utf8_lossy(bytes);
    let _score = model.score(&Features::of(&words));
    for share in model.explain(&words) {
        assert!(share.span.of(&words).is_some(), "{share:?} cuts a letter");
    }
}
