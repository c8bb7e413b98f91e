//! Changes of one message, of which some answer a press.

use super::*;

#[test]
fn a_press_that_changes_a_card_spares_the_older_change_that_waits() {
    let mut world = World::new();
    // Something else is under way in the channel, so that the change has to wait.
    world.edits_pressed("8", false);
    world.sends_what_may();
    let older = world.edits_pressed("9", false);
    let pressed = world.edits_pressed("9", true);
    assert_eq!(world.needless, [older]);
    world.passes(100);
    assert_eq!(world.sent_at(pressed), 0, "a press waits for nobody");
    let newer = world.edits_pressed("9", false);
    world.passes(100);
    assert!(world.sent_at(pressed) < world.sent_at(newer));
}

#[test]
fn a_press_waits_for_the_older_change_of_its_card_that_is_under_way() {
    let mut world = World::new();
    world.latency_ms = 50;
    let older = world.edits_pressed("9", false);
    world.sends_what_may();
    let pressed = world.edits_pressed("9", true);
    let other = world.edits_pressed("10", true);
    world.passes(200);
    assert_eq!((world.sent_at(older), world.sent_at(other)), (0, 0));
    assert_eq!(world.sent_at(pressed), 50);
}

#[test]
fn an_older_change_that_is_put_back_after_the_press_is_needless() {
    let mut world = World::new();
    let older = world.edits_pressed("9", false);
    world.sends_what_may();
    let (_, job) = world.under_way.pop().unwrap();
    world.scheduler.finished(&job, world.now());
    world.edits_pressed("9", true);
    let back = world.scheduler.push(job, world.now());
    assert_eq!(back.map(|job| job.row.key.seq), Some(older));
}

#[test]
fn a_change_that_waited_for_a_press_starts_when_that_is_over() {
    let mut world = World::new();
    world.latency_ms = 50;
    world.edits_pressed("9", true);
    world.sends_what_may();
    let newer = world.edits_pressed("9", false);
    world.passes(200);
    assert_eq!(world.sent_at(newer), 50);
}

#[test]
fn answers_to_one_press_leave_one_after_the_other() {
    let mut world = World::new();
    world.latency_ms = 50;
    let changed = world.edits_pressed("9", true);
    let press = PressRef::whispering(Platform::Discord, "c.9.token");
    let told = |press| Body::Send {
        to: To::Reply(press),
        words: Words::Customer(Say::TapAck, Lang::EN),
        buttons: Vec::new(),
        reply_to: None,
        ask_reply: false,
        purpose: None,
    };
    let follows = world.asks_for(Class::Staff, told(press), None);
    let other = told(PressRef::whispering(Platform::Discord, "c.2.token"));
    let other = world.asks_for(Class::Ack, other, None);
    world.passes(200);
    assert_eq!((world.sent_at(changed), world.sent_at(other)), (0, 0));
    assert_eq!(world.sent_at(follows), 50, "what follows waits for the first answer");
}
