//! What the simulator remembers of each log record, in memory and in `index.bin`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Kind of a stored log message; the value is part of the file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    Start = 1,
    Update = 2,
    Finish = 3,
    Initialize = 4,
    UpdateTime = 5,
    RegisterClient = 6,
    DeregisterClient = 7,
    SelfTest = 8,
    AuthenticateUser = 9,
    UnblockUser = 10,
    DeleteStoredData = 11,
    DisableSecureElement = 12,
    /// No log message: what outlived the deletion of the ones before it.
    Survivors = 13,
}

impl Kind {
    fn from_byte(byte: u8) -> Option<Self> {
        [
            Self::Start,
            Self::Update,
            Self::Finish,
            Self::Initialize,
            Self::UpdateTime,
            Self::RegisterClient,
            Self::DeregisterClient,
            Self::SelfTest,
            Self::AuthenticateUser,
            Self::UnblockUser,
            Self::DeleteStoredData,
            Self::DisableSecureElement,
            Self::Survivors,
        ]
        .into_iter()
        .find(|kind| *kind as u8 == byte)
    }

    pub fn is_transaction(self) -> bool {
        matches!(self, Self::Start | Self::Update | Self::Finish)
    }

    /// Whether an expired, full or used-up device still does it: otherwise it could not be emptied or retired.
    pub fn is_always_possible(self) -> bool {
        matches!(
            self,
            Self::AuthenticateUser
                | Self::UnblockUser
                | Self::DeleteStoredData
                | Self::DisableSecureElement
        )
    }
}

/// The facts of one log message that are needed without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts {
    pub kind: Kind,
    /// Place of the client in order of first registration; meaningless for other system logs.
    pub client: u16,
    pub counter: u64,
    /// Transaction number, 0 for system logs.
    pub transaction: u64,
    /// Log time, Unix milliseconds.
    pub time: i64,
}

impl Facts {
    pub const BYTES: usize = 28;

    pub fn to_bytes(self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        bytes[0] = self.kind as u8;
        bytes[2..4].copy_from_slice(&self.client.to_le_bytes());
        bytes[4..12].copy_from_slice(&self.counter.to_le_bytes());
        bytes[12..20].copy_from_slice(&self.transaction.to_le_bytes());
        bytes[20..28].copy_from_slice(&self.time.to_le_bytes());
        bytes
    }

    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self {
            kind: Kind::from_byte(*bytes.first()?)?,
            client: u16::from_le_bytes(array(bytes, 2)?),
            counter: u64::from_le_bytes(array(bytes, 4)?),
            transaction: u64::from_le_bytes(array(bytes, 12)?),
            time: i64::from_le_bytes(array(bytes, 20)?),
        })
    }
}

pub(crate) fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at + N)?.try_into().ok()
}

/// One record of the log file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    pub facts: Facts,
    /// Where its DER begins in the log file.
    pub offset: u64,
    /// Bytes of DER.
    pub len: u32,
}

impl Entry {
    /// Facts, offset, length, CRC-32.
    pub const BYTES: usize = Facts::BYTES + 16;

    pub fn to_bytes(self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        bytes[..28].copy_from_slice(&self.facts.to_bytes());
        bytes[28..36].copy_from_slice(&self.offset.to_le_bytes());
        bytes[36..40].copy_from_slice(&self.len.to_le_bytes());
        let sum = crc32fast::hash(&bytes[..40]);
        bytes[40..].copy_from_slice(&sum.to_le_bytes());
        bytes
    }

    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let sum = u32::from_le_bytes(array(bytes, 40)?);
        if crc32fast::hash(bytes.get(..40)?) != sum {
            return None;
        }
        Some(Self {
            facts: Facts::from_bytes(bytes)?,
            offset: u64::from_le_bytes(array(bytes, 28)?),
            len: u32::from_le_bytes(array(bytes, 36)?),
        })
    }

    /// First byte after the record.
    pub fn end(&self) -> u64 {
        self.offset + u64::from(self.len)
    }
}

/// Where the log messages of one transaction are.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Span {
    /// `None` if it was deleted.
    pub start: Option<usize>,
    /// `None` while the transaction is open.
    pub finish: Option<usize>,
}

