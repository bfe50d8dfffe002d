//! Set-up, log-ins and secrets.

use std::ffi::{c_char, c_int};

use amtskasse_tse::{Error, Role, Secret, SetUp, Tse};

use crate::context::{Context, bytes, call, client_id};
use crate::stick::{Stick, code};

/// Digits of this many places.
fn digits(pointer: *const u8, len: c_int, places: usize) -> Result<String, u32> {
    let digits = bytes(pointer, len).ok_or(1u32)?;
    if digits.len() != places || !digits.iter().all(u8::is_ascii_digit) {
        return Err(0x1005);
    }
    String::from_utf8(digits).map_err(|_| 0x1005)
}

fn role(user: u32) -> Result<Role, u32> {
    match user {
        1 => Ok(Role::Admin),
        2 => Ok(Role::TimeAdmin),
        _ => Err(0x1007),
    }
}

fn secret(role: Role) -> Secret {
    match role {
        Role::Admin => Secret::AdminPin,
        Role::TimeAdmin => Secret::TimeAdminPin,
    }
}

/// The card's number, and the tries that are left of `secret`.
fn judged(
    stick: &mut Stick,
    result: Result<(), Error>,
    secret: Secret,
    left: *mut c_int,
) -> Result<(), u32> {
    if let Some(left) = unsafe { left.as_mut() } {
        *left = c_int::try_from(stick.device.tries(secret)).unwrap_or(c_int::MAX);
    }
    result.map_err(|error| code(&error))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_tse_setup(
    context: *mut Context,
    seed: *const u8,
    seed_len: c_int,
    puk: *const u8,
    puk_len: c_int,
    admin: *const u8,
    admin_len: c_int,
    time_admin: *const u8,
    time_admin_len: c_int,
    client: *const c_char,
) -> u32 {
    call(context, "worm_tse_setup", |stick, _| {
        bytes(seed, seed_len)
            .filter(|seed| !seed.is_empty())
            .ok_or(1u32)?;
        let set_up = SetUp {
            admin_puk: digits(puk, puk_len, 6)?,
            admin_pin: digits(admin, admin_len, 5)?,
            time_admin_pin: digits(time_admin, time_admin_len, 5)?,
            description: String::new(),
        };
        let client = client_id(client)?;
        if stick.state()? != 0 {
            return Err(if stick.state()? == 2 { 0x10FE } else { 0x10FD });
        }
        if !stick.self_test_run {
            return Err(0x1054);
        }
        let done = stick
            .device
            .set_up(&set_up)
            .and_then(|()| stick.device.register_client(&client));
        done.map_err(|error| code(&error))?;
        stick.memory.ctss = true;
        stick.remember()?;
        (stick.admin, stick.time_admin) = (true, true);
        stick.self_test_passed = true;
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_user_login(
    context: *mut Context,
    user: u32,
    pin: *const u8,
    len: c_int,
    left: *mut c_int,
) -> u32 {
    call(context, "worm_user_login", |stick, _| {
        let role = role(user)?;
        let pin = bytes(pin, len).ok_or(1u32)?;
        let pin = String::from_utf8(pin).map_err(|_| 0x1005u32)?;
        let result = stick.device.log_in(role, &pin);
        if result.is_ok() {
            match role {
                Role::Admin => stick.admin = true,
                Role::TimeAdmin => stick.time_admin = true,
            }
        }
        judged(stick, result, secret(role), left)
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_user_unblock(
    context: *mut Context,
    user: u32,
    puk: *const u8,
    puk_len: c_int,
    pin: *const u8,
    pin_len: c_int,
    left: *mut c_int,
) -> u32 {
    call(context, "worm_user_unblock", |stick, _| {
        let role = role(user)?;
        let (puk, pin) = (digits(puk, puk_len, 6)?, digits(pin, pin_len, 5)?);
        let result = stick.device.unblock_pin(role, &puk, &pin);
        judged(stick, result, Secret::Puk, left)
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_user_change_puk(
    context: *mut Context,
    old: *const u8,
    old_len: c_int,
    new: *const u8,
    new_len: c_int,
    left: *mut c_int,
) -> u32 {
    call(context, "worm_user_change_puk", |stick, _| {
        let (old, new) = (digits(old, old_len, 6)?, digits(new, new_len, 6)?);
        let result = stick.device.change_puk(&old, &new);
        judged(stick, result, Secret::Puk, left)
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_user_change_pin(
    context: *mut Context,
    user: u32,
    old: *const u8,
    old_len: c_int,
    new: *const u8,
    new_len: c_int,
    left: *mut c_int,
) -> u32 {
    call(context, "worm_user_change_pin", |stick, _| {
        let role = role(user)?;
        let (old, new) = (digits(old, old_len, 5)?, digits(new, new_len, 5)?);
        let result = stick.device.change_pin(role, &old, &new);
        judged(stick, result, secret(role), left)
    })
}
