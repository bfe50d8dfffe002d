//! The table of errands. Weights are out of the blue where no statistics are public, but in the order in which
//! a citizens' office sees them.

/// Why somebody comes, and what is rung up for it.
pub(super) struct Errand {
    pub name: &'static str,
    /// How often, against the others.
    pub weight: u32,
    /// How many of a hundred pay cash.
    pub cash_percent: u64,
    pub season: Season,
    /// Also on Saturdays.
    pub saturday: bool,
    /// Also when only museum and tourist information are open.
    pub museum: bool,
    pub parts: &'static [Part],
}

/// When people come for it.
pub(super) enum Season {
    Always,
    Morning,
    Lunch,
    Advent,
    Winter,
}

/// An item of an errand: in so many of a hundred cases, from least to most of it.
pub(super) struct Part {
    pub item: &'static str,
    pub percent: u64,
    pub least: i64,
    pub most: i64,
    /// Decimals of `least` and `most`.
    pub scale: u32,
    pub price: Price,
}

/// The price of an item.
#[derive(Clone, Copy)]
pub(super) enum Price {
    /// As in the catalogue.
    Listed,
    /// Typed by the clerk: cents from..=to in steps.
    Steps { from: i64, to: i64, step: i64 },
}

const fn one(item: &'static str) -> Part {
    some(item, 1, 1)
}

const fn some(item: &'static str, least: i64, most: i64) -> Part {
    Part {
        item,
        percent: 100,
        least,
        most,
        scale: 0,
        price: Price::Listed,
    }
}

const fn typed(item: &'static str, from: i64, to: i64, step: i64) -> Part {
    Part {
        price: Price::Steps { from, to, step },
        ..one(item)
    }
}

impl Part {
    const fn in_percent(self, percent: u64) -> Part {
        Part { percent, ..self }
    }

    const fn decimals(self, scale: u32) -> Part {
        Part { scale, ..self }
    }
}

const fn office(
    name: &'static str,
    weight: u32,
    cash_percent: u64,
    parts: &'static [Part],
) -> Errand {
    Errand {
        name,
        weight,
        cash_percent,
        season: Season::Always,
        saturday: false,
        museum: false,
        parts,
    }
}

impl Errand {
    const fn on_saturdays(self) -> Errand {
        Errand {
            saturday: true,
            ..self
        }
    }

    const fn every_day(self) -> Errand {
        Errand {
            saturday: true,
            museum: true,
            ..self
        }
    }

    const fn only(self, season: Season) -> Errand {
        Errand { season, ..self }
    }
}

