use super::*;

#[tokio::test]
async fn nobody_enters_a_closing_line_and_the_last_one_out_is_noticed() {
    let sockets = Sockets::default();
    let place = sockets.enter();
    assert!(place.is_some());
    assert_eq!(sockets.open(), 1);
    sockets.close();
    assert!(sockets.enter().is_none());
    drop(place);
    sockets.gone().await;
    assert_eq!(sockets.open(), 0);
}
