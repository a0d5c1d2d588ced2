//! The operator's page: which policy holds, reading it again, why one is refused, and what is counted.

use crate::access::Audit;
use crate::line;
use crate::page::Page;
use crate::tools;
use crate::world::World;

async fn comes(world: &mut World) -> Page {
    let page = world.browser("operator").await;
    page.go(&world.line.url("/operator")).await;
    page.line_is("live").await;
    page
}

async fn types_the_key(page: &Page, world: &World) {
    let key = std::fs::read_to_string(world.line.data().join("admin.key")).unwrap();
    page.write("#operator-key", key.trim()).await;
}

#[tokio::test]
async fn an_operator_reads_a_policy_again_and_a_bad_one_is_refused_with_its_reasons() {
    let test = "an operator reads a policy again";
    let Some(axe) = tools::axe(test) else { return };
    let more = "[moderation]\npolicy = \"mine.toml\"\n";
    let Some(mut world) = World::with(test, more).await else {
        return;
    };
    let mut audit = Audit::new(axe);
    let page = comes(&mut world).await;
    page.press("#policy-show").await;
    page.see("#operator-problem:not(:empty)").await;
    audit.view(&page, "operator-without-the-key").await;
    types_the_key(&page, &world).await;
    page.press("#policy-show").await;
    page.read("#policy-now", "mine 1 (").await;
    page.see("#operator-problem:empty").await;

    let file = world.line.policy_file();
    std::fs::write(&file, line::policy(2)).unwrap();
    page.press("#policy-reload").await;
    page.read("#policy-now", "mine 2 (").await;

    std::fs::write(
        &file,
        format!(
            "{}[[rule]]\nid = \"x\"\nwhen = \"nobody\"\n",
            line::policy(3)
        ),
    )
    .unwrap();
    page.press("#policy-reload").await;
    page.read("#policy-reasons", "missing field `do`").await;
    audit.view(&page, "operator-refused").await;
    page.press("#policy-show").await;
    page.see_no("#policy-reasons:not([hidden])").await;
    page.read("#policy-now", "mine 2 (").await;

    page.press("#count").await;
    page.read("#counts", "{").await;
    audit.view(&page, "operator-counts").await;
    audit.is_clean();
}
