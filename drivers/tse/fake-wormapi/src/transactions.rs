//! Signing calls and their answers.

use std::ffi::{c_char, c_int};
use std::path::PathBuf;
use std::ptr::null;

use amtskasse_tse::{Error, Stamp, Tse};

use crate::context::{Context, call, client_id, text};
use crate::faults::Fault;
use crate::stick::{Answer, Stick, code, count};
use crate::twisted;

pub struct Response {
    folder: PathBuf,
    answer: Answer,
    /// Length told instead of the signature's.
    told: Option<u64>,
    null: bool,
}

impl Response {
    fn fill(&mut self, answer: Answer, faults: &[Fault]) {
        self.answer = answer;
        self.told = twisted(faults, "huge").then_some(u64::MAX);
        self.null = twisted(faults, "null");
        if twisted(faults, "number") {
            self.answer.transaction += 1;
        }
        if twisted(faults, "counter") {
            self.answer.counter = 0;
        }
        if twisted(faults, "time") {
            self.answer.log_time = u64::MAX;
        }
        if twisted(faults, "short") {
            self.answer.signature.truncate(10);
        }
        if let (true, Some(first)) = (twisted(faults, "serial"), self.answer.serial.first_mut()) {
            *first ^= 0xFF;
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_transaction_response_new(context: *mut Context) -> *mut Response {
    let Some(context) = (unsafe { context.as_ref() }) else {
        return std::ptr::null_mut();
    };
    count(&context.folder, 2, 1);
    Box::into_raw(Box::new(Response {
        folder: context.folder.clone(),
        answer: Answer::default(),
        told: None,
        null: false,
    }))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_transaction_response_free(response: *mut Response) {
    if !response.is_null() {
        let response = unsafe { Box::from_raw(response) };
        count(&response.folder, 2, -1);
    }
}

macro_rules! number {
    ($name:ident, $field:ident) => {
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(response: *const Response) -> u64 {
            unsafe { response.as_ref() }.map_or(0, |response| response.answer.$field)
        }
    };
}

number!(worm_transaction_response_logTime, log_time);
number!(worm_transaction_response_signatureCounter, counter);
number!(worm_transaction_response_transactionNumber, transaction);

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_transaction_response_serialNumber(
    response: *const Response,
    data: *mut *const u8,
    len: *mut u64,
) {
    if let Some(response) = unsafe { response.as_ref() } {
        unsafe {
            *data = response.answer.serial.as_ptr();
            *len = response.answer.serial.len() as u64;
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_transaction_response_signature(
    response: *const Response,
    data: *mut *const u8,
    len: *mut u64,
) {
    if let Some(response) = unsafe { response.as_ref() } {
        let signature = &response.answer.signature;
        unsafe {
            *data = match response.null {
                true => null(),
                false => signature.as_ptr(),
            };
            *len = response.told.unwrap_or(signature.len() as u64);
        }
    }
}

/// Signs, keeps the answer and hands it over.
fn sign(
    context: *mut Context,
    function: &str,
    client: *const c_char,
    data: (*const u8, u64),
    kind: *const c_char,
    response: *mut Response,
    work: impl FnOnce(&mut Stick, &str, &str, &[u8]) -> Result<Stamp, Error>,
) -> u32 {
    call(context, function, |stick, faults| {
        let response = unsafe { response.as_mut() }.ok_or(1u32)?;
        let client = client_id(client)?;
        let kind = text(kind)
            .filter(|kind| kind.len() <= 100)
            .ok_or(0x1005u32)?;
        let len = usize::try_from(data.1).map_err(|_| 0x1005u32)?;
        let bytes = match (len, data.0.is_null()) {
            (0, _) => &[],
            (_, true) => return Err(1),
            (len, false) => unsafe { std::slice::from_raw_parts(data.0, len) },
        };
        stick.takes_commands()?;
        let stamp = work(stick, &client, &kind, bytes).map_err(|error| code(&error))?;
        let answer = stick.answered(&client, stamp)?;
        response.fill(answer, faults);
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_transaction_start(
    context: *mut Context,
    client: *const c_char,
    data: *const u8,
    len: u64,
    kind: *const c_char,
    response: *mut Response,
) -> u32 {
    let name = "worm_transaction_start";
    sign(
        context,
        name,
        client,
        (data, len),
        kind,
        response,
        |stick, client, _, _| stick.device.start(client),
    )
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_transaction_update(
    context: *mut Context,
    client: *const c_char,
    number: u64,
    data: *const u8,
    len: u64,
    kind: *const c_char,
    response: *mut Response,
) -> u32 {
    let name = "worm_transaction_update";
    sign(
        context,
        name,
        client,
        (data, len),
        kind,
        response,
        |stick, client, kind, data| stick.device.update(client, number, kind, data),
    )
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_transaction_finish(
    context: *mut Context,
    client: *const c_char,
    number: u64,
    data: *const u8,
    len: u64,
    kind: *const c_char,
    response: *mut Response,
) -> u32 {
    let name = "worm_transaction_finish";
    sign(
        context,
        name,
        client,
        (data, len),
        kind,
        response,
        |stick, client, kind, data| stick.device.finish(client, number, kind, data),
    )
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_transaction_lastResponse(
    context: *mut Context,
    client: *const c_char,
    response: *mut Response,
) -> u32 {
    call(context, "worm_transaction_lastResponse", |stick, faults| {
        let response = unsafe { response.as_mut() }.ok_or(1u32)?;
        let client = match client.is_null() {
            true => stick.memory.last_client.clone().ok_or(0x100Cu32)?,
            false => client_id(client)?,
        };
        let answer = stick.memory.last.get(&client).cloned().ok_or(0x100Cu32)?;
        response.fill(answer, faults);
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_transaction_listStartedTransactions(
    context: *mut Context,
    client: *const c_char,
    skip: c_int,
    out: *mut u64,
    out_len: c_int,
    stored: *mut c_int,
) -> u32 {
    call(
        context,
        "worm_transaction_listStartedTransactions",
        |stick, faults| {
            let room = usize::try_from(out_len).map_err(|_| 1u32)?.min(62);
            let skip = usize::try_from(skip).map_err(|_| 1u32)?;
            if out.is_null() || stored.is_null() {
                return Err(1);
            }
            let clients = match client.is_null() {
                true => stick.device.clients().map_err(|error| code(&error))?,
                false => vec![client_id(client)?],
            };
            let mut numbers = Vec::new();
            for client in clients {
                numbers.extend(
                    stick
                        .device
                        .open_transactions(&client)
                        .map_err(|error| code(&error))?,
                );
            }
            if twisted(faults, "endless") {
                numbers = vec![1; skip + 62];
            }
            let mut count = 0;
            for (place, number) in numbers.iter().skip(skip).take(room).enumerate() {
                unsafe { *out.add(place) = *number };
                count += 1;
            }
            if twisted(faults, "count") {
                count = -3;
            }
            unsafe { *stored = count };
            Ok(())
        },
    )
}
