//! What a newcomer reads at the gate.

use super::Lack;
use crate::vocab::Language;

/// Returns in plain language what a newcomer lacks and what to do; in English where the language is
/// not among those that ship. Each says that a person can be called all the same.
#[must_use]
pub fn say_lack(lack: Lack, language: Option<&Language>) -> &'static str {
    let [pass, wrong_pass, work, wait] = match language.map(Language::primary) {
        Some("de") => DE,
        Some("es") => ES,
        Some("fr") => FR,
        Some("pt") => PT,
        Some(_) | None => EN,
    };
    match lack {
        Lack::Pass => pass,
        Lack::WrongPass => wrong_pass,
        Lack::Work { .. } => work,
        Lack::Wait { .. } => wait,
    }
}

const EN: [&str; 4] = [
    "This group asks newcomers for a pass. Please enter the one you were given. You can call a person right now without it.",
    "This pass is not one of this group's. Please check how it is written, or ask whoever gave it to you. You can call a person right now without it.",
    "Many people are arriving at once, so your device has a small sum to do first. You can call a person right now without it.",
    "Many people tried to come in from your network within this hour. Please try again later. You can call a person right now all the same.",
];
const DE: [&str; 4] = [
    "Diese Gruppe fragt Neue nach einem Einlasswort. Bitte geben Sie das ein, das Sie bekommen haben. Einen Menschen rufen können Sie auch ohne, sofort.",
    "Dieses Einlasswort gehört nicht zu dieser Gruppe. Bitte prüfen Sie die Schreibweise oder fragen Sie nach. Einen Menschen rufen können Sie auch ohne, sofort.",
    "Gerade kommen sehr viele auf einmal, darum rechnet Ihr Gerät zuerst eine kleine Aufgabe. Einen Menschen rufen können Sie auch ohne, sofort.",
    "Aus Ihrem Netz wollten in dieser Stunde viele herein. Bitte versuchen Sie es später noch einmal. Einen Menschen rufen können Sie trotzdem, sofort.",
];
const ES: [&str; 4] = [
    "Este grupo pide una contraseña a quien llega por primera vez. Escriba la que le dieron. Puede llamar a una persona ahora mismo sin ella.",
    "Esta contraseña no es de este grupo. Revise cómo está escrita o pregunte a quien se la dio. Puede llamar a una persona ahora mismo sin ella.",
    "Está llegando mucha gente a la vez, así que su dispositivo hace antes un pequeño cálculo. Puede llamar a una persona ahora mismo sin esperar.",
    "Desde su red muchas personas intentaron entrar en esta hora. Inténtelo más tarde. Aun así puede llamar a una persona ahora mismo.",
];
const FR: [&str; 4] = [
    "Ce groupe demande un mot de passe aux nouvelles personnes. Saisissez celui que vous avez reçu. Vous pouvez appeler quelqu'un tout de suite sans lui.",
    "Ce mot de passe n'est pas celui de ce groupe. Vérifiez son écriture ou demandez à qui vous l'a donné. Vous pouvez appeler quelqu'un tout de suite sans lui.",
    "Beaucoup de personnes arrivent en même temps, votre appareil fait donc d'abord un petit calcul. Vous pouvez appeler quelqu'un tout de suite sans attendre.",
    "Beaucoup de personnes ont essayé d'entrer depuis votre réseau durant cette heure. Réessayez plus tard. Vous pouvez tout de même appeler quelqu'un tout de suite.",
];
const PT: [&str; 4] = [
    "Este grupo pede uma senha a quem chega pela primeira vez. Escreva a que lhe deram. Você pode chamar uma pessoa agora mesmo sem ela.",
    "Esta senha não é deste grupo. Verifique como está escrita ou pergunte a quem a deu. Você pode chamar uma pessoa agora mesmo sem ela.",
    "Muitas pessoas estão chegando ao mesmo tempo, por isso o seu aparelho faz antes um pequeno cálculo. Você pode chamar uma pessoa agora mesmo sem esperar.",
    "Da sua rede muitas pessoas tentaram entrar nesta hora. Tente mais tarde. Mesmo assim você pode chamar uma pessoa agora mesmo.",
];
