//! `init`: a register without the wizard.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::{Outcome, Verdict, file, folder, out::Out};
use crate::ledger::Ledger;
use crate::setup;
use crate::till::{Clock, SystemClock};

#[derive(Debug, Args)]
#[command(override_usage = "amtskasse init [--catalogue DATEI.csv] [--data ORDNER]")]
pub(super) struct Arguments {
    /// Eigener Katalog als CSV statt des mitgelieferten
    #[arg(long, value_name = "DATEI.csv")]
    catalogue: Option<PathBuf>,
}

pub(super) fn run(data: &Path, arguments: &Arguments, out: &mut Out) -> Outcome {
    if let Some(path) = &arguments.catalogue {
        file::open(path, "ein Katalog als CSV-Datei")?;
    }
    folder::make(data, || {
        Ok(setup::set_up(
            data,
            arguments.catalogue.as_deref(),
            SystemClock.now(),
        )?)
    })?;
    let ledger = Ledger::open_read_only(data)?;
    let (site, items) = (ledger.site()?, ledger.assortment()?.entries().len());
    if out.json() {
        out.value(&json!({
            "data": data,
            "municipality": site.municipality.name,
            "register": site.register.serial,
            "items": items,
        }));
    } else {
        out.line(format!("Die Kasse ist eingerichtet: {}", data.display()));
        out.pair("Mandant", &site.municipality.name);
        out.pair(
            "Kasse",
            format!("{} ({})", site.register.name, site.register.serial),
        );
        out.pair(
            "Katalog",
            format!("{items} Gebühren, Artikel und Leistungen"),
        );
    }
    Ok(Verdict::Fine)
}
