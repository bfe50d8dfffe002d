//! Contexts, and what every call does around its work.

use std::collections::HashMap;
use std::ffi::{CStr, c_char, c_int};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use amtskasse_tse::Tse;

use crate::faults::{self, Fault};
use crate::stick::{Stick, code, count};

/// A TSE at a LAN TSE, or the one in the computer.
pub(crate) struct Slot {
    pub stick: Mutex<Stick>,
    /// Which context has the lock (LAN).
    holder: Mutex<Option<usize>>,
}

/// TSEs of all LAN TSEs, for as long as somebody is connected.
static SERVED: LazyLock<Mutex<HashMap<PathBuf, Weak<Slot>>>> = LazyLock::new(Mutex::default);

fn open<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub struct Context {
    pub(crate) folder: PathBuf,
    pub(crate) slot: Option<Arc<Slot>>,
    /// Serial numbers and TSEs, if it is a LAN TSE.
    pub(crate) lan: Option<Vec<(Vec<u8>, Arc<Slot>)>>,
    pub(crate) locked: bool,
}

impl Drop for Context {
    fn drop(&mut self) {
        let _ = self.unlock();
        count(&self.folder, 0, -1);
    }
}

fn slot(folder: &Path) -> Result<Arc<Slot>, u32> {
    Ok(Arc::new(Slot {
        stick: Mutex::new(Stick::plug_in(folder)?),
        holder: Mutex::new(None),
    }))
}

impl Context {
    pub(crate) fn plug_in(folder: PathBuf) -> Result<Box<Self>, u32> {
        let faults = faults::of(&folder, "worm_init");
        faults::wait(&folder, "worm_init", &faults);
        for fault in &faults {
            if let Fault::Before(code) | Fault::After(code) = fault {
                return Err(*code);
            }
        }
        let slot = slot(&folder)?;
        count(&folder, 0, 1);
        Ok(Box::new(Self {
            folder,
            slot: Some(slot),
            lan: None,
            locked: false,
        }))
    }

    /// `https://host/folder`.
    pub(crate) fn connect(url: &str, token: &str) -> Result<Box<Self>, u32> {
        let folder = url
            .strip_prefix("https://")
            .and_then(|rest| rest.find('/').and_then(|at| rest.get(at..)))
            .map(|path| Path::new(path).components().collect::<PathBuf>())
            .filter(|folder| folder.is_dir())
            .ok_or(20u32)?;
        let right = std::fs::read_to_string(folder.join("token")).map_err(|_| 22u32)?;
        if right.trim() != token {
            return Err(18);
        }
        let mut served = open(&SERVED);
        let mut lan = Vec::new();
        let mut folders: Vec<PathBuf> = std::fs::read_dir(&folder)
            .map_err(|_| 22u32)?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.join("TSE_INFO.DAT").is_file())
            .collect();
        folders.sort();
        for path in folders {
            let known = served.get(&path).and_then(Weak::upgrade);
            let tse = match known {
                Some(tse) => tse,
                None => slot(&path)?,
            };
            served.insert(path, Arc::downgrade(&tse));
            let serial = open(&tse.stick)
                .device
                .info()
                .map_err(|error| code(&error))?
                .serial;
            lan.push((serial, tse));
        }
        count(&folder, 0, 1);
        Ok(Box::new(Self {
            folder,
            slot: None,
            lan: Some(lan),
            locked: false,
        }))
    }

    pub(crate) fn select(&mut self, serial: &[u8]) -> Result<(), u32> {
        let lan = self.lan.as_ref().ok_or(23u32)?;
        let found = lan.iter().find(|(other, _)| other == serial).ok_or(24u32)?;
        self.slot = Some(found.1.clone());
        Ok(())
    }

    fn name(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    pub(crate) fn lock(&mut self) -> Result<(), u32> {
        let (Some(slot), true) = (&self.slot, self.lan.is_some()) else {
            // At a stick there is nobody to keep out.
            return Ok(());
        };
        if self.locked {
            return Err(21);
        }
        let begin = Instant::now();
        loop {
            let mut holder = open(&slot.holder);
            if holder.is_none() {
                *holder = Some(self.name());
                self.locked = true;
                return Ok(());
            }
            drop(holder);
            if begin.elapsed() > Duration::from_secs(20) {
                return Err(19);
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    pub(crate) fn unlock(&mut self) -> Result<(), u32> {
        if self.lan.is_none() {
            return Ok(());
        }
        let (Some(slot), true) = (&self.slot, self.locked) else {
            return Err(21);
        };
        *open(&slot.holder) = None;
        self.locked = false;
        Ok(())
    }

    /// The power goes, as far as this context can tell.
    fn lose(&mut self) {
        let _ = self.unlock();
        if self.lan.is_none() {
            self.slot = None;
        } else if let Some(slot) = &self.slot {
            let mut stick = open(&slot.stick);
            (stick.admin, stick.time_admin, stick.self_test_passed) = (false, false, false);
        }
    }
}

/// Does a call's work under the faults that are on, and never panics into the caller.
pub(crate) fn call(
    context: *mut Context,
    function: &str,
    work: impl FnOnce(&mut Stick, &[Fault]) -> Result<(), u32>,
) -> u32 {
    let Some(context) = (unsafe { context.as_mut() }) else {
        return 1;
    };
    let Some(slot) = context.slot.clone() else {
        return 13;
    };
    let folder = open(&slot.stick).folder.clone();
    let faults = faults::of(&folder, function);
    faults::wait(&folder, function, &faults);
    if !folder.join("TSE_INFO.DAT").is_file() {
        drop(slot);
        context.lose();
        return 2;
    }
    if context.lan.is_some() && !context.locked {
        // Our own rule: the driver must keep the others out.
        return 23;
    }
    for fault in &faults {
        if let Fault::Before(code) = fault {
            drop(slot);
            if matches!(code, 2 | 13) {
                context.lose();
            }
            return *code;
        }
    }
    let result = catch_unwind(AssertUnwindSafe(|| work(&mut open(&slot.stick), &faults)));
    drop(slot);
    for fault in &faults {
        if let Fault::After(code) = fault {
            if matches!(code, 2 | 13) {
                context.lose();
            }
            return *code;
        }
    }
    match result {
        Ok(Ok(())) => 0,
        Ok(Err(code)) => code,
        Err(_) => 0x1001,
    }
}

pub(crate) fn text(pointer: *const c_char) -> Option<String> {
    if pointer.is_null() {
        return None;
    }
    let text = unsafe { CStr::from_ptr(pointer) };
    text.to_str().ok().map(str::to_owned)
}

/// A client id as the card takes it.
pub(crate) fn client_id(pointer: *const c_char) -> Result<String, u32> {
    text(pointer)
        .filter(|id| (1..=30).contains(&id.len()))
        .ok_or(0x1005)
}

pub(crate) fn bytes(pointer: *const u8, len: c_int) -> Option<Vec<u8>> {
    let len = usize::try_from(len).ok()?;
    if pointer.is_null() {
        return None;
    }
    Some(unsafe { std::slice::from_raw_parts(pointer, len) }.to_vec())
}

impl Stick {
    pub(crate) fn needs_admin(&self) -> Result<(), u32> {
        match self.admin {
            true => Ok(()),
            false => Err(0x1202),
        }
    }
}
