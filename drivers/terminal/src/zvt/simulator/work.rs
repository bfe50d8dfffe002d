//! What a simulated terminal does with a command.

use super::line::{Gone, Line};
use super::memory::{Memory, Registration};
use super::play::Play;
use super::record;
use super::talk::{Talk, note};
use super::transact;
use super::wire::{self, Command, apdu, bcd, fields, number, tags, tlv};

/// A message that ends what the till asked for.
const DONE: u16 = 0x060F;
const FAILED: u16 = 0x061E;

/// Works at one command.
pub(super) fn command(line: &mut dyn Line, memory: &Memory, command: &Command) -> Result<(), Gone> {
    note(memory, command);
    let class = command.code >> 8;
    if class == 0x80 || class == 0x84 {
        // An acknowledgement that came late.
        return Ok(());
    }
    if command.code == 0x06B0 {
        return line.send(&apdu(0x8483, &[]));
    }
    let work = memory.occupy();
    if work.is_none() {
        return match command.code {
            // A terminal that is asked how it is while it works says so.
            0x0501 => say_state(&mut Talk::new(line, memory, Play::default()), 0x9C),
            _ => line.send(&apdu(0x849C, &[])),
        };
    }
    let done = occupied(line, memory, work, command);
    memory.release(work);
    done
}

fn occupied(
    line: &mut dyn Line,
    memory: &Memory,
    work: Option<usize>,
    command: &Command,
) -> Result<(), Gone> {
    let data = &command.data;
    let usual = Play::default();
    let numbers = memory.with(|kept| {
        // Only whoever offered numbers in the Registration is given any.
        let offered = kept.registration.is_some_and(|known| known.numbers);
        kept.ways.numbers && (offered || command.code == 0x0600)
    });
    let number = wire::message_number(command.code, data).filter(|_| numbers);
    match command.code {
        0x0600 => register(&mut at_work(line, memory, (work, number), usual), data),
        0x0602 => {
            memory.with(|kept| kept.registration = None);
            at_work(line, memory, (work, number), usual).accept();
            Ok(())
        }
        0x0501 => {
            let state = memory.with(|kept| kept.ways.state);
            say_state(&mut at_work(line, memory, (work, number), usual), state)
        }
        0x0601 | 0x0630 | 0x0631 => match transact::next_play(memory, command) {
            Ok(play) => {
                transact::transact(&mut at_work(line, memory, (work, number), play), command)
            }
            Err(code) => line.send(&apdu(code, &[])),
        },
        0x0620 => repeat(&mut at_work(line, memory, (work, number), usual), data),
        0x0650 => close_day(&mut at_work(line, memory, (work, number), usual), data),
        0x0693 | 0x0670 => serve(
            &mut at_work(line, memory, (work, number), usual),
            command.code,
            data,
        ),
        _ => line.send(&apdu(0x8483, &[])),
    }
}

fn at_work<'a>(
    line: &'a mut dyn Line,
    memory: &'a Memory,
    (work, number): (Option<usize>, Option<u64>),
    play: Play,
) -> Talk<'a> {
    let mut talk = Talk::new(line, memory, play);
    talk.work = work;
    talk.number = number;
    talk
}

fn ended(talk: &Talk<'_>) -> Result<(), Gone> {
    match talk.forsaken {
        true => Err(Gone),
        false => Ok(()),
    }
}

/// Accepts a command, and looks at password and registration; `false`: it was refused.
pub(super) fn admitted(talk: &mut Talk<'_>, password: Option<&[u8]>) -> bool {
    talk.accept();
    let refusal = talk.memory.with(|kept| {
        if kept.ways.wants_registration && kept.registration.is_none() {
            return Some(0x6B);
        }
        let given = password.map(number);
        (given.is_some_and(|given| given != Some(kept.ways.password)))
            .then_some(kept.ways.wrong_password)
    });
    if let Some(code) = refusal {
        talk.end(FAILED, &[code]);
    }
    refusal.is_none()
}

