#![allow(clippy::unwrap_used, clippy::panic)]

mod recorded;

use super::*;
use crate::zvt::command::{Authorization, Registration, RepeatReceipt};
use crate::zvt::{Command, Password};

/// One payment as a card complete terminal told it (contactless, 0.01 EUR), print blocks shortened.
const PAYMENT: &str = include_str!("../../../tests/data/zvt_serial_session.hexlog");

fn hex(text: &str) -> Vec<u8> {
    text.split_whitespace()
        .map(|pair| u8::from_str_radix(pair, 16).unwrap())
        .collect()
}

fn apdu(text: &str) -> Apdu {
    Apdu::parse(&hex(text)).unwrap()
}

fn settings() -> Settings {
    Settings {
        charset: Charset::Auto,
        patience: Patience::default(),
        busy: 3,
        numbering: Numbering::default(),
    }
}

/// A dialogue and its clock.
struct Play {
    dialogue: Dialogue,
    now: Instant,
}

impl Play {
    fn new(command: &Command, expects: Expects) -> Self {
        Self::with(command, expects, settings())
    }

    fn with(command: &Command, expects: Expects, settings: Settings) -> Self {
        let now = Instant::now();
        let dialogue = Dialogue::new(command, expects, settings, now).unwrap();
        Self { dialogue, now }
    }

    /// A payment of one cent, accepted by the terminal.
    fn paying() -> Self {
        let mut play = Self::asking_for_money();
        assert_eq!(play.hears("80 00 00"), [Action::Show(Step::Sent)]);
        play
    }

    fn asking_for_money() -> Self {
        let command = Command::Authorization(Authorization::new(1));
        let play = Self::new(&command, Expects::Money);
        let sent = play.dialogue.start();
        let expected = "06 01 0c 04 00 00 00 00 00 01 49 09 78 19 40";
        assert_eq!(sent, [Action::Send(apdu(expected))]);
        play
    }

    fn hears(&mut self, text: &str) -> Vec<Action> {
        self.dialogue.received(&apdu(text), self.now)
    }

    fn after(&mut self, time: Duration) -> Vec<Action> {
        self.now += time;
        self.dialogue.tick(self.now)
    }
}

