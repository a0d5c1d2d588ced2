//! What somebody is told who cannot do something in a room, in plain language.

use crate::vocab::Language;

/// Returns why somebody cannot do something in a room and what they can do instead; in English
/// where the language is not among those that ship.
///
/// Every text ends with a way on: nobody is left with a closed door.
///
/// ```
/// use peerline_core::room::say;
///
/// let text = say("full", Some(&"de".parse()?));
/// assert!(text.contains("voll"));
/// # Ok::<(), peerline_core::vocab::InvalidLanguage>(())
/// ```
#[must_use]
pub fn say(bar: &str, language: Option<&Language>) -> &'static str {
    let texts = match language.map(Language::primary) {
        Some("de") => &DE,
        Some("es") => &ES,
        Some("fr") => &FR,
        Some("pt") => &PT,
        Some(_) | None => &EN,
    };
    let found = texts.iter().find(|(name, _)| *name == bar);
    found.or_else(|| texts.first()).map_or("", |(_, text)| text)
}

/// What every language has, the general one first.
#[cfg(test)]
pub(super) const NAMES: [&str; 15] = [
    "closed",
    "full",
    "paused",
    "not_begun",
    "gathering",
    "help_only",
    "role",
    "taken",
    "asked",
    "quiet",
    "ticket",
    "locker_changed",
    "vault_changed",
    "unlinkable",
    "probation",
];

#[cfg(test)]
pub(super) const ALL: [&Texts; 5] = [&EN, &DE, &ES, &FR, &PT];

type Texts = [(&'static str, &'static str); 15];

const EN: Texts = [
    (
        "closed",
        "This room is over. Other rooms are open, and you can ask for a person at any time.",
    ),
    (
        "full",
        "Every seat in this room is taken. Another room has space, and you can ask for a person at any time.",
    ),
    (
        "paused",
        "This room is paused, so messages wait. If you need a person now, ask for one: that always goes through.",
    ),
    (
        "not_begun",
        "This session is not on right now. You can come back when it begins, choose another room, or ask for a person now.",
    ),
    (
        "gathering",
        "The circle begins as soon as a few more people are here. If you need a person now, ask for one: that always goes through.",
    ),
    (
        "help_only",
        "You cannot come into rooms for now. A trained person is there for you all the same: ask for one at any time.",
    ),
    (
        "role",
        "This is for others in the room to do. You can ask them, or ask for a person at any time.",
    ),
    (
        "taken",
        "Somebody else leads this session right now. You can stay, or take over once they give it back.",
    ),
    (
        "asked",
        "Please wait before you ask again; nobody should feel pressed. You can go on talking here, or ask for a person.",
    ),
    (
        "quiet",
        "It is quiet in this room at this hour. Another room may be open, and you can ask for a person at any time.",
    ),
    (
        "ticket",
        "Coming in takes a fresh ticket, which your app asks for by itself. You can ask for a person at any time, without one.",
    ),
    (
        "locker_changed",
        "Another of your devices has saved something meanwhile. Nothing is lost: what is there is fetched, put together with what is here, and saved again.",
    ),
    (
        "vault_changed",
        "Who guards emergency contacts here has changed meanwhile. Please look at the page again before you leave yours; nothing was kept of this one.",
    ),
    (
        "unlinkable",
        "A block cannot follow this name: it came without anything that leads to its other names. You can leave this room, choose another, or ask for a person at any time.",
    ),
    (
        "probation",
        "These tickets are for people who first came a day ago or more. Your app can ask for the other kind now, and you can ask for a person at any time.",
    ),
];

