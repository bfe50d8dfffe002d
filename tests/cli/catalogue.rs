//! The catalogue as a file: checked, imported whole or not at all, exported and read back.

use amtskasse::ledger::Ledger;

use super::*;

const HEADER: &str = "id,name,office,kind,price_eur,price_mode,unit,tax_pre_2b,tax_post_2b";

/// A register without receipts, set up once and copied.
fn fresh() -> TempDir {
    static FRESH: OnceLock<TempDir> = OnceLock::new();
    let template = FRESH.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        run_in(folder.path(), "init --data {}/data").fine();
        folder
    });
    let folder = tempfile::tempdir().unwrap();
    copy_folder(&template.path().join("data"), &folder.path().join("data"));
    folder
}

/// Everything in the ledger a catalogue could touch, as text.
fn state(folder: &Path) -> String {
    let connection = rusqlite::Connection::open(folder.join("data/amtskasse.db")).unwrap();
    let tables = [
        "item",
        "item_price",
        "item_split",
        "item_tax",
        "item_tax_share",
        "office",
        "tile",
        "event",
        "chain",
    ];
    let mut state = String::new();
    for table in tables {
        let mut statement = connection
            .prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2"))
            .unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells = (0..columns).map(|i| format!("{:?}", row.get_ref(i).unwrap()));
            state.push_str(&cells.collect::<Vec<_>>().join("|"));
            state.push('\n');
        }
    }
    state
}

fn write(folder: &TempDir, text: impl AsRef<[u8]>) {
    std::fs::write(folder.path().join("items.csv"), text).unwrap();
}