fn register(talk: &mut Talk<'_>, data: &[u8]) -> Result<(), Gone> {
    talk.accept();
    let (Some(password), Some(config)) = (data.get(..3), data.get(3)) else {
        talk.end(FAILED, &[0x9A]);
        return ended(talk);
    };
    if number(password) != Some(talk.ways.password) {
        let code = talk.ways.wrong_password;
        talk.end(FAILED, &[code]);
        return ended(talk);
    }
    let rest = data.get(4..).unwrap_or_default();
    let rest = rest.strip_prefix(&[0x09, 0x78]).unwrap_or(rest);
    let container = fields(rest).unwrap_or_default();
    let tlv_field = container.iter().find(|(field, _)| *field == 0x06);
    let known = tlv_field.map_or_else(Vec::new, |(_, data)| tags(data));
    let permits = |command: &[u8; 2]| {
        let lists = known.iter().filter(|(tag, _)| *tag == 0x26);
        let mut commands = lists.flat_map(|(_, list)| tags(list));
        commands.any(|(tag, code)| tag == 0x0A && code == command)
    };
    let registration = Registration {
        config: *config,
        blocks: permits(&[0x06, 0xD3]),
        numbers: known.iter().any(|(tag, _)| *tag == 0x1F73),
    };
    talk.memory
        .with(|kept| kept.registration = Some(registration));
    let status = match talk.ways.state {
        0x51 => 1,
        0xC2 => 2,
        _ => 0,
    };
    let mut answer = vec![0x19, status, 0x29];
    answer.extend(bcd(talk.ways.terminal_id, 4));
    answer.extend([0x49, 0x09, 0x78]);
    talk.end(DONE, &answer);
    ended(talk)
}

fn say_state(talk: &mut Talk<'_>, state: u8) -> Result<(), Gone> {
    talk.accept();
    let mut answer = Vec::from(*b"\xF0\xF1\xF0SIM V1.0.0");
    answer.push(state);
    talk.end(DONE, &answer);
    ended(talk)
}

fn repeat(talk: &mut Talk<'_>, data: &[u8]) -> Result<(), Gone> {
    if !admitted(talk, Some(data.get(..3).unwrap_or_default())) {
        return ended(talk);
    }
    let service = match data.get(3..5) {
        Some([0x03, service]) if talk.ways.service_byte => *service,
        _ => 0,
    };
    let master = talk.registration.config & 0x30 == 0x30;
    let silent = talk.ways.repeats_to_master_only && !master;
    match talk.memory.with(|kept| kept.last.clone()) {
        None => {
            talk.end(FAILED, &[0x83]);
        }
        Some(_) if silent => {
            talk.end(DONE, &[]);
        }
        Some(last) => {
            if service & 1 == 1 && !talk.tell(0x040F, &last.status) {
                return ended(talk);
            }
            if service & 2 == 0 {
                talk.print(&last.slips, &[1, 2]);
            }
            talk.end(DONE, &[]);
        }
    }
    ended(talk)
}

fn close_day(talk: &mut Talk<'_>, data: &[u8]) -> Result<(), Gone> {
    if !admitted(talk, Some(data.get(..3).unwrap_or_default())) {
        return ended(talk);
    }
    talk.intermediate(0x0F, "Kassenschnitt läuft");
    let batch = talk.memory.with(|kept| {
        kept.closings += 1;
        std::mem::take(&mut kept.batch)
    });
    talk.tell(0x040F, &record::totals(&batch));
    talk.print(&[record::closing_slip(&batch)], &[3]);
    talk.end(DONE, &[]);
    ended(talk)
}

fn serve(talk: &mut Talk<'_>, code: u16, data: &[u8]) -> Result<(), Gone> {
    let password = (code == 0x0693).then(|| data.get(..3).unwrap_or_default());
    if !admitted(talk, password) {
        return ended(talk);
    }
    talk.intermediate(0x17, "Verbindung zum Netzbetreiber");
    talk.memory.with(|kept| kept.ways.state = 0);
    let title = match code {
        0x0693 => "** INITIALISIERUNG **",
        _ => "** DIAGNOSE **",
    };
    talk.print(&[vec![title.to_owned(), "erfolgreich".to_owned()]], &[3]);
    talk.end(DONE, &tlv(0x06, &[]));
    ended(talk)
}
