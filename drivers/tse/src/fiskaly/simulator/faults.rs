//! Ways in which an exchange can go wrong.

use std::time::Duration;

use serde_json::Value;

/// What happens to an exchange.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// Nothing is done, and this is answered.
    Refuse {
        /// HTTP status.
        status: u16,
        /// The service's code.
        code: &'static str,
        /// Seconds for the header `Retry-After`.
        retry_after: Option<u64>,
    },
    /// It is done, but the answer is this.
    RefuseAfter {
        /// HTTP status.
        status: u16,
        /// The service's code.
        code: &'static str,
    },
    /// The line breaks after so many bytes of the request; nothing is done.
    CutRequest(usize),
    /// It is done, and the line breaks after so many bytes of the answer.
    CutAnswer(usize),
    /// It is done, and the answer takes this long.
    Slow(Duration),
    /// It is done, and these bytes are the answer's body.
    Body(Vec<u8>),
    /// It is done, and these bytes are the whole answer, head included.
    Bytes(Vec<u8>),
    /// It is done, and a field of the answer (as a JSON pointer) is another one.
    Set(&'static str, Value),
    /// It is done, and a field of the answer (as a JSON pointer) is missing.
    Remove(&'static str),
}

/// When a [`Fault`] happens.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Method, or any.
    pub method: Option<&'static str>,
    /// Part of the path after `/api/v2`.
    pub path: &'static str,
    /// Fitting requests that pass before.
    pub skip: u32,
    /// How often it happens.
    pub times: u32,
    /// What happens.
    pub fault: Fault,
}

impl Plan {
    /// The next fitting request.
    #[must_use]
    pub fn once(method: &'static str, path: &'static str, fault: Fault) -> Self {
        Self {
            method: Some(method),
            path,
            skip: 0,
            times: 1,
            fault,
        }
    }

    /// Every fitting request from now on.
    #[must_use]
    pub fn always(method: &'static str, path: &'static str, fault: Fault) -> Self {
        Self {
            times: u32::MAX,
            ..Self::once(method, path, fault)
        }
    }

    pub(super) fn fits(&self, method: &str, path: &str) -> bool {
        self.method.is_none_or(|wanted| wanted == method) && path.contains(self.path)
    }
}

/// The fault of this request, if there is one.
pub(super) fn next(plans: &mut Vec<Plan>, method: &str, path: &str) -> Option<Fault> {
    let place = plans.iter().position(|plan| plan.fits(method, path))?;
    let plan = plans.get_mut(place)?;
    if plan.skip > 0 {
        plan.skip -= 1;
        return None;
    }
    let fault = plan.fault.clone();
    plan.times = plan.times.saturating_sub(1);
    if plan.times == 0 {
        plans.remove(place);
    }
    Some(fault)
}
