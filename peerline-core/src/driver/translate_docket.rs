//! What waits for moderators, in the words of the wire.

use crate::engine::Around;
use crate::engine::MatterDetail;
use crate::engine::MatterView;
use crate::log::Said;
use crate::moderation::Matter;
use crate::protocol;
use crate::protocol::AroundBody;
use crate::protocol::MatterBody;
use crate::protocol::MatterSummary;
use crate::vocab::RoomName;

pub(super) fn summary(view: MatterView) -> MatterSummary {
    let (decision, entry) = match &view.matter {
        Matter::Decision(decision) => (Some(*decision), None),
        Matter::Message { entry, .. } => (None, Some(*entry)),
    };
    let room = if let RoomName::Room(room) = view.room {
        Some(room)
    } else {
        None
    };
    let (owner, until) = view.claim.unzip();
    MatterSummary {
        decision,
        room,
        entry,
        state: view.what.as_str().to_owned(),
        since: view.since,
        action: view
            .action
            .map(|action| protocol::action_name(action).to_owned()),
        rule: view.rule,
        ground: view.ground,
        grounds: view.grounds,
        n: view.n,
        owner,
        until,
        mine: view.mine,
        may: view.may,
    }
}

pub(super) fn matter(detail: MatterDetail, said: Vec<Option<Said>>) -> MatterBody {
    let (text, lang, spans) = match detail.sealed {
        Some((text, language, spans)) => (Some(text), language, protocol::spans(&spans)),
        None => (None, None, Vec::new()),
    };
    MatterBody {
        summary: summary(detail.view),
        handle: detail.from,
        who: detail.who,
        sweep: detail.sweep.map(|asked| asked.as_str().to_owned()),
        text,
        lang,
        spans,
        labels: detail
            .labels
            .into_iter()
            .map(|label| label.name().to_owned())
            .collect(),
        reason: detail.why,
        appeal: detail.appeal,
        around: detail.around.into_iter().zip(said).map(around).collect(),
    }
}

fn around((place, said): (Around, Option<Said>)) -> AroundBody {
    let (text, lang) = match said {
        Some(said) => (Some(said.text), said.language),
        None => (None, None),
    };
    AroundBody {
        entry: place.entry,
        words: place.words,
        handle: place.from,
        text,
        lang,
    }
}
