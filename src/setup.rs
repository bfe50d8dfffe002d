//! A new register: the demo municipality that is built in, and a data folder set up from it.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use ring::rand::{SecureRandom, SystemRandom};
use serde::Deserialize;

use crate::acceptance::Rules;
use crate::catalogue::change::Context;
use crate::catalogue::file::{self, FileError, Listing, PLAIN_STRIPE};
use crate::catalogue::{Assortment, Catalogue, Entry};
use crate::ledger::{LedgerError, Master, Office, create_master};
use crate::people::{PinError, Role, User, hash_pin};
use crate::site::{Municipality, PayPoint, Principal, Register, Site};
use crate::tax::{Mark, Rates, Regime, Regimes};

mod stock;

const MUNICIPALITY: &str = include_str!("../assets/demo/municipality.json");
const CATALOGUE: &[u8] = include_bytes!("../assets/demo/catalogue.csv");

/// Why a register could not be set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// The catalogue file.
    #[error(transparent)]
    Catalogue(#[from] FileError),
    /// The database.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A PIN.
    #[error(transparent)]
    Pin(#[from] PinError),
    /// The built-in data; a fault of the program.
    #[error("the built-in demo municipality: {0}")]
    Demo(String),
}

#[derive(Deserialize)]
struct Demo {
    municipality: Municipality,
    register: Register,
    pay_points: Vec<PayPoint>,
    offices: Vec<DemoOffice>,
    principals: Vec<Principal>,
    users: Vec<DemoUser>,
    favourites: Vec<String>,
    tiles: BTreeMap<String, Vec<String>>,
    pay_point_offices: BTreeMap<String, Vec<String>>,
    regime_2b_from: NaiveDate,
    payment_rules: Rules,
}

#[derive(Deserialize)]
struct DemoOffice {
    name: String,
    stripe: String,
}

#[derive(Deserialize)]
struct DemoUser {
    id: String,
    name: String,
    role: Role,
    pin: String,
}

/// A user of the demo municipality with the PIN the log-in screen shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoLogin {
    /// The user.
    pub user: User,
    /// The PIN; public, because nothing in the demo municipality is real.
    pub pin: String,
}

/// Sets up `folder` with the demo municipality, with its own catalogue or the one of a CSV file. What the file
/// says of taxes holds: nobody has sold anything yet, and whoever sets up a register answers for it.
pub fn set_up(
    folder: &Path,
    catalogue: Option<&Path>,
    now: DateTime<Utc>,
) -> Result<(), SetupError> {
    let (entries, stock) = match catalogue {
        Some(path) => (
            in_force(checked(file::read_path(path)?, now.date_naive())?, now),
            Vec::new(),
        ),
        None => {
            let entries = demo_entries(now)?;
            let stock = stock::first(&entries)?;
            (entries, stock)
        }
    };
    let mut master = master(entries, salt)?;
    master.stock = (stock, now);
    Ok(create_master(folder, &master)?)
}

/// The catalogue of the demo municipality, in force from `now` on.
pub fn demo_entries(now: DateTime<Utc>) -> Result<Vec<Entry>, SetupError> {
    let listing = file::read("the built-in catalogue", CATALOGUE)?;
    Ok(in_force(listing.into_entries(), now))
}

/// The items of a file, if they keep the rules every catalogue has to keep.
fn checked(listing: Listing, today: NaiveDate) -> Result<Vec<Entry>, FileError> {
    let (nothing, rates) = (Assortment::default(), Rates::statutory());
    file::examine(&listing, &Context::blank(&nothing, &rates, today))?;
    Ok(listing.into_entries())
}

/// What is on offer in the demo municipality on a day.
pub fn demo_catalogue(day: NaiveDate) -> Result<Catalogue, SetupError> {
    let regimes = Regimes(vec![(demo()?.regime_2b_from, Regime::New)]);
    let entries = demo_entries(DateTime::UNIX_EPOCH)?;
    Ok(Assortment::new(entries).on(day, &Rates::statutory(), &regimes))
}

fn in_force(mut entries: Vec<Entry>, now: DateTime<Utc>) -> Vec<Entry> {
    let nobody = || Mark {
        by: String::new(),
        at: now,
    };
    for decision in entries.iter_mut().flat_map(|entry| &mut entry.decisions) {
        decision.proposed = nobody();
        decision.approved = Some(nobody());
    }
    entries
}

/// Users and PINs of the demo municipality.
pub fn demo_logins() -> Result<Vec<DemoLogin>, SetupError> {
    let logins = demo()?.users.into_iter().map(|u| DemoLogin {
        user: User {
            id: u.id,
            name: u.name,
            role: u.role,
        },
        pin: u.pin,
    });
    Ok(logins.collect())
}

fn demo() -> Result<Demo, SetupError> {
    serde_json::from_str(MUNICIPALITY).map_err(|e| SetupError::Demo(e.to_string()))
}

/// The demo municipality with `entries`; `salt` gives 16 random bytes for each PIN.
fn master(
    entries: Vec<Entry>,
    mut salt: impl FnMut() -> Result<[u8; 16], SetupError>,
) -> Result<Master, SetupError> {
    let demo = demo()?;
    let pay_point = demo
        .pay_points
        .iter()
        .find(|point| point.id == demo.register.pay_point)
        .cloned()
        .ok_or_else(|| SetupError::Demo("its register stands at no pay point".into()))?;
    let mut offices: Vec<Office> = demo
        .offices
        .into_iter()
        .filter(|office| entries.iter().any(|e| e.item.office == office.name))
        .map(|office| Office {
            name: office.name,
            stripe: office.stripe,
        })
        .collect();
    for Entry { item, .. } in &entries {
        if !offices.iter().any(|office| office.name == item.office) {
            offices.push(Office {
                name: item.office.clone(),
                stripe: PLAIN_STRIPE.into(),
            });
        }
    }
    let mut users = Vec::new();
    for user in demo.users {
        let hash = hash_pin(&user.pin, &salt()?)?;
        users.push((
            User {
                id: user.id,
                name: user.name,
                role: user.role,
            },
            hash,
        ));
    }
    let known = |id: &String| entries.iter().any(|e| e.item.id == *id);
    let tiles = demo.tiles.into_iter().map(|(pay_point, ids)| {
        let ids: Vec<String> = ids.into_iter().filter(known).collect();
        (pay_point, ids)
    });
    let tiles = tiles.filter(|(_, ids)| !ids.is_empty()).collect();
    let shows = |name: &String| offices.iter().any(|office| office.name == *name);
    let pay_point_offices = demo
        .pay_point_offices
        .into_iter()
        .map(|(pay_point, names)| {
            let names: Vec<String> = names.into_iter().filter(shows).collect();
            (pay_point, names)
        });
    let pay_point_offices = pay_point_offices.collect();
    Ok(Master {
        principals: demo.principals,
        site: Site {
            municipality: demo.municipality,
            pay_point,
            register: demo.register,
        },
        pay_points: demo.pay_points,
        tiles,
        pay_point_offices,
        offices,
        users,
        favourites: demo.favourites.into_iter().filter(known).collect(),
        entries,
        stock: (Vec::new(), DateTime::UNIX_EPOCH),
        rates: Rates::statutory(),
        regimes: Regimes(vec![(demo.regime_2b_from, Regime::New)]),
        payment_rules: demo.payment_rules,
        demo: true,
    })
}

fn salt() -> Result<[u8; 16], SetupError> {
    let mut bytes = [0; 16];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| SetupError::Demo("the system gives no random numbers".into()))?;
    Ok(bytes)
}
