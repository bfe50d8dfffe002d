//! A terminal without hardware.
