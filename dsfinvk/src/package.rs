//! Writes a package.
