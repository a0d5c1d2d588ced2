//! The sentences in Spanish, French and Portuguese.

use super::texts::Texts;

pub(super) const SPANISH: Texts = Texts {
    language: "es",
    automatic: "Este mensaje es automático. No lo ha escrito una persona.",
    about_own: "Algo de lo que se ha escrito suena muy duro. Gracias por ponerlo en palabras.",
    about_other: "Parece que te preocupa alguien. Gracias por estar pendiente.",
    asked: "Has pedido hablar con una persona.",
    outage: "Queremos estar seguros de que una persona lee lo que escribes.",
    calling: "En este momento estamos llamando a una persona formada de esta línea. Todavía no sabemos \
              cuánto tardará en responder. Puedes seguir escribiendo.",
    nobody: "Ahora mismo no hay nadie de turno. Estamos llamando a las personas de guardia y puede \
             tardar. No tienes que esperarnos: los números de abajo también están ahí.",
    here: "Una persona formada de esta línea está aquí y puede leer lo que escribes.",
    emergency: "Si hay peligro en este momento, llama al {}.",
    emergency_unknown: "Si hay peligro en este momento, llama al número de emergencias del lugar donde \
                        estás. No sabemos en qué país estás.",
    lines: "También puedes hablar con:",
    checked_on: "comprobado por esta línea el {}",
    not_checked: "todavía no comprobado por esta línea",
    finder: "Líneas de todos los países: {}",
    limits: "No podemos ver dónde estás y no podemos enviar a nadie por nuestra cuenta. Si quieres ayuda \
             de emergencia, llama tú o dile a la persona que está aquí dónde estás. Las personas de \
             guardia de esta línea pueden leer esta conversación.",
    barrier: "¿Hay algo que te hace difícil hablar con alguien en este momento? Puedes contárnoslo.",
    human_now: "Quiero hablar con una persona ahora",
    not_now: "Ahora no",
    not_about_me: "No se trata de mí",
    or: "o",
    taken: "Alguien se ocupa de esto y está leyendo ahora. Puedes seguir escribiendo.",
    taken_other: "Alguien se ocupa de tu preocupación por otra persona y está leyendo ahora. Puedes seguir escribiendo.",
};

pub(super) const FRENCH: Texts = Texts {
    language: "fr",
    automatic: "Ce message est automatique. Il n’a pas été écrit par une personne.",
    about_own: "Une partie de ce qui est écrit semble très lourde à porter. Merci de l’avoir dit.",
    about_other: "Il semble que tu t’inquiètes pour quelqu’un. Merci d’y faire attention.",
    asked: "Tu as demandé à parler à une personne.",
    outage: "Nous voulons être sûrs qu’une personne lit ce que tu écris.",
    calling: "Une personne formée de cette ligne est appelée en ce moment. Nous ne savons pas encore \
              dans combien de temps elle pourra répondre. Tu peux continuer à écrire.",
    nobody: "Personne n’est de service en ce moment. Les personnes d’astreinte sont appelées et cela \
             peut prendre du temps. Tu n’as pas à nous attendre : les numéros ci-dessous sont là aussi.",
    here: "Une personne formée de cette ligne est là et peut lire ce que tu écris.",
    emergency: "S’il y a un danger en ce moment, appelle le {}.",
    emergency_unknown: "S’il y a un danger en ce moment, appelle le numéro d’urgence de l’endroit où tu \
                        es. Nous ne savons pas dans quel pays tu es.",
    lines: "Tu peux aussi joindre :",
    checked_on: "vérifié par cette ligne le {}",
    not_checked: "pas encore vérifié par cette ligne",
    finder: "Des lignes dans tous les pays : {}",
    limits: "Nous ne pouvons pas voir où tu es et nous ne pouvons envoyer personne de nous-mêmes. Si tu \
             veux une aide d’urgence, appelle toi-même ou dis à la personne ici où tu es. Les personnes \
             d’astreinte de cette ligne peuvent lire cette conversation.",
    barrier: "Y a-t-il quelque chose qui rend difficile de parler à quelqu’un en ce moment ? Tu peux \
              nous le dire.",
    human_now: "Je veux parler à une personne maintenant",
    not_now: "Pas maintenant",
    not_about_me: "Il ne s’agit pas de moi",
    or: "ou",
    taken: "Quelqu’un s’en occupe et lit maintenant. Tu peux continuer à écrire.",
    taken_other: "Quelqu’un s’occupe de ton inquiétude pour une autre personne et lit maintenant. Tu peux continuer à écrire.",
};

pub(super) const PORTUGUESE: Texts = Texts {
    language: "pt",
    automatic: "Esta mensagem é automática. Não foi escrita por uma pessoa.",
    about_own: "Parte do que foi escrito parece muito pesada. Obrigado por colocar isso em palavras.",
    about_other: "Parece que você está preocupado com alguém. Obrigado por olhar por essa pessoa.",
    asked: "Você pediu para falar com uma pessoa.",
    outage: "Queremos ter certeza de que uma pessoa lê o que você escreve.",
    calling: "Uma pessoa treinada desta linha está sendo chamada agora. Ainda não sabemos quanto tempo \
              leva até ela poder responder. Você pode continuar escrevendo.",
    nobody: "Neste momento não há ninguém de plantão aqui. As pessoas de sobreaviso estão sendo \
             chamadas e pode demorar. Você não precisa esperar por nós: os números abaixo também estão \
             aí.",
    here: "Uma pessoa treinada desta linha está aqui e pode ler o que você escreve.",
    emergency: "Se há perigo neste momento, ligue para {}.",
    emergency_unknown: "Se há perigo neste momento, ligue para o número de emergência do lugar onde \
                        você está. Não sabemos em que país você está.",
    lines: "Você também pode falar com:",
    checked_on: "verificado por esta linha em {}",
    not_checked: "ainda não verificado por esta linha",
    finder: "Linhas em todos os países: {}",
    limits: "Não podemos ver onde você está e não podemos enviar ninguém por nós mesmos. Se você quer \
             ajuda de emergência, ligue você mesmo ou diga à pessoa aqui onde você está. As pessoas de \
             plantão desta linha podem ler esta conversa.",
    barrier: "Há algo que torna difícil falar com alguém neste momento? Você pode nos contar.",
    human_now: "Quero falar com uma pessoa agora",
    not_now: "Agora não",
    not_about_me: "Não é sobre mim",
    or: "ou",
    taken: "Alguém ficou com isto e está a ler agora. Podes continuar a escrever.",
    taken_other: "Alguém ficou com a tua preocupação por outra pessoa e está a ler agora. Podes continuar a escrever.",
};