const DE: Texts = [
    (
        "closed",
        "Dieser Raum ist zu Ende. Andere Räume sind offen, und du kannst jederzeit nach einem Menschen fragen.",
    ),
    (
        "full",
        "Dieser Raum ist voll. In einem anderen Raum ist Platz, und du kannst jederzeit nach einem Menschen fragen.",
    ),
    (
        "paused",
        "Dieser Raum macht Pause, Nachrichten gehen gerade nicht durch. Wenn du jetzt einen Menschen brauchst, frag danach: Das geht immer durch.",
    ),
    (
        "not_begun",
        "Dieses Treffen läuft gerade nicht. Du kannst zum Beginn wiederkommen, einen anderen Raum wählen oder jetzt nach einem Menschen fragen.",
    ),
    (
        "gathering",
        "Der Kreis beginnt, sobald noch ein paar Menschen da sind. Wenn du jetzt einen Menschen brauchst, frag danach: Das geht immer durch.",
    ),
    (
        "help_only",
        "Du kannst im Moment nicht in Räume kommen. Ein ausgebildeter Mensch ist trotzdem für dich da: Frag jederzeit danach.",
    ),
    (
        "role",
        "Das können in diesem Raum nur andere tun. Du kannst sie bitten oder jederzeit nach einem Menschen fragen.",
    ),
    (
        "taken",
        "Gerade leitet jemand anderes dieses Treffen. Du kannst bleiben oder übernehmen, sobald die Leitung frei ist.",
    ),
    (
        "asked",
        "Bitte warte, bevor du wieder fragst; niemand soll sich gedrängt fühlen. Du kannst hier weiterreden oder nach einem Menschen fragen.",
    ),
    (
        "quiet",
        "In diesem Raum ist um diese Zeit Ruhe. Vielleicht ist ein anderer offen, und du kannst jederzeit nach einem Menschen fragen.",
    ),
    (
        "ticket",
        "Zum Eintreten braucht es eine neue Eintrittskarte, die deine App von selbst holt. Einen Menschen erreichst du jederzeit auch ohne.",
    ),
    (
        "locker_changed",
        "Ein anderes deiner Geräte hat inzwischen etwas gespeichert. Nichts ist verloren: Es wird geholt, mit dem hier zusammengelegt und noch einmal gespeichert.",
    ),
    (
        "vault_changed",
        "Wer hier Notfallkontakte hütet, hat sich inzwischen geändert. Bitte sieh dir die Seite noch einmal an, bevor du deinen hinterlegst; von diesem wurde nichts aufbewahrt.",
    ),
    (
        "unlinkable",
        "Eine Sperre kann diesem Namen nicht folgen: Nichts führt von ihm zu anderen Namen. Du kannst diesen Raum verlassen, einen anderen wählen oder jederzeit nach einem Menschen fragen.",
    ),
    (
        "probation",
        "Diese Eintrittskarten gibt es erst einen Tag nach dem ersten Besuch. Deine App kann jetzt nach den anderen fragen, und du kannst jederzeit nach einem Menschen fragen.",
    ),
];

const ES: Texts = [
    (
        "closed",
        "Esta sala ha terminado. Hay otras salas abiertas y puedes pedir hablar con una persona en cualquier momento.",
    ),
    (
        "full",
        "No queda sitio en esta sala. Hay sitio en otra y puedes pedir hablar con una persona en cualquier momento.",
    ),
    (
        "paused",
        "Esta sala está en pausa y los mensajes esperan. Si necesitas a una persona ahora, pídela: eso siempre llega.",
    ),
    (
        "not_begun",
        "Esta sesión no está en marcha ahora. Puedes volver cuando empiece, elegir otra sala o pedir ahora a una persona.",
    ),
    (
        "gathering",
        "El círculo empieza cuando lleguen unas personas más. Si necesitas a una persona ahora, pídela: eso siempre llega.",
    ),
    (
        "help_only",
        "Por ahora no puedes entrar en las salas. Aun así hay una persona formada para ti: pídela en cualquier momento.",
    ),
    (
        "role",
        "Esto lo hacen otras personas de la sala. Puedes pedírselo o pedir a una persona en cualquier momento.",
    ),
    (
        "taken",
        "Otra persona dirige esta sesión ahora. Puedes quedarte o seguir tú cuando la deje.",
    ),
    (
        "asked",
        "Espera un poco antes de volver a preguntar; nadie debe sentirse presionado. Puedes seguir hablando aquí o pedir a una persona.",
    ),
    (
        "quiet",
        "A esta hora hay silencio en esta sala. Quizá haya otra abierta y puedes pedir a una persona en cualquier momento.",
    ),
    (
        "ticket",
        "Para entrar hace falta una entrada nueva, que tu aplicación pide sola. Puedes pedir hablar con una persona en cualquier momento, sin ella.",
    ),
    (
        "locker_changed",
        "Otro de tus dispositivos ha guardado algo entretanto. No se pierde nada: se recoge, se une a lo que hay aquí y se guarda de nuevo.",
    ),
    (
        "vault_changed",
        "Entretanto ha cambiado quién guarda aquí los contactos de emergencia. Por favor, mira la página otra vez antes de dejar el tuyo; de este no se ha guardado nada.",
    ),
    (
        "unlinkable",
        "Un bloqueo no puede seguir a este nombre: nada lleva de él a otros nombres. Puedes salir de esta sala, elegir otra o pedir hablar con una persona en cualquier momento.",
    ),
    (
        "probation",
        "Estas entradas son para quien vino por primera vez hace un día o más. Tu aplicación puede pedir ahora las otras, y puedes pedir hablar con una persona en cualquier momento.",
    ),
];

