//! What the person is told whose contact was opened.

use super::Purpose;
use crate::vocab::Language;

/// Returns in plain language that a contact was opened and why; in English where the language is not
/// among those that ship.
///
/// ```
/// use peerline_core::identity::vault::{Purpose, say_opened};
///
/// let text = say_opened(Purpose::DangerToLife, Some(&"de".parse()?));
/// assert!(text.contains("Notfallkontakt"));
/// # Ok::<(), peerline_core::vocab::InvalidLanguage>(())
/// ```
#[must_use]
pub fn say_opened(reason: Purpose, language: Option<&Language>) -> &'static str {
    let texts = match language.map(Language::primary) {
        Some("de") => DE,
        Some("es") => ES,
        Some("fr") => FR,
        Some("pt") => PT,
        Some(_) | None => EN,
    };
    match reason {
        Purpose::DangerToLife => texts.0,
        Purpose::LostContact => texts.1,
    }
}

type Texts = (&'static str, &'static str);

const EN: Texts = (
    "We opened the emergency contact you left here, because we believed that a life was in danger. Several people had to agree to it. You can ask for a person at any time and talk about it.",
    "We opened the emergency contact you left here, because we were worried about you and could not reach you any more. Several people had to agree to it. You can ask for a person at any time and talk about it.",
);
const DE: Texts = (
    "Wir haben den Notfallkontakt geöffnet, den du hier hinterlegt hast, weil wir glaubten, dass ein Leben in Gefahr ist. Mehrere Menschen mussten dem zustimmen. Du kannst jederzeit nach einem Menschen fragen und darüber sprechen.",
    "Wir haben den Notfallkontakt geöffnet, den du hier hinterlegt hast, weil wir uns um dich gesorgt haben und dich nicht mehr erreichen konnten. Mehrere Menschen mussten dem zustimmen. Du kannst jederzeit nach einem Menschen fragen und darüber sprechen.",
);
const ES: Texts = (
    "Hemos abierto el contacto de emergencia que dejaste aquí, porque creímos que había una vida en peligro. Varias personas tuvieron que estar de acuerdo. Puedes pedir hablar con una persona en cualquier momento y comentarlo.",
    "Hemos abierto el contacto de emergencia que dejaste aquí, porque nos preocupabas y ya no podíamos dar contigo. Varias personas tuvieron que estar de acuerdo. Puedes pedir hablar con una persona en cualquier momento y comentarlo.",
);
const FR: Texts = (
    "Nous avons ouvert le contact d’urgence que tu as laissé ici, parce que nous pensions qu’une vie était en danger. Plusieurs personnes ont dû donner leur accord. Tu peux demander à tout moment à parler à quelqu’un, et en discuter.",
    "Nous avons ouvert le contact d’urgence que tu as laissé ici, parce que nous étions inquiets pour toi et que nous n’arrivions plus à te joindre. Plusieurs personnes ont dû donner leur accord. Tu peux demander à tout moment à parler à quelqu’un, et en discuter.",
);
const PT: Texts = (
    "Abrimos o contacto de emergência que deixaste aqui, porque acreditámos que havia uma vida em perigo. Várias pessoas tiveram de concordar. Podes pedir para falar com uma pessoa a qualquer momento, também sobre isto.",
    "Abrimos o contacto de emergência que deixaste aqui, porque estávamos preocupados contigo e já não te conseguíamos contactar. Várias pessoas tiveram de concordar. Podes pedir para falar com uma pessoa a qualquer momento, também sobre isto.",
);
