//! Exports out of the library, piece by piece.
#![allow(unsafe_code)]

use std::ffi::{CString, c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::null;

use super::code::Failure;
use super::context::{Context, done, int};

/// Far beyond any piece of an export; the library hands over some kilobytes at a time.
const LONGEST_CHUNK: u32 = 1 << 26;

/// What an export holds.
#[derive(Debug, Clone)]
pub(super) enum Span {
    /// Everything, or what came since a state.
    Increment(Option<[u8; 16]>),
    /// Everything, by the function that knows no states.
    Whole,
    /// Unix seconds.
    Time(u64, u64),
    Transactions(u64, u64, Option<CString>),
}

impl Context {
    /// Exports through `take`, which says whether it wants more. Gives the state for the next increment.
    pub fn export(
        &self,
        span: &Span,
        take: &mut dyn FnMut(&[u8]) -> bool,
    ) -> Result<Option<[u8; 16]>, Failure> {
        let mut sink = Sink { take, wrong: None };
        let user = (&raw mut sink).cast::<c_void>();
        let (raw, api) = (self.raw(), self.api());
        let mut state = [0; 16];
        // SAFETY: the context is open. The library calls back only before it returns, with `user` as it got it, so the
        // sink outlives every call back. All other pointers are ours, with their lengths.
        let code = unsafe {
            match span {
                Span::Whole => (api.worm_export_tar)(raw, chunk, user),
                Span::Increment(last) => {
                    let (mut first_counter, mut last_counter) = (0, 0);
                    let (from, len) = match last {
                        Some(last) => (last.as_ptr(), int(last.len())),
                        None => (null(), 0),
                    };
                    (api.worm_export_tar_incremental)(
                        raw,
                        from,
                        len,
                        state.as_mut_ptr(),
                        int(state.len()),
                        &raw mut first_counter,
                        &raw mut last_counter,
                        part,
                        user,
                    )
                }
                Span::Time(from, to) => {
                    (api.worm_export_tar_filtered_time)(raw, *from, *to, null(), chunk, user)
                }
                Span::Transactions(from, to, client) => {
                    let client = client.as_ref().map_or(null(), |client| client.as_ptr());
                    (api.worm_export_tar_filtered_transaction)(raw, *from, *to, client, chunk, user)
                }
            }
        };
        if let Some(wrong) = sink.wrong {
            return Err(Failure::Nonsense(wrong));
        }
        done(code)?;
        Ok(matches!(span, Span::Increment(_)).then_some(state))
    }
}

/// Where an export goes.
struct Sink<'a> {
    take: &'a mut dyn FnMut(&[u8]) -> bool,
    wrong: Option<&'static str>,
}

unsafe extern "C" fn chunk(data: *const u8, len: u32, user: *mut c_void) -> c_int {
    // No panic may cross into the library's frames.
    let more = catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: `user` is the sink `export` handed over, which is alive and used by nobody else meanwhile.
        let Some(sink) = (unsafe { user.cast::<Sink<'_>>().as_mut() }) else {
            return false;
        };
        if len == 0 {
            return true;
        }
        if data.is_null() || len > LONGEST_CHUNK {
            sink.wrong = Some("a piece of the export of no possible size");
            return false;
        }
        // SAFETY: not NULL; the library says that so many bytes are there, which is within what may be.
        (sink.take)(unsafe { std::slice::from_raw_parts(data, len as usize) })
    }));
    c_int::from(!more.unwrap_or(false))
}

unsafe extern "C" fn part(
    data: *const u8,
    len: u32,
    _done: u32,
    _all: u32,
    user: *mut c_void,
) -> c_int {
    // SAFETY: handed on.
    unsafe { chunk(data, len, user) }
}
