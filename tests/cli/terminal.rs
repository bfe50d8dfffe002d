//! `terminal` against simulated terminals on sockets: exit status, JSON, and that a card is charged once whatever happens.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use amtskasse_terminal::opi::Dialect;
use amtskasse_terminal::{opi, zvt};
use serde_json::Value;
use zvt::simulator::{Incident, Memory, Moment, Play, Terminal, Verdict, Ways};

use super::*;

/// A desk with a journal of its own.
struct Desk {
    folder: TempDir,
    which: String,
}

impl Desk {
    fn of(which: &str) -> Desk {
        Desk {
            folder: tempfile::tempdir().unwrap(),
            which: which.to_owned(),
        }
    }

    fn zvt(address: &str) -> Desk {
        Desk::of(&format!("--driver zvt --address {address} --timeout 6"))
    }

    fn command(&self, line: &str) -> std::process::Command {
        let mut command = program();
        let folder = self.folder.path().to_str().unwrap();
        let line = format!(
            "terminal {} --journal {folder}/journal.json {line}",
            self.which
        );
        command.args(line.split(' ')).stdin(Stdio::null());
        command
    }

    fn run(&self, line: &str) -> Run {
        Run::of(self.command(line).output().unwrap())
    }

    /// Exit status and JSON.
    fn json(&self, line: &str) -> (i32, Value) {
        let run = self.run(&format!("{line} --json"));
        assert!(!run.err.contains("panicked"), "{run:?}");
        (run.status, super::json(&run.out))
    }
}

fn terminal(plays: impl IntoIterator<Item = Play>) -> Terminal {
    let memory = Memory::new(Ways {
        clock_ahead: ahead(),
        ..Ways::default()
    });
    for play in plays {
        memory.push(play);
    }
    Terminal::listen(0, memory).unwrap()
}

/// Terminals show German time, wherever this test runs.
fn ahead() -> i64 {
    let now = chrono::Utc::now();
    let there = amtskasse::till::local(now).naive_local();
    (there - now.with_timezone(&chrono::Local).naive_local()).num_minutes()
}

fn slow() -> Play {
    Play {
        pace: Duration::from_millis(700),
        ..Play::default()
    }
}

#[test]
fn the_list_hides_nothing() {
    let text = run(["terminal", "list"]).fine();
    assert!(text.contains("Kein Treiber lief bisher an einem echten Terminal"));
    let list = json(&run(["terminal", "list", "--json"]).fine());
    let drivers = list["drivers"].as_array().unwrap();
    assert_eq!(drivers.len(), 3);
    assert!(drivers.iter().all(|d| d["tried_on_device"] == false));
    let opi = drivers.iter().find(|d| d["name"] == "opi").unwrap();
    assert_eq!(opi["dialects"].as_array().unwrap().len(), 4);
}

#[test]
fn a_payment_is_made_once_and_told_in_full() {
    let terminal = terminal([]);
    let desk = Desk::zvt(terminal.address());
    let (status, paid) = desk.json("pay 12,50");
    assert_eq!(status, 0, "{paid}");
    assert_eq!(paid["outcome"], "paid");
    assert_eq!(paid["amount"], "12.50");
    assert_eq!(paid["requested"], "12.50");
    assert_eq!(paid["receipt_number"], "0001");
    assert_eq!(paid["card_type"], "ECKarte");
    assert_eq!(paid["brand"], "girocard");
    assert_eq!(paid["entry"], "contactless");
    assert_eq!(paid["terminal_id"], "29001006");
    assert_eq!(paid["recovered"], false);
    let slips = paid["slips"].as_array().unwrap();
    assert_eq!(slips.len(), 2, "{slips:?}");
    let number = paid["masked_number"].as_str().unwrap();
    assert!(
        number.starts_with('#') && number.ends_with("0123"),
        "{number}"
    );
    // The same amount once more is another payment: the first one was told.
    let (status, _) = desk.json("pay 12.50");
    assert_eq!(status, 0);
    assert_eq!(terminal.memory().charged().len(), 2);
}

#[test]
fn a_reference_is_charged_once() {
    let terminal = terminal([]);
    let desk = Desk::zvt(terminal.address());
    let (first, _) = desk.json("pay 5 --reference RB-17");
    let (second, again) = desk.json("pay 5 --reference RB-17");
    assert_eq!((first, second), (0, 0));
    assert_eq!(again["recovered"], true);
    assert_eq!(terminal.memory().charged().len(), 1);
}

