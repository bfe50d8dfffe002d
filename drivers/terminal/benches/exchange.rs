//! What our ZVT stack costs per message exchange, over loopback TCP and over a pseudo-terminal, with a simulated terminal
//! that answers at once. Goal: 2 ms.
//!
//! `cargo bench -p amtskasse-terminal --bench exchange`
//!
//! An exchange is one message and its answer, in either direction. The time is that of the whole payment divided by its
//! exchanges, and so contains the simulator's own and the kernel's; the time on the processor is that of our thread alone.

use std::time::{Duration, Instant};

use amtskasse_terminal::zvt::simulator::{Memory, Terminal, Ways};
use amtskasse_terminal::{Config, Driver, Error, Nobody, Outcome, Request, open};

const ROUNDS: usize = 300;

/// Nanoseconds this thread has spent on a processor; 0 where the kernel does not tell.
fn on_processor() -> u64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let first = told.split_whitespace().next();
    first.and_then(|word| word.parse().ok()).unwrap_or_default()
}

fn micros(nanos: u64, parts: usize) -> u64 {
    nanos / 1000 / u64::try_from(parts.max(1)).unwrap_or(1)
}

fn measure(name: &str, terminal: &Terminal) -> Result<bool, Error> {
    let config = Config::new("Bench", Driver::Zvt, terminal.address());
    let mut till = open(&config, Box::new(|| chrono::Local::now().fixed_offset()))?;
    till.log_in(&mut Nobody)?;
    let request = |number: usize| Request {
        cents: 1250,
        reference: format!("K1-{number}"),
    };
    // The first one asks for the terminal's last transaction, the others know it.
    till.pay(&request(0), &mut Nobody);
    let before = terminal.memory().received().len();
    let (begun, processor) = (Instant::now(), on_processor());
    let mut times = Vec::with_capacity(ROUNDS);
    for number in 1..=ROUNDS {
        let one = Instant::now();
        let outcome = till.pay(&request(number), &mut Nobody);
        if !matches!(outcome, Outcome::Paid(_)) {
            println!("{name}: {outcome:?}");
            return Ok(false);
        }
        times.push(one.elapsed());
    }
    let (elapsed, processor) = (begun.elapsed(), on_processor() - processor);
    let exchanges = terminal.memory().received().len() - before;
    times.sort_unstable();
    let percentile = |percent: usize| times[(times.len() - 1) * percent / 100];
    let wall = micros(
        u64::try_from(elapsed.as_nanos()).unwrap_or(u64::MAX),
        exchanges,
    );
    println!(
        "{name}: {} exchanges per payment; a payment takes {:?} (median), {:?} (99 %); per exchange {wall} µs, \
         of which {} µs on our thread's processor",
        exchanges / ROUNDS,
        percentile(50),
        percentile(99),
        micros(processor, exchanges),
    );
    Ok(Duration::from_micros(wall) < Duration::from_millis(2))
}

fn main() -> Result<(), Error> {
    // Cargo passes `--bench`, and a test run of all targets nothing: then nothing is measured.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let memory = || Memory::new(Ways::default());
    let mut good = measure("TCP", &Terminal::listen(0, memory())?)?;
    #[cfg(unix)]
    {
        let terminal = Terminal::at_pseudo_terminal(memory())?;
        good &= measure("RS-232 (pseudo-terminal)", &terminal)?;
    }
    println!(
        "goal of 2 ms per exchange: {}",
        if good { "kept" } else { "missed" }
    );
    Ok(())
}
