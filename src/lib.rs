//! Amtskasse
