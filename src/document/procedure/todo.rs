//! What only the municipality can add.

use super::Procedure;
use super::paper::Paper;

pub(super) fn write(paper: &mut Paper, procedure: &Procedure) {
    paper.section("Von der Kommune zu ergänzen");
    paper.say(
        "Diese Angaben kennt die Kasse nicht. Sie sind von Hand nachzutragen oder durch einen Verweis auf die Dienstanweisung zu \
         ersetzen:",
    );
    let mut open = std::mem::take(&mut paper.open);
    let municipality = &procedure.site.municipality;
    if !municipality.has_number() {
        open.push("Steuernummer oder USt-IdNr. in den Stammdaten (Teil 2)".to_owned());
    }
    if procedure.site.pay_point.responsible.is_empty() {
        open.push("verantwortliche Person der Zahlstelle in den Stammdaten (Teil 2)".to_owned());
    }
    if !procedure.notice.counts() {
        open.push("eine zertifizierte TSE; die Test-TSE genügt § 146a AO nicht".to_owned());
    }
    let missing = procedure.notice.missing.iter();
    open.extend(missing.map(|lack| {
        format!(
            "für die Mitteilung: {}",
            crate::message::notice_missing(lack)
        )
    }));
    paper.boxes(open);
}
