//! The Kassen-Nachschau through its widgets, on the real till: what an auditor does from the log-in to the paper.

use amtskasse::till::audit::AuditKind;
use iced::keyboard::key::Named;

use crate::counter::Counter;

fn log_in(counter: &mut Counter, name: &str, pin: &str) {
    counter.click(name);
    counter.pin(pin);
    counter.click("Anmelden");
}

/// One closed day and an open one, with nobody logged in.
fn closed() -> Counter {
    let mut counter = Counter::at_work();
    counter.click("Personalausweis ab 24 Jahre");
    counter.pay_exactly();
    close(&mut counter);
    counter.click("Führungszeugnis");
    counter.pay_exactly();
    counter.open_menu("Abmelden");
    counter
}

fn close(counter: &mut Counter) {
    let till = counter.engine.till();
    let cash = till.ledger().expected_cash().unwrap();
    let request = amtskasse::till::CloseRequest {
        pieces: amtskasse::cash::Pieces::fewest(cash),
        reason: String::new(),
        skim: cash,
        approval: amtskasse::till::Approval {
            user_id: "201".into(),
            pin: "3333".into(),
        },
    };
    till.close(&request).unwrap();
}

fn events(counter: &mut Counter, kind: AuditKind) -> Vec<String> {
    let ledger = counter.engine.till().ledger();
    let events = ledger.events_of(kind.code()).unwrap();
    events.into_iter().map(|event| event.text).collect()
}

#[test]
fn an_auditor_goes_from_the_period_to_the_signed_paper() {
    let mut counter = closed();
    let stick = tempfile::tempdir().unwrap();
    log_in(&mut counter, "R. Prüfer", "5555");
    // This is an auditor's home, and there is nothing to go back to.
    counter.sees("Welcher Zeitraum?");
    counter.lacks("Zurück");
    counter.sees("ein Abschluss");
    counter.sees_containing("Noch nicht abgeschlossen: ein Beleg seit 24.11.2026");
    counter.click("Letzter Monat");
    counter.sees_containing("In diesem Zeitraum liegt kein Kassenabschluss");
    counter.does_nothing("Weiter: Export");
    counter.click("Alles");
    counter.click("X-Bericht (PDF)");
    counter.sees_containing("X-Bericht-2026-11-24");
    counter.click("Weiter: Export");
    counter.fill("audit-folder", &stick.path().display().to_string());
    counter.key(Named::F12);
    counter.until("Weiter: Prüfung");
    counter.sees("Fertig: Z 1 liegt auf dem Datenträger.");
    counter.sees("DSFinV-K_Z1-Z1.zip");
    counter.key(Named::F12);
    counter.click("Prüfen");
    counter.until_containing("keine Abweichung");
    counter.sees("Kassenbuch");
    counter.sees_containing("Abschlüsse: 1 · Vorgänge:");
    counter.click("Weiter: Kassensturz");
    counter.does_nothing("Mit dem Soll vergleichen");
    // Counting is blind: what should be there is not told before.
    counter.lacks("Sollbestand");
    counter.type_keys("1");
    counter.key(Named::F12);
    counter.sees("Differenz");
    counter.click("Zählzettel");
    counter.sees_containing("Kassensturz-2.pdf");
    counter.click("Weiter: Unterlagen");
    counter.sees("TEST-TSE, nicht zertifiziert");
    counter.click("Ausfälle");
    counter.click("Benutzer und Rechte");
    counter.sees_containing("A. Yilmaz (101)");
    counter.click("Programm");
    counter.until("Prüfsumme des Programms (SHA-256)");
    counter.sees("Prüfsumme des Kassenbuchs bis dahin (SHA-256)");
    counter.key(Named::F12);
    counter.sees_containing("Z 1 bis Z 1");
    counter.click("Protokoll als PDF");
    counter.sees_containing("Kassen-Nachschau-Protokoll-2026-11-24");
    let folder = std::fs::read_dir(stick.path()).unwrap().next().unwrap();
    let papers = std::fs::read_dir(folder.unwrap().path()).unwrap();
    let papers: Vec<_> = papers
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "pdf"))
        .collect();
    assert_eq!(papers.len(), 2, "count sheet and protocol: {papers:?}");
    for paper in papers {
        assert!(std::fs::read(paper).unwrap().starts_with(b"%PDF"));
    }
    for (kind, number) in [
        (AuditKind::Begin, 1),
        (AuditKind::Export, 1),
        (AuditKind::Proof, 1),
        (AuditKind::Count, 1),
        (AuditKind::Protocol, 1),
        // The X report, and each of the four pages once.
        (AuditKind::Records, 5),
    ] {
        assert_eq!(events(&mut counter, kind).len(), number, "{kind:?}");
    }
}

#[test]
fn what_an_auditor_reads_elsewhere_is_on_record_and_done_stays_done() {
    let mut counter = closed();
    log_in(&mut counter, "R. Prüfer", "5555");
    counter.open_menu("Belege");
    counter.click_containing("Personalausweis");
    counter.click("Zurück");
    counter.sees("Welcher Zeitraum?");
    counter.open_menu("Abschlüsse");
    counter.sees("Z 1");
    counter.key(Named::Escape);
    counter.click("Kassensturz");
    counter.type_keys("2");
    counter.click("Mit dem Soll vergleichen");
    let read = events(&mut counter, AuditKind::Records);
    assert_eq!(
        read,
        ["Beleg 1 angesehen", "Liste der Abschlüsse angesehen"]
    );
    // Somebody has to sell in between.
    counter.open_menu("Abmelden");
    log_in(&mut counter, "A. Yilmaz", "1111");
    counter.click("Führungszeugnis");
    counter.pay_exactly();
    counter.open_menu("Abmelden");
    log_in(&mut counter, "R. Prüfer", "5555");
    counter.click("Kassensturz");
    counter.sees("Zählprotokoll 2");
    assert_eq!(events(&mut counter, AuditKind::Begin).len(), 1);
}

#[test]
fn a_clerk_alone_gets_along_with_it() {
    let mut counter = closed();
    log_in(&mut counter, "A. Yilmaz", "1111");
    counter.open_menu("Kassen-Nachschau");
    counter.sees("Welcher Zeitraum?");
    counter.click("Export");
    counter.fill("audit-folder", "/gibt/es/nicht");
    counter.click("Exportieren");
    counter.sees_containing("/gibt/es/nicht: diesen Ordner gibt es nicht");
    counter.click("Zeitraum");
    counter.click("Von – bis");
    counter.fill("audit-from", "31.2.");
    counter.sees("Bitte als TT.MM.JJJJ");
    counter.does_nothing("Weiter: Export");
    counter.clear("audit-from", 5);
    counter.fill("audit-from", "1.11.2026");
    counter.fill("audit-to", "24.11.2026");
    counter.sees_containing("Ein Kassenabschluss: Z 1");
    counter.key(Named::Escape);
    counter.sees("Noch nichts gebucht");
}