#[test]
fn exit_status_and_outcome_go_together() {
    let part = Play {
        approves: Some(500),
        ..Play::default()
    };
    let terminal = terminal([Play::ends(Verdict::Decline(0x05)), part]);
    let desk = Desk::zvt(terminal.address());
    let (status, declined) = desk.json("pay 12.50");
    assert_eq!((status, &declined["outcome"]), (1, &"not_paid".into()));
    assert_eq!(declined["amount"], Value::Null);
    assert_eq!(declined["reason"], "declined");
    assert_eq!(declined["code"], "05");
    // Somebody has to look at it.
    let (status, less) = desk.json("pay 12.50");
    assert_eq!((status, &less["outcome"]), (3, &"paid".into()));
    assert_eq!(less["amount"], "5.00");
    assert_eq!(less["requested"], "12.50");
}

#[test]
fn a_lost_answer_is_found_at_once() {
    let terminal = terminal([Play::with(Moment::Approved, Incident::Cut)]);
    let desk = Desk::zvt(terminal.address());
    let (status, paid) = desk.json("pay 12.50");
    assert_eq!((status, &paid["outcome"]), (0, &"paid".into()), "{paid}");
    assert_eq!(paid["receipt_number"], "0001");
    assert_eq!(terminal.memory().charged().len(), 1);
}

#[test]
fn nothing_is_charged_while_an_outcome_is_unknown() {
    let away = Duration::from_secs(60);
    let terminal = terminal([Play::with(Moment::Stated, Incident::PowerCycle(away))]);
    let desk = Desk::of(&format!(
        "--driver zvt --address {} --timeout 3",
        terminal.address()
    ));
    let (status, unknown) = desk.json("pay 12.50");
    // Result 00 arrived: it is on the disk, whatever breaks after that.
    assert_eq!((status, &unknown["outcome"]), (0, &"paid".into()));
    terminal.memory().power_cycle(Duration::ZERO);

    terminal
        .memory()
        .push(Play::with(Moment::Approved, Incident::PowerCycle(away)));
    let (status, unknown) = desk.json("pay 7");
    assert_eq!((status, &unknown["outcome"]), (3, &"unknown".into()));
    let (status, refused) = desk.json("pay 8");
    assert_eq!((status, &refused["outcome"]), (3, &"unknown".into()));
    assert_eq!(refused["earlier"]["requested"], "7.00");
    let closing = desk.run("close-day").could_not_run();
    assert!(closing.contains("ungeklärt"), "{closing}");

    terminal.memory().power_cycle(Duration::ZERO);
    let before = terminal.memory().charged().len();
    let (status, found) = desk.json("recover");
    let truth = before == 2;
    assert_eq!(found["outcome"], if truth { "paid" } else { "not_paid" });
    assert_eq!(status, i32::from(!truth));
    assert_eq!(terminal.memory().charged().len(), before);
    let (status, _) = desk.json("pay 8");
    assert_eq!(status, 0);
    assert_eq!(terminal.memory().charged().len(), before + 1);
}

/// Starts a payment and waits until the terminal has begun it.
fn begun(desk: &Desk, terminal: &Terminal, line: &str) -> Child {
    let mut child = desk
        .command(line)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let until = Instant::now() + Duration::from_secs(20);
    while terminal.memory().begun() == 0 {
        assert!(Instant::now() < until, "{:?}", child.try_wait());
        std::thread::sleep(Duration::from_millis(5));
    }
    child
}

#[test]
fn a_killed_payment_is_found_again() {
    for wait in [0, 900, 1800, 2600] {
        let terminal = terminal([slow()]);
        let desk = Desk::zvt(terminal.address());
        let mut child = begun(&desk, &terminal, "pay 12.50 --json");
        if wait == 0 {
            let other = desk.run("pay 3").could_not_run();
            assert!(other.contains("schon gezahlt"), "{other}");
        }
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(terminal.memory().rests(Duration::from_secs(20)));
        let charged = terminal.memory().charged().len();
        let (mut status, mut again) = desk.json("pay 12.50");
        if charged == 0 && status == 3 {
            // A terminal that was never used before has nothing it could compare with: a person looks.
            assert_eq!(again["outcome"], "unknown");
            assert!(terminal.memory().charged().is_empty());
            assert_eq!(desk.json("recover --as not-paid").0, 1);
            (status, again) = desk.json("pay 12.50");
        }
        assert_eq!((status, &again["outcome"]), (0, &"paid".into()), "{again}");
        assert_eq!(terminal.memory().charged().len(), 1, "after {wait} ms");
        assert_eq!(again["recovered"], charged == 1, "after {wait} ms");
    }
}