const FR: Texts = [
    (
        "closed",
        "Ce salon est terminé. D'autres salons sont ouverts et vous pouvez demander une personne à tout moment.",
    ),
    (
        "full",
        "Il n'y a plus de place dans ce salon. Il y en a dans un autre, et vous pouvez demander une personne à tout moment.",
    ),
    (
        "paused",
        "Ce salon est en pause et les messages attendent. Si vous avez besoin d'une personne maintenant, demandez-la : cela passe toujours.",
    ),
    (
        "not_begun",
        "Cette séance n'a pas lieu en ce moment. Vous pouvez revenir quand elle commence, choisir un autre salon ou demander une personne maintenant.",
    ),
    (
        "gathering",
        "Le cercle commence dès que quelques personnes de plus sont là. Si vous avez besoin d'une personne maintenant, demandez-la : cela passe toujours.",
    ),
    (
        "help_only",
        "Vous ne pouvez pas entrer dans les salons pour l'instant. Une personne formée est là pour vous malgré tout : demandez-la à tout moment.",
    ),
    (
        "role",
        "C'est à d'autres personnes de ce salon de le faire. Vous pouvez le leur demander, ou demander une personne à tout moment.",
    ),
    (
        "taken",
        "Quelqu'un d'autre anime cette séance en ce moment. Vous pouvez rester, ou prendre le relais quand la place se libère.",
    ),
    (
        "asked",
        "Attendez un peu avant de redemander ; personne ne doit se sentir pressé. Vous pouvez continuer ici ou demander une personne.",
    ),
    (
        "quiet",
        "C'est l'heure calme dans ce salon. Un autre est peut-être ouvert, et vous pouvez demander une personne à tout moment.",
    ),
    (
        "ticket",
        "Pour entrer, il faut un nouveau billet, que votre application demande d’elle-même. Vous pouvez demander une personne à tout moment, sans billet.",
    ),
    (
        "locker_changed",
        "Un autre de vos appareils a enregistré quelque chose entre-temps. Rien n'est perdu : on le reprend, on l'ajoute à ce qui est ici, et on enregistre à nouveau.",
    ),
    (
        "vault_changed",
        "Les personnes qui gardent ici les contacts d’urgence ont changé entre-temps. Regarde encore une fois la page avant de laisser le tien ; rien n’a été gardé de celui-ci.",
    ),
    (
        "unlinkable",
        "Un blocage ne peut pas suivre ce nom : rien ne mène de lui à d'autres noms. Vous pouvez quitter ce salon, en choisir un autre ou demander une personne à tout moment.",
    ),
    (
        "probation",
        "Ces billets sont pour les personnes venues pour la première fois il y a un jour ou plus. Votre application peut demander les autres maintenant, et vous pouvez demander une personne à tout moment.",
    ),
];

const PT: Texts = [
    (
        "closed",
        "Esta sala terminou. Há outras salas abertas e você pode pedir uma pessoa a qualquer momento.",
    ),
    (
        "full",
        "Não há mais lugar nesta sala. Há lugar em outra, e você pode pedir uma pessoa a qualquer momento.",
    ),
    (
        "paused",
        "Esta sala está em pausa e as mensagens esperam. Se você precisa de uma pessoa agora, peça: isso sempre chega.",
    ),
    (
        "not_begun",
        "Esta sessão não está acontecendo agora. Você pode voltar quando ela começar, escolher outra sala ou pedir uma pessoa agora.",
    ),
    (
        "gathering",
        "O círculo começa assim que mais algumas pessoas chegarem. Se você precisa de uma pessoa agora, peça: isso sempre chega.",
    ),
    (
        "help_only",
        "Por enquanto você não pode entrar nas salas. Mesmo assim há uma pessoa preparada para você: peça a qualquer momento.",
    ),
    (
        "role",
        "Isso cabe a outras pessoas da sala. Você pode pedir a elas, ou pedir uma pessoa a qualquer momento.",
    ),
    (
        "taken",
        "Outra pessoa conduz esta sessão agora. Você pode ficar, ou assumir quando o lugar ficar livre.",
    ),
    (
        "asked",
        "Espere um pouco antes de perguntar de novo; ninguém deve se sentir pressionado. Você pode continuar aqui ou pedir uma pessoa.",
    ),
    (
        "quiet",
        "Esta sala está em silêncio a esta hora. Talvez outra esteja aberta, e você pode pedir uma pessoa a qualquer momento.",
    ),
    (
        "ticket",
        "Para entrar é preciso um novo bilhete, que a sua aplicação pede sozinha. Pode pedir uma pessoa a qualquer momento, sem ele.",
    ),
    (
        "locker_changed",
        "Outro dos seus dispositivos guardou algo entretanto. Nada se perde: isso é buscado, juntado ao que há aqui e guardado de novo.",
    ),
    (
        "vault_changed",
        "Entretanto mudou quem guarda aqui os contactos de emergência. Por favor, vê a página outra vez antes de deixares o teu; deste não ficou nada guardado.",
    ),
    (
        "unlinkable",
        "Um bloqueio não pode seguir este nome: nada leva dele a outros nomes. Você pode sair desta sala, escolher outra ou pedir uma pessoa a qualquer momento.",
    ),
    (
        "probation",
        "Estes bilhetes são para quem veio pela primeira vez há um dia ou mais. Seu aplicativo pode pedir os outros agora, e você pode pedir uma pessoa a qualquer momento.",
    ),
];