fn acknowledged() -> Action {
    Action::Send(Apdu::acknowledge())
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Bodies of the recorded session's frames of the terminal.
fn recorded() -> Vec<String> {
    let lines = PAYMENT.lines().filter_map(|line| line.strip_prefix("PT> "));
    let mut apdus = Vec::new();
    for line in lines {
        let mut frames = crate::zvt::serial::Line::new(crate::zvt::serial::Limits {
            byte: seconds(1),
            ack: seconds(1),
        });
        frames.receive(&hex(line), Instant::now());
        while let Some(apdu) = frames.take_apdu() {
            let bytes: Vec<String> = apdu.iter().map(|byte| format!("{byte:02x}")).collect();
            apdus.push(bytes.join(" "));
        }
    }
    apdus
}

#[test]
fn a_recorded_payment_is_kept_before_it_is_acknowledged() {
    let recorded = recorded();
    let [accepted, text, status, line, completion] = &recorded[2..7] else {
        panic!("{recorded:?}")
    };
    let mut play = Play::asking_for_money();
    assert_eq!(play.hears(accepted), [Action::Show(Step::Sent)]);
    let words = "Karte vorhalten\neinstecken/durchziehen".to_owned();
    assert_eq!(
        play.hears(text),
        [Action::Show(Step::Text(words)), acknowledged()]
    );
    let actions = play.hears(status);
    let [Action::Keep(kept)] = actions.as_slice() else {
        panic!("{actions:?}")
    };
    assert_eq!((kept.cents, kept.receipt), (Some(1), Some(22)));
    // Nothing leaves by itself, however long the disk takes.
    assert_eq!(play.after(seconds(1)), []);
    assert_eq!(play.dialogue.kept_result(), None);
    assert_eq!(play.dialogue.kept(play.now), [acknowledged()]);
    assert_eq!(play.dialogue.kept_result().unwrap().receipt, Some(22));
    assert_eq!(play.hears(line), [acknowledged()]);
    // The slip was not ended by its last line, so the end of the command ends it.
    let actions = play.hears(completion);
    let [Action::Print(slip)] = actions.as_slice() else {
        panic!("{actions:?}")
    };
    assert_eq!(slip.lines[0].text, "** BELEG");
    let actions = play.dialogue.printed(true, play.now);
    assert_eq!(actions[0], acknowledged());
    assert!(matches!(&actions[1..], [Action::Done(End::Completed(_))]));
    assert_eq!(play.dialogue.deadline(), None);
}

#[test]
fn a_refusal_is_acknowledged_and_ends_with_the_abort() {
    let mut play = Play::paying();
    let declined = "04 0f 31 27 05 29 29 00 10 06 3c f0 f1 f5 4b 61 72 74 65 20 61 62 67 65 6c 65 68 6e \
                    74 8a 0d 06 13 24 11 07 0f 4b 61 72 74 65 20 61 62 67 65 6c 65 68 6e 74";
    assert_eq!(play.hears(declined), [acknowledged()]);
    assert_eq!(play.dialogue.information().unwrap().result, Some(5));
    let actions = play.hears("06 1e 01 05");
    assert_eq!(actions[0], acknowledged());
    assert!(matches!(&actions[1], Action::Done(End::Aborted(abort)) if abort.code == Some(5)));
    assert_eq!(play.dialogue.kept_result(), None);
}

#[test]
fn what_is_paid_stays_paid() {
    let mut play = Play::paying();
    let paid = "04 0f 0e 27 00 04 00 00 00 00 00 01 87 00 22 19 70";
    assert!(matches!(play.hears(paid)[..], [Action::Keep(_)]));
    play.dialogue.kept(play.now);
    // The same once more is acknowledged and not kept twice, and nothing else counts any more.
    assert_eq!(play.hears(paid), [acknowledged()]);
    assert_eq!(play.hears("04 0f 02 27 05"), [acknowledged()]);
    let actions = play.hears("06 1e 01 9b");
    assert!(matches!(&actions[1], Action::Done(End::Aborted(_))));
    assert_eq!(play.dialogue.kept_result().unwrap().receipt, Some(22));
    assert_eq!(play.dialogue.information(), None);
}

#[test]
fn a_known_result_is_acknowledged_and_forgotten() {
    let mut play = Play::paying();
    let old = "04 0f 0e 27 00 04 00 00 00 00 00 01 87 00 21 19 70";
    assert!(matches!(play.hears(old)[..], [Action::Keep(_)]));
    assert_eq!(play.dialogue.disown(play.now), [acknowledged()]);
    assert_eq!(play.dialogue.kept_result(), None);
    let new = "04 0f 0e 27 00 04 00 00 00 00 00 01 87 00 22 19 70";
    assert!(matches!(play.hears(new)[..], [Action::Keep(_)]));
}

#[test]
fn messages_of_an_earlier_command_do_not_count_and_a_result_among_them_is_not_acknowledged() {
    let mut play = Play::asking_for_money();
    let paid = "04 0f 0e 27 00 04 00 00 00 00 00 01 87 00 22 19 70";
    assert_eq!(play.hears("04 ff 01 0e"), [acknowledged()]);
    assert_eq!(play.hears(paid), []);
    assert_eq!(play.hears("04 0f 02 27 6c"), [acknowledged()]);
    assert_eq!(play.hears("06 0f 00"), [acknowledged()]);
    assert_eq!(play.hears("80 00 00"), [Action::Show(Step::Sent)]);
    assert!(matches!(play.hears(paid)[..], [Action::Keep(_)]));
}

#[test]
fn a_result_nobody_asked_for_is_not_acknowledged() {
    let command = Command::Registration(Registration::till_prints(Password::default()));
    let mut play = Play::new(&command, Expects::Nothing);
    play.hears("80 00 00");
    assert_eq!(
        play.hears("04 0f 0e 27 00 04 00 00 00 00 00 01 87 00 22 19 70"),
        []
    );
    assert!(matches!(
        play.hears("06 0f 00")[1],
        Action::Done(End::Completed(_))
    ));
}

#[test]
fn asked_for_information_is_acknowledged_at_once() {
    let command = Command::RepeatReceipt(RepeatReceipt {
        password: Password::default(),
        service: Some(3),
    });
    let mut play = Play::new(&command, Expects::Information);
    assert_eq!(play.hears("80 00 00"), []);
    assert_eq!(
        play.hears("04 0f 0e 27 00 04 00 00 00 00 00 01 87 00 22 19 70"),
        [acknowledged()]
    );
    assert_eq!(play.dialogue.information().unwrap().receipt, Some(22));
}

#[test]
fn everything_is_answered_whatever_it_is() {
    let mut play = Play::paying();
    for (said, answer) in [
        ("04 01 00", "80 00 00"),
        ("04 0d 00", "84 83 00"),
        ("04 0e 00", "84 83 00"),
        ("0f ab 03 01 02 03", "80 00 00"),
        ("06 d8 00", "84 83 00"),
        ("04 0f 04 c7 02 27 05", "80 00 00"),
        ("04 0f 00", "80 00 00"),
    ] {
        assert_eq!(play.hears(said), [Action::Send(apdu(answer))], "{said}");
    }
    // A result that cannot be read is neither paid nor refused.
    assert_eq!(play.dialogue.kept_result(), None);
}

#[test]
fn time_limits_begin_anew_with_every_message() {
    let mut play = Play::asking_for_money();
    assert_eq!(play.after(Duration::from_millis(4999)), []);
    play.hears("80 00 00");
    for _ in 0..3 {
        assert_eq!(play.after(seconds(179)), []);
        play.hears("04 ff 01 0e");
    }
    // Minutes of the terminal count for one message, and never shorten the limit.
    play.hears("04 ff 02 0a 05");
    assert_eq!(play.after(seconds(299)), []);
    play.hears("04 ff 02 0a 01");
    assert_eq!(play.after(seconds(179)), []);
    let silent = Action::Done(End::Silent(seconds(180)));
    assert_eq!(play.after(seconds(1)), [silent]);
    assert_eq!(play.after(seconds(1)), []);
}

#[test]
fn no_answer_to_the_command_is_no_answer() {
    let mut play = Play::asking_for_money();
    assert_eq!(play.dialogue.deadline(), Some(play.now + seconds(5)));
    let unanswered = Action::Done(End::Unanswered(seconds(5)));
    assert_eq!(play.after(seconds(5)), [unanswered]);
}

#[test]
fn a_refused_command_ends_at_once() {
    let mut play = Play::asking_for_money();
    let [Action::Done(End::Refused(refused))] = &play.hears("84 83 00")[..] else {
        panic!()
    };
    assert_eq!(refused.code, 0x83);
    // Some terminals mean yes by it.
    let mut play = Play::asking_for_money();
    assert_eq!(play.hears("84 00 00"), [Action::Show(Step::Sent)]);
}

#[test]
fn a_busy_terminal_is_asked_again_for_a_while() {
    let mut play = Play::asking_for_money();
    let again = play.dialogue.start();
    for _ in 0..3 {
        assert!(matches!(play.hears("84 9c 00")[..], [Action::Show(_)]));
        assert_eq!(play.after(Duration::from_millis(1999)), []);
        assert_eq!(play.after(Duration::from_millis(1)), again);
    }
    assert!(matches!(
        play.hears("84 9c 00")[..],
        [Action::Done(End::Refused(_))]
    ));
}

#[test]
fn nobody_has_to_wait_for_a_busy_terminal() {
    let mut play = Play::asking_for_money();
    play.hears("84 9c 00");
    let now = play.now;
    let withdrawn = [Action::Done(End::Withdrawn)];
    assert_eq!(play.dialogue.want_abort(now), withdrawn);
}

#[test]
fn an_abort_is_a_wish_and_its_answer_no_outcome() {
    let abort = Action::Send(apdu("06 b0 00"));
    let mut play = Play::asking_for_money();
    // Not before the terminal listens.
    assert_eq!(play.dialogue.want_abort(play.now), []);
    assert_eq!(
        play.hears("80 00 00"),
        [Action::Show(Step::Sent), abort.clone()]
    );
    assert_eq!(play.dialogue.want_abort(play.now), []);
    assert_eq!(play.hears("80 00 00"), []);
    // Nothing comes of it: told again.
    assert_eq!(play.after(seconds(19)), []);
    assert_eq!(play.after(seconds(1)), [abort]);
    assert_eq!(play.hears("84 83 00"), []);
    // The card was faster.
    let actions = play.hears("04 0f 0e 27 00 04 00 00 00 00 00 01 87 00 22 19 70");
    assert!(matches!(actions[..], [Action::Keep(_)]));
    assert_eq!(play.dialogue.kept(play.now), [acknowledged()]);
    assert_eq!(play.after(seconds(60)), [], "too late for another one");
}

#[test]
fn slips_that_cannot_be_taken_are_refused_unless_they_are_paid_for() {
    let slip = "06 d3 12 06 10 1f 07 01 02 25 0a 07 05 62 65 7a 61 68 09 01 81";
    let mut play = Play::paying();
    assert!(matches!(play.hears(slip)[..], [Action::Print(_)]));
    let refused = Action::Send(apdu("84 cc 00"));
    assert_eq!(play.dialogue.printed(false, play.now), [refused]);
    play.hears("04 0f 0e 27 00 04 00 00 00 00 00 01 87 00 22 19 70");
    play.dialogue.kept(play.now);
    assert!(matches!(play.hears(slip)[..], [Action::Print(_)]));
    assert_eq!(play.dialogue.printed(false, play.now), [acknowledged()]);
}

#[test]
fn messages_are_numbered_once_the_terminal_knows_numbers() {
    let offer = Command::Registration(Registration::till_prints(Password::default()));
    let play = Play::new(&offer, Expects::Nothing);
    let Action::Send(sent) = &play.dialogue.start()[0] else {
        panic!()
    };
    assert_eq!(Command::sequence(sent), Some(0));
    let numbered = Settings {
        numbering: Numbering::on(),
        ..settings()
    };
    let pay = Command::Authorization(Authorization::new(1));
    let mut play = Play::with(&pay, Expects::Money, numbered);
    let Action::Send(sent) = &play.dialogue.start()[0] else {
        panic!()
    };
    assert_eq!(Command::sequence(sent), Some(1));
    play.hears("80 00 08 06 06 1f 73 03 00 00 01");
    let actions = play.hears("04 ff 09 0e 06 06 1f 73 03 00 00 17");
    let mirrored = Action::Send(apdu("80 00 08 06 06 1f 73 03 00 00 17"));
    assert_eq!(actions.last(), Some(&mirrored));
    let [Action::Send(abort)] = &play.dialogue.want_abort(play.now)[..] else {
        panic!()
    };
    assert_eq!(Command::sequence(abort), Some(2));
    let mut numbering = Numbering::on();
    let numbers = (0..1_000_001).map(|_| numbering.advance().unwrap());
    assert_eq!(numbers.last(), Some(2), "999999 is followed by 1");
}

#[test]
fn amounts_that_cannot_be_said_are_refused() {
    let command = Command::Authorization(Authorization::new(-1));
    let refused = Dialogue::new(&command, Expects::Money, settings(), Instant::now());
    assert!(refused.is_err());
}