#[rustfmt::skip] // a table reads better in lines of its own
pub(super) const ERRANDS: &[Errand] = &[
    // Citizens' office
    office("Personalausweis", 150, 34, &[
        one("BB0010"), one("BB0050").in_percent(55), one("BB0030").in_percent(8),
    ]).on_saturdays(),
    office("Personalausweis jung", 45, 40, &[one("BB0020"), one("BB0050").in_percent(60)]).on_saturdays(),
    office("Reisepass", 85, 25, &[
        one("BB0060"), one("BB0050").in_percent(55), one("BB0080").in_percent(14),
        one("BB0090").in_percent(5), one("BB0100").in_percent(6),
    ]).on_saturdays(),
    office("Familie", 18, 20, &[
        some("BB0060", 1, 2), some("BB0070", 1, 3), some("BB0050", 2, 4),
    ]).on_saturdays(),
    office("Führungszeugnis", 85, 45, &[
        one("BB0150"), some("BB0180", 1, 2).in_percent(8),
    ]).on_saturdays(),
    office("Gewerbezentralregister", 8, 40, &[one("BB0160"), one("BB0150").in_percent(50)]),
    office("Meldebescheinigung", 75, 65, &[
        some("BB0110", 1, 2), one("BB0120").in_percent(15),
    ]).on_saturdays(),
    office("Melderegisterauskunft", 16, 45, &[one("BB0130"), one("BB0140").in_percent(20)]),
    office("Beglaubigung", 55, 60, &[
        some("BB0180", 1, 8), some("BB0190", 1, 8).in_percent(45), one("BB0170").in_percent(15),
    ]).on_saturdays(),
    office("Kopien", 30, 92, &[some("BB0190", 2, 30), some("BB0200", 1, 6).in_percent(30)]).on_saturdays(),
    office("Bewohnerparken", 38, 30, &[one("BB0210"), one("BB0220").in_percent(5)]).on_saturdays(),
    office("Fischerei", 12, 45, &[one("BB0230"), one("BB0240")]),
    office("Abfallsäcke", 34, 75, &[
        some("BB0260", 1, 4), some("BB0270", 2, 5).in_percent(30), one("BB0280").in_percent(15),
    ]).on_saturdays(),
    office("Hundemarke", 6, 70, &[one("BB0250")]),
    office("Fundsache", 5, 80, &[one("BB0290")]).on_saturdays(),
    office("Lebensbescheinigung", 20, 100, &[one("BB0300")]).on_saturdays(),
    // Registry office
    office("Urkunden", 30, 45, &[
        some("ST0110", 1, 2), one("ST0120").in_percent(30), some("BB0190", 1, 4).in_percent(15),
    ]),
    office("Sterbeurkunden", 10, 30, &[some("ST0130", 2, 5)]),
    office("Eheanmeldung", 10, 25, &[
        one("ST0010"), one("ST0040").in_percent(30), one("ST0050").in_percent(20), one("ST0060").in_percent(15),
    ]),
    office("Eheurkunde", 12, 35, &[
        one("ST0090"), some("ST0100", 1, 3).in_percent(70), one("ST0080").in_percent(45),
        one("ST0070").in_percent(30),
    ]),
    office("Kirchenaustritt", 9, 50, &[one("ST0160")]),
    office("Ahnenforschung", 5, 40, &[some("ST0170", 1, 4), some("ST0180", 2, 12)]),
    // Vehicle registration and driving licences
    office("Zulassung", 32, 35, &[
        one("KF0010"), one("KF0080").in_percent(65), one("KF0160").in_percent(40),
        some("KF0150", 2, 2).in_percent(35),
    ]),
    office("Umschreibung", 40, 38, &[
        one("KF0040"), one("KF0080").in_percent(40), one("KF0160").in_percent(35),
    ]),
    office("Abmeldung", 26, 55, &[some("KF0060", 1, 2)]),
    office("Kurzzeitkennzeichen", 8, 45, &[one("KF0100"), one("KF0090").in_percent(40)]),
    office("Adressänderung", 20, 55, &[one("KF0120")]),
    office("Führerscheinumtausch", 30, 40, &[one("FS0020"), one("FS0070").in_percent(60)]),
    office("Fahrerlaubnis", 9, 40, &[one("FS0010"), one("FS0050").in_percent(30)]),
    office("Internationaler Führerschein", 8, 45, &[one("FS0040")]),
    // Trade and public order
    office("Gewerbe", 14, 45, &[one("GO0010"), one("GO0030").in_percent(20)]),
    office("Gestattung", 5, 35, &[typed("GO0040", 2_500, 10_000, 500)]),
    office("Reisegewerbe", 2, 25, &[typed("GO0050", 10_000, 40_000, 2_500)]),
    office("Verwarnung", 12, 55, &[typed("GO0060", 1_000, 5_500, 500)]),
    office("Marktstand", 14, 85, &[some("GO0070", 3, 12)]).on_saturdays().only(Season::Morning),
    office("Sondernutzung", 4, 20, &[some("GO0080", 1, 6)]),
    // Museum and tourist information
    office("Museum", 48, 55, &[
        some("MU0010", 1, 3), some("MU0020", 1, 2).in_percent(30), some("MU0030", 1, 3).in_percent(35),
        some("MU0070", 1, 3).in_percent(20), one("MU0090").in_percent(15),
    ]).every_day(),
    office("Museumsfamilie", 14, 50, &[one("MU0040"), one("MU0180").in_percent(15)]).every_day(),
    office("Museumsladen", 24, 52, &[
        some("MU0140", 1, 5), one("MU0160").in_percent(40), one("MU0120").in_percent(30),
        one("MU0130").in_percent(25), some("MU0170", 1, 2).in_percent(30), one("MU0180").in_percent(20),
    ]).every_day(),
    office("Museum mit Laden", 16, 45, &[
        some("MU0010", 1, 2), one("MU0120"), some("MU0140", 1, 3),
    ]).every_day(),
    office("Gruppe", 4, 35, &[some("MU0060", 10, 24), one("MU0070").in_percent(40)]).every_day(),
    office("Jahreskarte", 4, 35, &[one("MU0050")]).every_day(),
    office("Stadtführung", 14, 50, &[some("TI0010", 1, 4), some("TI0020", 1, 2).in_percent(30)]).every_day(),
    office("Souvenirs", 28, 52, &[
        some("TI0040", 1, 6), some("TI0050", 1, 6).in_percent(55), one("TI0100").in_percent(20),
        one("TI0090").in_percent(15), one("TI0120").in_percent(20), one("TI0110").in_percent(10),
    ]).every_day(),
    office("Karten und Bücher", 20, 40, &[
        one("TI0060"), one("TI0070").in_percent(35), one("TI0080").in_percent(35),
    ]).every_day(),
    office("T-Shirt", 4, 40, &[some("TI0090", 1, 2), one("MU0160")]).every_day(),
    // No books: their price is fixed by law (BuchPrG), so the volunteers' card takes nothing off.
    office("Ehrenamt", 3, 50, &[some("MU0010", 1, 2), one("MU0160"), one("TI0100")]).every_day(),
    office("Gästebeitrag", 10, 45, &[some("TI0170", 2, 14)]).every_day(),
    office("Veranstaltung", 9, 30, &[typed("TI0150", 1_500, 4_500, 500), one("TI0160")]).on_saturdays(),
    office("Gutschein", 4, 40, &[typed("TI0180", 1_500, 10_000, 500)]).every_day(),
    // Canteen
    office("Mittagessen", 130, 55, &[
        one("KA0010"), one("KA0080").in_percent(25), one("KA0110").in_percent(20), one("KA0150").in_percent(45),
    ]).only(Season::Lunch),
    office("Menü", 45, 50, &[one("KA0070"), one("KA0060").in_percent(25)]).only(Season::Lunch),
    office("Salat", 35, 55, &[
        some("KA0030", 180, 420).decimals(2), one("KA0040").in_percent(30),
    ]).only(Season::Lunch),
    office("Kaffeepause", 26, 85, &[
        some("KA0080", 1, 2), one("KA0060").in_percent(45), one("KA0050").in_percent(35),
    ]),
    office("Getränk", 14, 85, &[one("KA0110"), one("KA0120"), one("KA0140").in_percent(40)]),
    office("Leergut", 3, 100, &[some("KA0130", 2, 6)]),
    // Library, halls, forest
    office("Bücherei", 16, 60, &[some("BU0020", 1, 4), some("BU0030", 1, 5).in_percent(30)]).on_saturdays(),
    office("Bibliotheksausweis", 8, 45, &[one("BU0010")]).on_saturdays(),
    office("Turnhalle", 4, 30, &[some("HA0030", 2, 12)]),
    // Nobody comes for all of this; it shows a change of law.
    office("Umstellung", 0, 30, &[some("BB0190", 4, 4), one("ST0080"), some("HA0030", 2, 2), one("HA0040")]),
    office("Stellplatz", 4, 20, &[one("HA0040")]),
    office("Bürgersaal", 2, 5, &[typed("HA0010", 15_000, 45_000, 5_000), one("HA0020").in_percent(50)]),
    office("Brennholz", 9, 35, &[some("FO0010", 2, 6), one("FO0060").in_percent(40)]).only(Season::Winter),
    office("Ofenholz", 4, 35, &[some("FO0020", 1, 3)]).only(Season::Winter),
    office("Streusplitt", 5, 80, &[some("FO0080", 1, 4)]).on_saturdays().only(Season::Winter),
    office("Weihnachtsbaum", 18, 70, &[one("FO0050")]).on_saturdays().only(Season::Advent),
    // Main cash office
    office("Kassenzeichen", 34, 40, &[typed("HK0010", 1_250, 24_990, 37)]),
    office("Mahnung", 12, 40, &[typed("HK0010", 2_000, 18_000, 125), one("HK0020")]),
];
