//! How people talk in a room, in the words of the wire.

use crate::engine::NormsView;
use crate::engine::PresentView;
use crate::engine::TalkView;
use crate::protocol::MannerBody;
use crate::protocol::MemberBody;
use crate::protocol::NormsBody;
use crate::protocol::PresentBody;
use crate::session::OpenedTalk;

pub(super) fn opened(view: TalkView) -> OpenedTalk {
    OpenedTalk {
        manner: MannerBody::of(&view.manner),
        languages: view.languages,
        norms: view.norms.map(norms),
        turn: view.turn,
        hands: view.hands,
    }
}

pub(super) fn norms(view: NormsView) -> NormsBody {
    NormsBody {
        version: view.version,
        lang: view.text.language,
        lines: view.text.lines,
        languages: view.languages,
        agreed: view.agreed,
    }
}

pub(super) fn present(view: PresentView) -> PresentBody {
    let members = view.members.into_iter().map(|member| MemberBody {
        who: member.who,
        state: member.state,
        since: member.since,
    });
    PresentBody {
        members: members.collect(),
        here: view.here,
        away: view.away,
    }
}
