//! A person, or nobody, at the shell while a terminal works: its texts on standard error, its questions, Ctrl-C.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use amtskasse_terminal::{Question, Step};

use crate::cli::Failure;
use crate::till::Progress;

/// Ctrl-C was pressed, or the process was asked to end.
static STOP: AtomicBool = AtomicBool::new(false);

/// Watches a terminal.
pub(super) struct Watch {
    shown: Option<String>,
    answers: Option<Receiver<String>>,
    asked: bool,
}

impl Watch {
    /// From now on Ctrl-C only wishes: it ends the payment, not the program.
    pub fn new() -> Result<Self, Failure> {
        STOP.store(false, Ordering::SeqCst);
        let said = ctrlc::set_handler(|| {
            if !STOP.swap(true, Ordering::SeqCst) {
                say("Abbruch ist gewünscht; es zählt, wie das Terminal die Zahlung beendet.");
            }
        });
        match said {
            Ok(()) | Err(ctrlc::Error::MultipleHandlers) => Ok(Self {
                shown: None,
                answers: None,
                asked: false,
            }),
            Err(error) => Err(Failure::new(format!(
                "Strg-C ließe sich nicht abfangen ({error}); ohne das wird nicht gezahlt."
            ))),
        }
    }
}

fn say(text: &str) {
    // There is nobody left to tell when that fails.
    let _ = writeln!(io::stderr(), "{text}");
}

impl Progress for Watch {
    fn step(&mut self, step: Step) {
        let text = match step {
            Step::Sent => "An das Terminal gesendet".to_owned(),
            Step::PresentCard => "Karte vorhalten oder einstecken".to_owned(),
            Step::EnterPin => "PIN eingeben".to_owned(),
            Step::Authorizing => "Genehmigung läuft".to_owned(),
            Step::Recovering => {
                "Die Antwort fehlt: Das Terminal wird gefragt, was daraus wurde".to_owned()
            }
            Step::Text(text) => text.replace('\n', " / "),
        };
        if self.shown.as_ref() != Some(&text) {
            say(&format!("… {text}"));
            self.shown = Some(text);
        }
    }

    fn abort_requested(&self) -> bool {
        STOP.load(Ordering::SeqCst)
    }

    fn ask(&mut self, question: &Question) {
        let what = match question.signature {
            true => "Unterschrift prüfen: ",
            false => "",
        };
        say(&format!(
            "? {what}{} [j/n]",
            question.text.replace('\n', " / ")
        ));
        self.asked = true;
        if self.answers.is_none() && io::stdin().is_terminal() {
            let (sender, receiver) = channel();
            // Reading cannot be given up; the thread waits for a line until the program ends.
            std::thread::spawn(move || {
                for line in io::stdin().lines().map_while(Result::ok) {
                    if sender.send(line).is_err() {
                        break;
                    }
                }
            });
            self.answers = Some(receiver);
        }
        // What was typed before the question is no answer to it.
        if let Some(answers) = &self.answers {
            answers.try_iter().for_each(drop);
        }
    }

    fn answer(&mut self) -> Option<bool> {
        let no = |why: &str| {
            say(why);
            Some(false)
        };
        let Some(answers) = &self.answers else {
            return no("! Niemand am Bildschirm, der antwortet: nein.");
        };
        match answers.try_recv() {
            Ok(line) => match line.trim().to_lowercase().as_str() {
                "j" | "ja" | "y" | "yes" => Some(true),
                "n" | "nein" | "no" => Some(false),
                _ => {
                    say("? Bitte j oder n.");
                    None
                }
            },
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => no("! Die Eingabe ist zu Ende: nein."),
        }
    }

    fn unask(&mut self) {
        if self.asked {
            self.asked = false;
            say("! Die Frage hat sich erledigt.");
        }
    }
}
