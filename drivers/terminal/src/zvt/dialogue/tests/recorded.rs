//! What real terminals said, where the recordings are at hand: each message is answered, and each result kept first.

use super::*;

const LOGS: [&str; 3] = [
    "bezahl_cardcomplete.hexlog",
    "portalum_tests.hexlog",
    "zvt_crate_feig_cvend.hexlog",
];

/// Messages of the terminal in a log, as far as they are whole.
fn messages(log: &str) -> Option<Vec<Apdu>> {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/payment/zvt/"
    );
    let text = std::fs::read_to_string(format!("{folder}{log}")).ok()?;
    let lines = text.lines().filter_map(|line| line.strip_prefix("PT> "));
    Some(
        lines
            .filter_map(|line| Apdu::parse(&hex(line)).ok())
            .collect(),
    )
}

#[test]
fn whatever_a_terminal_said_is_answered_and_a_result_kept_first() {
    let mut kept = 0;
    for log in LOGS {
        let Some(messages) = messages(log) else {
            eprintln!("skipped: no {log}");
            return;
        };
        for message in &messages {
            let mut play = Play::paying();
            let mut actions = play.dialogue.received(message, play.now);
            let class = message.code() >> 8;
            if class == 0x80 || class == 0x84 {
                assert_eq!(actions, [], "{message:?}");
                continue;
            }
            let mut sent = 0;
            while !actions.is_empty() {
                let mut then = Vec::new();
                for action in actions {
                    match action {
                        Action::Send(_) => sent += 1,
                        Action::Keep(status) => {
                            kept += 1;
                            assert_eq!(sent, 0);
                            assert!(status.approved());
                            then.extend(play.dialogue.kept(play.now));
                        }
                        Action::Print(_) => then.extend(play.dialogue.printed(true, play.now)),
                        Action::Show(_) | Action::Done(_) => {}
                    }
                }
                actions = then;
            }
            assert_eq!(sent, 1, "{log}: {message:?}");
        }
    }
    assert!(kept >= 5, "{kept}");
}

#[test]
fn a_recorded_declined_payment_is_none() {
    let Some(messages) = messages(LOGS[0]) else {
        eprintln!("skipped: no {}", LOGS[0]);
        return;
    };
    let mut refusals = 0;
    for message in messages.iter().filter(|apdu| apdu.code() == 0x040F) {
        let mut play = Play::paying();
        let actions = play.dialogue.received(message, play.now);
        match &actions[..] {
            [Action::Keep(status)] => assert!(status.cents.is_some_and(|cents| cents > 0)),
            [Action::Send(_)] => {
                refusals += 1;
                assert!(play.dialogue.information().unwrap().refused());
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(refusals, 3, "one declined, two aborted");
}
