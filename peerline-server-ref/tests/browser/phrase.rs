//! Coming back with twelve words.

use crate::page::Page;
use crate::steps::meet;
use crate::steps::say;
use crate::world::World;

#[tokio::test]
async fn twelve_words_bring_a_person_back() {
    let Some(mut world) = World::open("twelve words bring a person back").await else {
        return;
    };
    let seeker = world.seeker().await;
    let supporter = world.supporter().await;
    meet(&seeker, &supporter).await;
    say(&seeker, "I will come back").await;
    seeker.press("#phrase-show").await;
    seeker.see("#phrase-words li").await;
    let words = seeker.texts("#phrase-words li").await;
    assert_eq!(words.len(), 12);
    seeker.press("#phrase-kept").await;
    seeker.press("#quick-exit").await;
    seeker
        .until(
            "away",
            "return location.pathname === '/away.html';",
            Vec::new(),
        )
        .await;

    let again = world.seeker().await;
    offer(&again, &wrong(&words)).await;
    again
        .read("#phrase-error", "Word 3 is not in the list")
        .await;
    again
        .run("document.querySelector('#phrase').value = '';", Vec::new())
        .await;
    again.write("#phrase", &words.join(" ")).await;
    again.press("#start-phrase").await;
    again.read(".message.own .text", "I will come back").await;
    again.read("#who", "supporter").await;
    say(&again, "here I am").await;
    supporter
        .read(".message:not(.own) .text", "here I am")
        .await;
}

pub(crate) async fn offer(page: &Page, words: &[String]) {
    page.press("#topic-grief").await;
    page.press("#have-phrase").await;
    page.write("#phrase", &words.join(" ")).await;
    page.press("#start-phrase").await;
}

fn wrong(words: &[String]) -> Vec<String> {
    let mut words = words.to_vec();
    "peerline".clone_into(&mut words[2]);
    words
}
