//! No `Debug`, no error, no row of work and no page shows what a person wrote, who they prove to
//! be, or where they are.

use peerline_core::engine::Asker;
use peerline_core::engine::ConnId;
use peerline_core::engine::Engine;
use peerline_core::engine::EngineSetup;
use peerline_core::engine::Input;
use peerline_core::engine::Output;
use peerline_core::engine::Policies;
use peerline_core::engine::Put;
use peerline_core::engine::Question;
use peerline_core::identity::Principal;
use peerline_core::log::Act;
use peerline_core::log::Fact;
use peerline_core::log::Task;
use peerline_core::matching::Asked;
use peerline_core::matching::Hours;
use peerline_core::moderation;
use peerline_core::moderation::Scores;
use peerline_core::ports::Page;
use peerline_core::ports::PageTarget;
use peerline_core::protocol;
use peerline_core::protocol::Encoding;
use peerline_core::resources::Directory;
use peerline_core::vocab::AccountId;
use peerline_core::vocab::CaseId;
use peerline_core::vocab::Cid;
use peerline_core::vocab::DecisionId;
use peerline_core::vocab::Digest;
use peerline_core::vocab::Language;
use peerline_core::vocab::Limits;
use peerline_core::vocab::OfferId;
use peerline_core::vocab::Role;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Seed;
use peerline_core::vocab::Sensitive;
use peerline_core::vocab::Seq;
use peerline_core::vocab::Text;
use peerline_core::vocab::Timestamp;

/// In every text, and in whatever else a client can fill with its own words.
const WORD: &str = "marzipan";
/// A country that no directory knows, and one that it knows.
const COUNTRIES: [&str; 2] = ["marzipania", "DE"];
/// How keys and secrets would look if they were printed.
const KEYS: [u8; 2] = [171, 205];

/// A line that writes down what it would have logged.
struct Line {
    engine: Engine,
    now: Timestamp,
    printed: Vec<String>,
    decisions: Vec<DecisionId>,
    tasks: Vec<Task>,
    cid: u8,
}

impl Line {
    fn new() -> Self {
        let setup = EngineSetup {
            policies: Policies::default(),
            limits: Limits::default(),
            names: Sensitive::new([KEYS[0]; 32]),
            seed: Seed::from_bytes([KEYS[1]; 32]),
        };
        let printed = vec![format!("{setup:?}")];
        Self {
            engine: Engine::new(setup),
            now: Timestamp::from_unix_millis(1_700_000_000_000),
            printed,
            decisions: Vec::new(),
            tasks: Vec::new(),
            cid: 0,
        }
    }

    fn feed(&mut self, input: Input) -> Vec<Output> {
        self.printed.push(format!("{input:?}"));
        self.engine.handle(self.now, input);
        let outputs: Vec<_> = std::iter::from_fn(|| self.engine.poll_output()).collect();
        for output in &outputs {
            self.printed.push(format!("{output:?} {output:#?}"));
            self.keep(output);
        }
        self.printed.push(format!("{:?}", self.engine.state()));
        outputs
    }

    fn keep(&mut self, output: &Output) {
        let Output::Commit(batch) = output else {
            return;
        };
        self.tasks.extend(batch.work.iter().map(|due| due.task));
        for (_, _, entry) in &batch.entries {
            if let Fact::Moderation(moderation::Fact::Decided(decision)) = &entry.fact {
                self.decisions.push(decision.id);
            }
        }
    }

    fn connect(&mut self, n: u8, invite: Option<Sensitive<[u8; 32]>>) {
        self.feed(Input::Connect {
            conn: ConnId::new(u64::from(n)),
            principal: Principal::assert_verified(AccountId::from_bytes([n; 16]), "a test"),
            language: Language::english(),
            country: Some(country(usize::from(n))),
            invite,
            knock: None,
        });
    }