#[test]
fn a_found_payment_is_not_taken_for_another_one() {
    let terminal = terminal([slow()]);
    let desk = Desk::zvt(terminal.address());
    let mut child = begun(&desk, &terminal, "pay 12.50 --json");
    let until = Instant::now() + Duration::from_secs(20);
    while terminal.memory().charged().is_empty() {
        assert!(Instant::now() < until);
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(terminal.memory().rests(Duration::from_secs(20)));
    let (status, refused) = desk.json("pay 3");
    assert_eq!((status, &refused["outcome"]), (1, &"not_paid".into()));
    assert_eq!(refused["reason"], "earlier");
    assert_eq!(refused["earlier"]["outcome"], "paid");
    assert_eq!(refused["earlier"]["amount"], "12.50");
    let (status, paid) = desk.json("pay 3");
    assert_eq!((status, &paid["amount"]), (0, &"3.00".into()));
    assert_eq!(terminal.memory().charged().len(), 2);
}

#[test]
#[cfg(unix)]
fn an_interrupt_is_a_wish() {
    let terminal = terminal([slow()]);
    let desk = Desk::zvt(terminal.address());
    let child = begun(&desk, &terminal, "pay 12.50 --json");
    let pid = child.id().to_string();
    let sent = std::process::Command::new("kill")
        .args(["-INT", &pid])
        .status();
    assert!(sent.unwrap().success());
    let run = Run::of(child.wait_with_output().unwrap());
    assert!(run.err.contains("Abbruch ist gewünscht"), "{run:?}");
    let told = super::json(&run.out);
    let charged = terminal.memory().charged().len();
    assert_eq!(
        told["outcome"],
        if charged == 1 { "paid" } else { "not_paid" }
    );
    assert_eq!(run.status, i32::from(charged == 0));
}

#[test]
fn everything_else_a_zvt_terminal_does() {
    let terminal = terminal([]);
    let desk = Desk::zvt(terminal.address());
    let (code, status) = desk.json("status");
    assert_eq!((code, &status["ready"]), (0, &true.into()), "{status}");
    let (code, status) = desk.json("login");
    assert_eq!((code, &status["terminal_id"]), (0, &"29001006".into()));
    desk.json("pay 12.50");
    let (code, last) = desk.json("repeat");
    assert_eq!((code, &last["last"]["amount"]), (0, &"12.50".into()));
    let (code, back) = desk.json("reverse 1");
    assert_eq!((code, &back["outcome"]), (0, &"paid".into()), "{back}");
    assert_eq!(back["action"], "reverse");
    assert_eq!(back["amount"], "12.50");
    let (code, refund) = desk.json("refund 3");
    assert_eq!((code, &refund["amount"]), (0, &"3.00".into()), "{refund}");
    let unknown = desk.run("reverse 4711").could_not_run();
    assert!(unknown.contains("--amount"), "{unknown}");
    let (code, totals) = desk.json("close-day");
    assert_eq!((code, &totals["closed"]), (0, &true.into()));
    assert_eq!(desk.json("initialise").0, 0);
    assert_eq!(desk.json("diagnose").0, 0);
    // Nothing runs that could be stopped.
    desk.run("abort").could_not_run();
    assert_eq!(desk.json("logoff").0, 0);
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

#[test]
fn the_same_over_opi() {
    for dialect in Dialect::ALL {
        let memory = opi::simulator::Memory::new(opi::simulator::Habits::of(dialect));
        let port = free_port();
        memory.set_till("7", format!("127.0.0.1:{port}").parse().unwrap());
        memory.push(opi::simulator::Script::approve());
        memory.push(opi::simulator::Script::decline());
        let terminal = opi::simulator::Terminal::start(memory, "127.0.0.1:0").unwrap();
        let desk = Desk::of(&format!(
            "--driver opi --dialect {} --address tcp://{} --listen {port} --workstation 7 --timeout 6",
            dialect.name(),
            terminal.address()
        ));
        let (code, status) = desk.json("status");
        assert_eq!((code, &status["ready"]), (0, &true.into()), "{status}");
        let (code, paid) = desk.json("pay 12.50");
        assert_eq!((code, &paid["outcome"]), (0, &"paid".into()), "{paid}");
        assert_eq!(paid["amount"], "12.50");
        assert_eq!(paid["card_type"], "ECKarte");
        let (code, declined) = desk.json("pay 3");
        assert_eq!((code, &declined["outcome"]), (1, &"not_paid".into()));
        assert_eq!(terminal.memory().charged().len(), 1);
        assert_eq!(desk.json("close-day").0, 0);
        assert_eq!(desk.json("logoff").0, 0);
    }
}

#[test]
fn wrong_input_is_named() {
    let desk = Desk::zvt("tcp://127.0.0.1:9");
    for amount in ["0", "-1", "12.505", "zwölf", "1000000"] {
        let said = desk.run(&format!("pay {amount}")).could_not_run();
        assert!(said.contains(amount), "{said}");
    }
    for (address, part) in [
        ("192.168.1.70", "tcp://"),
        ("tcp://host:99999", "Port"),
        ("tcp://", "Rechnername"),
        ("serial:///dev/ttyUSB0?baud=300", "baud"),
    ] {
        let said = Desk::zvt(address).run("status").could_not_run();
        assert!(said.contains(part), "{said}");
    }
    let said = run(["terminal", "status"]).could_not_run();
    assert!(said.contains("--driver"), "{said}");
    let said = run(["terminal", "--driver", "opi", "status"]).could_not_run();
    assert!(said.contains("--address"), "{said}");
    let said = desk.run("--password 12 status").could_not_run();
    assert!(said.contains("12"), "{said}");
    let said = Desk::of("--driver opi --address serial:///dev/ttyS0")
        .run("status")
        .could_not_run();
    assert!(said.contains("OPI"), "{said}");
}

#[test]
#[cfg(unix)]
fn a_password_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let terminal = terminal([]);
    terminal.memory().change(|ways| ways.password = 123_456);
    let desk = Desk::zvt(terminal.address());
    let file = desk.folder.path().join("password");
    std::fs::write(&file, "123456\n").unwrap();
    let line = format!("--password {} login", file.display());
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let said = desk.run(&line).could_not_run();
    assert!(said.contains("chmod 600"), "{said}");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(desk.json(&line).0, 0);
    assert_eq!(desk.json("--password 123456 login").0, 0);
    let said = desk.run("--password 654321 login").could_not_run();
    assert!(said.contains("Passwort"), "{said}");
}

#[test]
fn where_no_terminal_answers_nothing_is_charged_and_nothing_hangs() {
    let closed = Desk::zvt(&format!("tcp://127.0.0.1:{}", free_port()));
    let begun = Instant::now();
    let said = closed.run("pay 1").could_not_run();
    assert!(said.contains("nicht zu erreichen"), "{said}");
    let (status, told) = closed.json("pay 1");
    assert_eq!((status, &told["outcome"]), (2, &"not_paid".into()));
    assert_eq!(told["reason"], "not-started");
    assert!(begun.elapsed() < Duration::from_secs(30));

    // A web server.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    let web = Desk::zvt(&format!("tcp://{address}"));
    let said = web.run("pay 1").could_not_run();
    assert!(said.contains("ZVT"), "{said}");
}

#[test]
fn the_status_finds_a_terminal_of_the_other_kind() {
    let habits = opi::simulator::Habits::of(Dialect::De);
    let memory = opi::simulator::Memory::new(habits);
    let terminal = opi::simulator::Terminal::start(memory, "127.0.0.1:0").unwrap();
    let desk = Desk::zvt(&format!("tcp://{}", terminal.address()));
    let said = desk.run("status").could_not_run();
    assert!(said.contains("--driver opi"), "{said}");
}

#[test]
fn a_simulated_terminal_says_that_it_is_one() {
    let mut child = program()
        .args(format!("terminal --driver zvt --address tcp://127.0.0.1:{} simulate --scenario decline --pace 0", free_port()).split(' '))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    let second = lines.next().unwrap().unwrap();
    let address = second.split(' ').next_back().unwrap();
    let (status, told) = Desk::zvt(address).json("pay 1");
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(first.contains("NACHBILDUNG"), "{first}");
    assert_eq!((status, &told["reason"]), (1, &"declined".into()), "{told}");
}

#[test]
fn the_test_terminal_needs_no_address() {
    let desk = Desk::of("--driver test");
    let (status, paid) = desk.json("pay 1");
    assert_eq!((status, &paid["outcome"]), (0, &"paid".into()));
    let text = desk.run("status").fine();
    assert!(text.contains("Testterminal"), "{text}");
}
