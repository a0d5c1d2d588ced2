use super::*;

#[test]
fn the_urgent_come_first_and_inside_a_tier_who_waited_longest() {
    let turn = |band, at| {
        let case = CaseId::from_bytes([1; 16]);
        Turn::of(band, Timestamp::from_unix_millis(at), case)
    };
    let mut turns = [
        turn(Band::Routine, 0),
        turn(Band::Elevated, 3),
        turn(Band::High, 9),
        turn(Band::Watch, 2),
        turn(Band::AttemptInProgress, 8),
    ];
    turns.sort();
    let expected = [
        turn(Band::AttemptInProgress, 8),
        turn(Band::High, 9),
        turn(Band::Watch, 2),
        turn(Band::Elevated, 3),
        turn(Band::Routine, 0),
    ];
    assert_eq!(turns, expected);
}