    fn staff(&mut self, n: u8, role: Role) {
        let outputs = self.feed(Input::Invite {
            reference: 1,
            role,
            clearance: None,
        });
        let secret = outputs.iter().find_map(|output| {
            if let Output::Invited { secret, .. } = output {
                Some(*secret)
            } else {
                None
            }
        });
        let bytes = format!("{:?}", secret.unwrap().expose());
        self.connect(n, secret);
        let inside = bytes.trim_matches(['[', ']']);
        assert!(!self.printed.iter().any(|one| one.contains(inside)));
    }

    fn put(&mut self, n: u8, room: RoomName, act: Act) -> Vec<Output> {
        self.cid += 1;
        self.feed(Input::Put(Box::new(Put {
            asker: asker(n),
            room,
            cid: Cid::from_bytes([self.cid; 16]),
            digest: Digest::from_bytes([self.cid; 32]),
            over: false,
            act,
            scores: Scores::NONE,
        })))
    }

    /// Everything a night can bring.
    fn live(&mut self) {
        self.connect(1, None);
        self.staff(2, Role::Supporter);
        self.staff(3, Role::Responder);
        self.talk();
        self.care();
        let again = self.printed.len();
        self.feed(Input::Resume {
            conn: ConnId::new(1),
            principal: Principal::assert_verified(AccountId::from_bytes([1; 16]), "a test"),
            language: Language::english(),
            country: Some(country(0)),
            knock: None,
        });
        assert!(again < self.printed.len());
        self.feed(Input::Disconnect {
            conn: ConnId::new(1),
        });
        self.printed.push(format!("{:?}", self.engine));
    }

    fn talk(&mut self) {
        let languages = vec![Language::english()];
        let hours = Hours {
            languages: languages.clone(),
            capacity: 1,
            ..Hours::default()
        };
        self.put(2, me(2), Act::Available(Box::new(hours)));
        let asked = Asked {
            languages,
            ..Asked::default()
        };
        self.put(1, me(1), Act::Seek(Box::new(asked)));
        let offer = self.offer();
        self.put(2, me(2), Act::AcceptOffer { offer });
        let room = self.room();
        for words in [
            "hello",
            "i want to kill myself",
            "you are an idiot",
            "mail me: a@example.com",
        ] {
            self.put(1, room.clone(), say(words));
        }
        for decision in self.decisions.clone() {
            self.put(
                1,
                me(1),
                Act::Appeal {
                    decision,
                    text: text("look again"),
                },
            );
        }
        assert!(!self.decisions.is_empty());
        let ground = "abuse".to_owned();
        self.put(
            1,
            room.clone(),
            Act::Report {
                entry: Seq::new(1),
                ground,
            },
        );
        self.put(3, room, say("not a member"));
    }

    fn care(&mut self) {
        for known in 0..2 {
            let country = Some(country(known));
            self.put(
                1,
                me(1),
                Act::AskForHuman {
                    country: country.clone(),
                    about: None,
                },
            );
            let question = Question::Resources { country };
            self.feed(Input::Ask {
                asker: asker(1),
                question,
            });
        }
        let case = self.engine.state().open_cases().next().unwrap().id;
        self.put(3, RoomName::Case(case), Act::Take);
        for task in self.tasks.clone() {
            self.feed(Input::Due { task });
            self.feed(Input::Paged {
                task,
                delivered: false,
            });
        }
    }

    fn offer(&self) -> OfferId {
        let offer = self.tasks.iter().find_map(|task| {
            if let Task::LapseOffer { offer } = task {
                Some(*offer)
            } else {
                None
            }
        });
        offer.unwrap()
    }

    fn room(&self) -> RoomName {
        let room = self
            .engine
            .state()
            .matching()
            .partner_room(AccountId::from_bytes([1; 16]));
        RoomName::Room(room.unwrap())
    }
}

const fn asker(n: u8) -> Asker {
    Asker {
        conn: ConnId::new(n as u64),
        reference: 1,
    }
}