/// What outlives the deletion of the stored log messages.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Survivors {
    pub counter: u64,
    /// Number of the last transaction.
    pub transactions: u64,
    /// Open transactions and the places of their clients.
    pub open: BTreeMap<u64, u16>,
    /// Every client ever registered, with whether it is now.
    pub known: Vec<(String, bool)>,
    /// Places of the registered clients, in order of registration.
    pub registered: Vec<u16>,
}

/// Everything the calls look up.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub entries: Vec<Entry>,
    /// What was there before the first entry.
    pub before: Survivors,
    /// Transactions begun since then, by number: the device counts them without gaps.
    transactions: Vec<Span>,
    /// Transactions that were open then.
    earlier: BTreeMap<u64, Span>,
    /// Open transactions and the place of their client.
    open: BTreeMap<u64, u16>,
    pub initialized: bool,
    pub decommissioned: bool,
}

impl Index {
    /// An index that begins after a deletion; only a device in operation deletes.
    pub fn after(before: Survivors) -> Self {
        Self {
            earlier: before
                .open
                .keys()
                .map(|number| (*number, Span::default()))
                .collect(),
            open: before.open.clone(),
            initialized: true,
            before,
            ..Self::default()
        }
    }

    /// Takes in the next entry; `false` if it cannot follow the ones before it.
    pub fn push(&mut self, entry: Entry) -> bool {
        let place = self.entries.len();
        let facts = entry.facts;
        let follows = match facts.kind {
            Kind::Start => facts.transaction == self.last_transaction() + 1,
            Kind::Update | Kind::Finish => self.open.contains_key(&facts.transaction),
            Kind::Survivors => false,
            _ => true,
        };
        if !follows || facts.counter <= self.counter() {
            return false;
        }
        match facts.kind {
            Kind::Start => {
                self.transactions.push(Span {
                    start: Some(place),
                    finish: None,
                });
                self.open.insert(facts.transaction, facts.client);
            }
            Kind::Finish => {
                self.open.remove(&facts.transaction);
                if let Some(span) = self.span_mut(facts.transaction) {
                    span.finish = Some(place);
                }
            }
            Kind::Initialize => self.initialized = true,
            Kind::DisableSecureElement => self.decommissioned = true,
            _ => {}
        }
        self.entries.push(entry);
        true
    }

    fn span_mut(&mut self, transaction: u64) -> Option<&mut Span> {
        match transaction.checked_sub(self.before.transactions + 1) {
            Some(place) => self.transactions.get_mut(usize::try_from(place).ok()?),
            None => self.earlier.get_mut(&transaction),
        }
    }

    /// `None` for a transaction that never was, or whose log messages are deleted.
    pub fn span(&self, transaction: u64) -> Option<Span> {
        match transaction.checked_sub(self.before.transactions + 1) {
            Some(place) => self.transactions.get(usize::try_from(place).ok()?).copied(),
            None => self.earlier.get(&transaction).copied(),
        }
    }

    /// Whether the log messages of a transaction were deleted.
    pub fn is_deleted(&self, transaction: u64) -> bool {
        (1..=self.before.transactions).contains(&transaction)
            && !self.earlier.contains_key(&transaction)
    }

    /// The signature counter of the last log message, 0 before the first.
    pub fn counter(&self) -> u64 {
        self.entries
            .last()
            .map_or(self.before.counter, |entry| entry.facts.counter)
    }

    pub fn last_transaction(&self) -> u64 {
        self.before.transactions + self.transactions.len() as u64
    }

    pub fn open(&self) -> &BTreeMap<u64, u16> {
        &self.open
    }

    pub fn open_count(&self) -> usize {
        self.open.len()
    }

    pub fn is_open(&self, transaction: u64, client: u16) -> bool {
        self.open.get(&transaction) == Some(&client)
    }

    pub fn open_of(&self, client: u16) -> Vec<u64> {
        self.open
            .iter()
            .filter(|(_, owner)| **owner == client)
            .map(|(transaction, _)| *transaction)
            .collect()
    }
}