#[test]
fn bad_files_are_refused_with_row_and_reason_and_nothing_is_imported() {
    let folder = fresh();
    let before = state(folder.path());
    let good = "NEU1,Neu,Bürgerbüro,fee,1.00,fixed,Stück,NT,NT";
    let dated = HEADER.replace("kind", "kind,valid_from,valid_to");
    let period = |from: &str, to: &str| {
        format!("NEU2,Neu,Bürgerbüro,fee,{from},{to},1.00,fixed,Stück,NT,NT")
    };
    let latin: Vec<u8> = format!("{HEADER}\n{good}\n")
        .chars()
        .map(|c| c as u32 as u8)
        .collect();
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (
            HEADER.replace(',', ";").into(),
            "Kopfzeile: erwartet werden Kommas",
        ),
        (
            format!("{HEADER}\n{}\n", good.replace(',', ";")).into(),
            "Zeile 2: erwartet werden Kommas",
        ),
        (
            latin,
            "Zeile 2: das ist kein UTF-8 (Byte 0xFC); bitte beim Speichern „CSV UTF-8“ wählen",
        ),
        (vec![0xFF, 0xFE, b'i', 0], "das ist UTF-16"),
        (
            format!("{HEADER}\n{good}\n\u{FEFF}{HEADER}\n").into(),
            "Zeile 3: hier steht eine Bytereihenfolge-Marke",
        ),
        (
            format!(
                "{HEADER}\n{good}\n{}\n",
                good.replace("1.00", "\"1,00\"").replace("NEU1", "NEU2")
            )
            .into(),
            "Zeile 3, Spalte price_eur: erwartet wird ein Betrag mit Punkt statt Komma wie 12.50, gefunden „1,00“",
        ),
        (
            format!("{HEADER}\n{}\n", good.replace("1.00", "1,00")).into(),
            "Zeile 2: erwartet werden 9 Spalten, gefunden sind 10; Beträge haben einen Punkt",
        ),
        (
            format!("{HEADER}\n{}\n", good.replace("1.00", "1.000.00")).into(),
            "Zeile 2, Spalte price_eur",
        ),
        (
            format!("{HEADER}\n{good}\n{good}\n").into(),
            "Zeile 3, Spalte id: diese Nummer steht schon in Zeile 2",
        ),
        (
            format!("{HEADER}\n{}\n", good.replace("NT,NT", "NT,S20")).into(),
            "Zeile 2, Spalte tax_post_2b: erwartet wird NT",
        ),
        (
            format!("{HEADER}\n{}\n", good.replace("NT,NT", "NT,K12")).into(),
            "historischer",
        ),
        (
            format!("{HEADER}\n{}\n", good.replace("NT,NT", "NT,K1001")).into(),
            "der Steuerschlüssel 1001 hat am",
        ),
        (
            format!("{HEADER}\n{}\n", good.replace("NT,NT", ",")).into(),
            "mindestens einem der beiden Rechte",
        ),
        (
            format!(
                "{dated}\n{}\n{}\n",
                period("2026-01-01", "2026-12-31"),
                period("2026-12-01", "")
            )
            .into(),
            "Zeile 3, Spalte valid_from: der Zeitraum überschneidet sich mit dem von Zeile 2",
        ),
        (
            format!(
                "{dated}\n{}\n{}\n",
                period("2026-01-01", "2026-12-31"),
                period("2027-02-01", "")
            )
            .into(),
            "Zeile 3, Spalte valid_from: zwischen Zeile 2 und hier ist eine Lücke, erwartet wird 01.01.2027",
        ),
        (
            format!("{HEADER},ean\n{good},2000000000251\n").into(),
            "Zeile 2, Spalte ean: die EAN 2000000000251 gehört schon zu BB0250",
        ),
        (format!("{HEADER}\n").into(), "mindestens ein Artikel"),
        (Vec::new(), "Kopfzeile"),
    ];
    for (text, expected) in cases {
        write(&folder, &text);
        for command in [
            "catalogue import {}/items.csv --data {}/data",
            "catalogue check {}/items.csv --data {}/data",
        ] {
            let said = run_in(folder.path(), command).does_not_hold();
            assert!(said.contains(expected), "{expected}: {said}");
            assert!(
                said.contains("items.csv") && said.contains("übernommen ist nichts"),
                "{said}"
            );
        }
        assert!(
            state(folder.path()) == before,
            "{expected}: something was imported"
        );
    }
    // Every wrong row is named, and a program gets them too.
    write(
        &folder,
        format!(
            "{HEADER}\n{}\n{good}\n{}\n",
            good.replace("fee", "gift").replace("NEU1", "A"),
            good.replace("1.00", "viel").replace("NEU1", "B")
        ),
    );
    let said = run_in(
        folder.path(),
        "catalogue import {}/items.csv --data {}/data --json",
    )
    .does_not_hold();
    let said = json(&said);
    assert_eq!(said["count"], 2);
    assert_eq!(
        (&said["faults"][0]["row"], &said["faults"][0]["column"]),
        (&2.into(), &"kind".into())
    );
    assert_eq!(said["faults"][1]["row"], 4);
    assert!(state(folder.path()) == before);
}

#[test]
fn an_export_comes_back_as_it_went() {
    let folder = fresh();
    let before = state(folder.path());
    run_in(
        folder.path(),
        "catalogue export --out {}/a.csv --data {}/data",
    )
    .fine();
    let said = run_in(folder.path(), "catalogue import {}/a.csv --data {}/data").fine();
    assert!(said.contains("Es ändert sich nichts"), "{said}");
    assert!(state(folder.path()) == before);
    // Spreadsheets write a mark before it.
    let text = std::fs::read_to_string(folder.path().join("a.csv")).unwrap();
    write(&folder, format!("\u{FEFF}{text}"));
    let said = run_in(
        folder.path(),
        "catalogue import {}/items.csv --data {}/data",
    )
    .fine();
    assert!(said.contains("Es ändert sich nichts"), "{said}");
    // A register set up from the export exports the same.
    run_in(folder.path(), "init --catalogue {}/a.csv --data {}/b").fine();
    run_in(folder.path(), "catalogue export --out {}/b.csv --data {}/b").fine();
    assert_eq!(
        text,
        std::fs::read_to_string(folder.path().join("b.csv")).unwrap()
    );
    // One day: no periods.
    let line = "catalogue export --out {}/day.csv --on 2027-01-01 --data {}/data";
    run_in(folder.path(), line).fine();
    let said = run_in(folder.path(), "catalogue import {}/day.csv --data {}/data").fine();
    assert!(said.contains("Es ändert sich nichts"), "{said}");
}

