//! Closed lists of values (annexes B to I, ISO 3166-1, ISO 4217). The common ones stand first.

/// BON_TYP.
pub(super) static BON_TYP: &[&str] = &[
    "Beleg",
    "AVTraining",
    "AVBelegabbruch",
    "AVBestellung",
    "AVSonstige",
    "AVRechnung",
    "AVTransfer",
    "AVBelegstorno",
    "AVSachbezug",
];

/// GV_TYP.
pub(super) static GV_TYP: &[&str] = &[
    "Umsatz",
    "Pfand",
    "PfandRueckzahlung",
    "Rabatt",
    "Aufschlag",
    "ZuschussEcht",
    "ZuschussUnecht",
    "TrinkgeldAG",
    "TrinkgeldAN",
    "EinzweckgutscheinKauf",
    "EinzweckgutscheinEinloesung",
    "MehrzweckgutscheinKauf",
    "MehrzweckgutscheinEinloesung",
    "Forderungsentstehung",
    "Forderungsaufloesung",
    "Anzahlungseinstellung",
    "Anzahlungsaufloesung",
    "Anfangsbestand",
    "Privatentnahme",
    "Privateinlage",
    "Geldtransit",
    "Lohnzahlung",
    "Einzahlung",
    "Auszahlung",
    "DifferenzSollIst",
];

/// ZAHLART_TYP.
pub(super) static ZAHLART_TYP: &[&str] = &[
    "Bar",
    "Unbar",
    "ECKarte",
    "Kreditkarte",
    "Keine",
    "ElZahlungsdienstleister",
    "Guthabenkarte",
];

/// REF_TYP.
pub(super) static REF_TYP: &[&str] = &[
    "Transaktion",
    "ExterneSonstige",
    "ExterneRechnung",
    "ExternerLieferschein",
];

/// TYP of itemamounts.csv.
pub(super) static TYP: &[&str] = &["base_amount", "discount", "extra_amount"];

/// TSE_PD_ENCODING.
pub(super) static ENCODING: &[&str] = &["UTF-8", "ASCII"];

/// TSE_ZEITFORMAT.
pub(super) static TIME_FORMAT: &[&str] = &[
    "unixTime",
    "utcTime",
    "utcTimeWithSeconds",
    "generalizedTime",
    "generalizedTimeWithMilliseconds",
];

/// TAXONOMIE_VERSION.
pub(super) static EDITIONS: &[&str] = &["2.4", "2.3", "2.2", "2.1", "2.0"];

/// Yes or no.
pub(super) static FLAG: &[&str] = &["0", "1"];

/// Whether a code is in a list of codes of three letters divided by spaces.
pub(super) fn is_in(codes: &str, code: &str) -> bool {
    code.len() == 3 && codes.split(' ').any(|known| known == code)
}

/// Countries, ISO 3166-1 alpha-3.
pub(super) static COUNTRIES: &str = "DEU AUT CHE FRA NLD BEL LUX DNK POL CZE ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AZE BDI BEN BES BFA BGD BGR BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP DJI DMA DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE";

/// Currencies, ISO 4217, with those that the euro replaced since the format exists.
pub(super) static CURRENCIES: &str = "EUR CHF USD GBP DKK PLN CZK SEK NOK AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHW CLF CLP CNY COP COU CRC CUC CUP CVE DJF DOP DZD EGP ERN ETB FJD FKP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NPR NZD OMR PAB PEN PGK PHP PKR PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ZWL";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_once() {
        for (codes, number) in [(COUNTRIES, 249), (CURRENCIES, 170)] {
            let mut all: Vec<_> = codes.split(' ').collect();
            assert!(all.iter().all(|code| code.len() == 3));
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), number);
        }
        assert!(is_in(COUNTRIES, "DEU") && !is_in(COUNTRIES, "DE") && !is_in(COUNTRIES, "DEX"));
    }
}
