//! What people do again and again.

use crate::page::Page;

/// A seeker chooses a topic and waits in line.
pub(crate) async fn wait_in_line(seeker: &Page) {
    seeker.press("#topic-grief").await;
    seeker.press("#start").await;
    seeker.see("#waiting").await;
}

/// A supporter goes on shift.
pub(crate) async fn go_on_shift(supporter: &Page) {
    supporter.press("#go-on-shift").await;
    supporter.see("#shift-state[data-state='on']").await;
}

/// A seeker and a supporter come together.
pub(crate) async fn meet(seeker: &Page, supporter: &Page) {
    go_on_shift(supporter).await;
    wait_in_line(seeker).await;
    supporter.press(".offer .accept").await;
    seeker.read("#who", "supporter").await;
    supporter.read("#who", "seeks support").await;
}

/// Somebody says something and it is sent.
pub(crate) async fn say(page: &Page, text: &str) {
    page.say(text).await;
    page.read(".message.own[data-state='sent']", text).await;
}

/// How often words are among those spoken or shown.
pub(crate) fn count(texts: &[String], words: &str) -> usize {
    texts.iter().filter(|text| text.contains(words)).count()
}