fn me(n: u8) -> RoomName {
    RoomName::Me(AccountId::from_bytes([n; 16]))
}

fn text(words: &str) -> Text {
    Text::new(format!("{words} {WORD}")).unwrap()
}

fn say(words: &str) -> Act {
    Act::Say {
        text: text(words),
        language: None,
        notes: None,
    }
}

fn country(n: usize) -> Sensitive<String> {
    Sensitive::new(COUNTRIES[n % 2].to_owned())
}

/// Returns what no output may show.
fn forbidden() -> Vec<String> {
    let mut words = vec![
        WORD.to_owned(),
        "\"DE\"".to_owned(),
        "example.com".to_owned(),
    ];
    words.extend(KEYS.map(|key| format!("{key}, {key}")));
    words.extend(["kill myself", "an idiot", "look again"].map(str::to_owned));
    let directory = Directory::seed();
    let found = directory.lookup(Some("DE"), Some(&Language::english()), Timestamp::ZERO);
    assert!(!found.services.is_empty());
    words.extend(
        found
            .services
            .iter()
            .map(|listed| listed.service.name.clone()),
    );
    words
}

#[track_caller]
fn tells_nothing(printed: &str) {
    for word in forbidden() {
        let at = printed.find(&word);
        let around = at.map(|at| printed.get(at.saturating_sub(120)..at + word.len()));
        assert!(at.is_none(), "`{word}` in ..{around:?}");
    }
}

#[test]
fn nothing_that_is_printed_tells_of_a_person() {
    let mut line = Line::new();
    line.live();
    // The policies hold the directory and the lists themselves, which are nobody's.
    let own = format!("{:?}", Policies::default());
    for printed in &line.printed {
        tells_nothing(&printed.replace(&own, ""));
    }
}

#[test]
fn rows_of_work_and_pages_tell_nothing_of_a_person() {
    let mut line = Line::new();
    line.live();
    assert!(
        line.tasks
            .iter()
            .any(|task| matches!(task, Task::Page { .. } | Task::WakeCase { .. }))
    );
    for task in &line.tasks {
        let row = String::from_utf8(protocol::encode_task(task)).unwrap();
        tells_nothing(&row);
        tells_nothing(&task.key());
        let account = AccountId::from_bytes([1; 16]).to_string();
        assert!(!row.contains(&account) && !task.key().contains(&account));
        if let Task::Page {
            case,
            step,
            priority,
            since,
            ..
        } = *task
        {
            let page = Page::new(case, step, PageTarget::LastResort, priority, since);
            tells_nothing(&format!("{page:?}"));
        }
    }
}

#[test]
fn errors_repeat_nothing_of_what_was_wrong() {
    let limits = Limits::default();
    let frame = format!("{{\"t\":\"put\",\"{WORD}\":\"{WORD}\",\"room\":\"{WORD}\"}}");
    let error = protocol::decode_client(frame.as_bytes(), Encoding::Json, &limits).unwrap_err();
    tells_nothing(&format!("{error:?} {error}"));
    let error = protocol::decode_entry(format!("1{{\"{WORD}\":1}}").as_bytes()).unwrap_err();
    tells_nothing(&format!("{error:?} {error}"));
    let error = protocol::decode_task(format!("1{{\"task\":\"{WORD}\"}}").as_bytes()).unwrap_err();
    tells_nothing(&format!("{error:?} {error}"));
    let error = Text::new(WORD.repeat(1000)).unwrap_err();
    tells_nothing(&format!("{error:?} {error}"));
    for error in [
        WORD.parse::<RoomName>().unwrap_err().to_string(),
        WORD.parse::<RoomId>().unwrap_err().to_string(),
    ] {
        tells_nothing(&error);
    }
    let error = WORD.parse::<CaseId>().unwrap_err();
    tells_nothing(&format!("{error:?}"));
}