#[test]
fn an_import_says_what_changed_and_a_dry_run_changes_nothing() {
    let folder = fresh();
    let before = state(folder.path());
    write(
        &folder,
        format!(
            "{HEADER},code\nBB0290,Aufbewahrung Fundsache,Bürgerbüro,fee,6.00,fixed,Stück,NT,NT,FU\n\
             NEU1,Ortsplan,Stadtarchiv,article,4.90,fixed,Stück,R7,R7,\n"
        ),
    );
    let dry = "catalogue import {}/items.csv --dry-run --data {}/data";
    let said = run_in(folder.path(), dry).fine();
    assert!(
        said.contains("5,00 € → 6,00 €") && said.contains("Probelauf"),
        "{said}"
    );
    assert!(
        said.contains("156 Artikel der Kasse fehlen in der Datei"),
        "{said}"
    );
    assert!(state(folder.path()) == before);
    let said = run_in(
        folder.path(),
        "catalogue import {}/items.csv --data {}/data --json",
    )
    .fine();
    let said = json(&said);
    assert_eq!(said["untouched"], 156);
    assert_eq!(said["waiting"], 0);
    let changes = said["changes"].as_array().unwrap();
    let fields: Vec<&str> = changes
        .iter()
        .map(|c| c["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["office_itself", "code", "price_eur", "item"]);
    let ledger = Ledger::open_read_only(&folder.path().join("data")).unwrap();
    assert!(
        ledger
            .offices()
            .unwrap()
            .iter()
            .any(|o| o.name == "Stadtarchiv")
    );
    let assortment = ledger.assortment().unwrap();
    let new = assortment.entry("NEU1").unwrap();
    assert!(
        new.decisions.iter().all(|d| d.holds()),
        "before the first receipt it is in force at once"
    );
    // What the file has no column for stays.
    assert_eq!(assortment.entry("BB0290").unwrap().item.group, "Sonstiges");
    assert!(ledger.verify(|_, _| {}).unwrap().findings.is_empty());
}

#[test]
fn a_file_without_limits_keeps_the_range_that_is_there() {
    let folder = fresh();
    let row = "TI0180,Gutschein Tourist-Info (Mehrzweck),Tourist-Info,voucher-multi,25.00,variable,Stück,NT,NT";
    write(&folder, format!("{HEADER}\n{row}\n"));
    let line = "catalogue import {}/items.csv --data {}/data --dry-run --json";
    let said = run_in(folder.path(), line).fine();
    assert!(!said.contains("price_eur"), "{said}");
}

#[test]
fn with_receipts_a_change_of_tax_waits_for_a_second_person() {
    let folder = copy();
    let reasoned = HEADER.to_owned() + ",tax_reason_post_2b,tax_legal_basis_post_2b";
    let row = "BB0290,Aufbewahrung Fundsache,Bürgerbüro,fee,5.00,fixed,Stück,NT,S19";
    write(&folder, format!("{reasoned}\n{row},,\n"));
    let before = state(folder.path());
    let line = "catalogue import {}/items.csv --data {}/data";
    let said = run_in(folder.path(), line).does_not_hold();
    assert!(
        said.contains(
            "Zeile 2, Spalte tax_reason_post_2b: eine Änderung der Steuer braucht eine Begründung"
        ),
        "{said}"
    );
    assert!(said.contains("Rechtsgrundlage"), "{said}");
    assert!(state(folder.path()) == before);
    write(
        &folder,
        format!("{reasoned}\n{row},Lagerung im Wettbewerb,§ 2b Abs. 2 UStG\n"),
    );
    let said = run_in(folder.path(), line).fine();
    assert!(
        said.contains("1 Entscheidung zur Steuer gilt erst, wenn eine zweite Person"),
        "{said}"
    );
    // The same file again asks for nothing new.
    let said = run_in(folder.path(), line).fine();
    assert!(said.contains("Es ändert sich nichts"), "{said}");
    let ledger = Ledger::open_read_only(&folder.path().join("data")).unwrap();
    let assortment = ledger.assortment().unwrap();
    let waiting = assortment
        .entry("BB0290")
        .unwrap()
        .decisions
        .last()
        .unwrap()
        .clone();
    assert!(waiting.waits());
    assert_eq!(waiting.proposed.by, "Kommandozeile");
    assert!(ledger.verify(|_, _| {}).unwrap().findings.is_empty());
    // A day with receipts is over.
    let connection = rusqlite::Connection::open(folder.path().join("data/amtskasse.db")).unwrap();
    let at: i64 = connection
        .query_row("SELECT max(finished_at) FROM receipt", [], |row| row.get(0))
        .unwrap();
    let on = amtskasse::till::local_day(chrono::DateTime::from_timestamp_millis(at).unwrap());
    let dated = reasoned.replace("kind", "kind,valid_from");
    let row = row
        .replace("fee", &format!("fee,{on}"))
        .replace("S19", "R7");
    write(&folder, format!("{dated}\n{row},anders,§ 12 Abs. 2 UStG\n"));
    let said = run_in(folder.path(), line).does_not_hold();
    assert!(
        said.contains("Zeile 2, Spalte valid_from: bis zum"),
        "{said}"
    );
}

#[test]
fn files_and_folders_that_are_not_there_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let said = run_in(folder.path(), "catalogue check {}/none.csv").could_not_run();
    assert!(said.contains("none.csv: das gibt es nicht"), "{said}");
    std::fs::write(
        folder.path().join("items.csv"),
        format!("{HEADER}\nA,B,C,fee,1.00,fixed,x,NT,\n"),
    )
    .unwrap();
    // No register is needed to check a file.
    let said = Run::of(
        program()
            .env("HOME", folder.path())
            .env_remove("XDG_DATA_HOME")
            .arg("catalogue")
            .arg("check")
            .arg(folder.path().join("items.csv"))
            .output()
            .unwrap(),
    )
    .fine();
    assert!(said.contains("in Ordnung, 1 Artikel"), "{said}");
    assert!(
        said.contains("Zeile 2, Spalte tax_post_2b: für A ist noch nichts entschieden"),
        "{said}"
    );
    for command in [
        "check {}/items.csv",
        "import {}/items.csv",
        "export --out {}/x.csv",
    ] {
        let said = run_in(
            folder.path(),
            &format!("catalogue {command} --data {{}}/none"),
        )
        .could_not_run();
        assert!(said.contains("none: hier ist keine Kasse"), "{said}");
    }
    assert!(!folder.path().join("x.csv").exists());
    let said = run_in(
        folder.path(),
        "catalogue export --out {}/x.csv --on gestern",
    )
    .could_not_run();
    assert!(said.contains("ein Tag wie 2027-01-01"), "{said}");
}

#[test]
fn a_running_register_keeps_an_import_out() {
    let folder = fresh();
    run_in(
        folder.path(),
        "catalogue export --out {}/items.csv --data {}/data",
    )
    .fine();
    let _register = Ledger::open(&folder.path().join("data")).unwrap();
    let said = run_in(
        folder.path(),
        "catalogue import {}/items.csv --data {}/data",
    )
    .could_not_run();
    assert!(said.contains("läuft schon eine Amtskasse"), "{said}");
    run_in(
        folder.path(),
        "catalogue import {}/items.csv --dry-run --data {}/data",
    )
    .fine();
}

#[test]
fn ten_thousand_rows_are_imported_while_somebody_waits() {
    let folder = fresh();
    let rows: String = (0..10_000)
        .map(|n| {
            format!(
                "N{n:05},Artikel {n},Bürgerbüro,article,{}.50,fixed,Stück,NT,S19\n",
                n % 90
            )
        })
        .collect();
    write(&folder, format!("{HEADER}\n{rows}"));
    let begun = std::time::Instant::now();
    run_in(
        folder.path(),
        "catalogue import {}/items.csv --data {}/data",
    )
    .fine();
    let took = begun.elapsed();
    eprintln!("10,000 rows: {took:?}");
    // Unoptimised and beside other tests; the bench has the figure.
    assert!(took.as_secs() < 30, "{took:?}");
    let said = run_in(
        folder.path(),
        "catalogue import {}/items.csv --data {}/data",
    )
    .fine();
    assert!(said.contains("Es ändert sich nichts"), "{said}");
}
