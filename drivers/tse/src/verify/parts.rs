//! Archives that were split: `.tar.001`, `.tar.002` … (TR-03151, Anhang C), read as one.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Several readers one behind the other.
#[derive(Debug)]
pub struct Parts<R> {
    /// With the place where each begins.
    parts: Vec<(u64, R)>,
    length: u64,
    position: u64,
    /// Part that is positioned.
    current: Option<usize>,
}

/// Why a split archive could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum PartsError {
    /// A part between others, or the first one, is not there.
    #[error("the part {} of the split archive is missing", .0.display())]
    Missing(PathBuf),
    /// A part could not be opened.
    #[error("{}: {source}", path.display())]
    Io {
        /// The part.
        path: PathBuf,
        /// What happened.
        source: io::Error,
    },
}

/// The paths of all parts of the archive `path` is a part of, or `path` alone when it is not split.
///
/// # Errors
/// [`PartsError::Missing`] names the first part that is missing before another.
pub fn all_parts(path: &Path) -> Result<Vec<PathBuf>, PartsError> {
    let Some((stem, digits)) = split(path) else {
        return Ok(vec![path.to_owned()]);
    };
    let width = digits.len();
    let named = |number: u64| path.with_file_name(format!("{stem}{number:0width$}"));
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let entries = std::fs::read_dir(folder).map_err(|source| PartsError::Io {
        path: folder.to_owned(),
        source,
    })?;
    let last = entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let name = entry.file_name();
            let number = name.to_str()?.strip_prefix(stem)?;
            let same = number.len() == width && number.bytes().all(|byte| byte.is_ascii_digit());
            same.then(|| number.parse::<u64>().ok()).flatten()
        })
        .max()
        .unwrap_or(0)
        .max(digits.parse().unwrap_or(1));
    // Some programs count from 0.
    let first = u64::from(!named(0).exists());
    (first..=last)
        .map(|number| {
            let part = named(number);
            match part.exists() {
                true => Ok(part),
                false => Err(PartsError::Missing(part)),
            }
        })
        .collect()
}

/// Name up to the number, and the number: at least two digits behind a `.tar.`.
fn split(path: &Path) -> Option<(&str, &str)> {
    let name = path.file_name()?.to_str()?;
    let digits = name.rsplit('.').next()?;
    let stem = name.strip_suffix(digits)?;
    let numbered = (2..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    (numbered && stem.to_ascii_lowercase().ends_with(".tar.")).then_some((stem, digits))
}

impl Parts<File> {
    /// Opens the files in this order.
    ///
    /// # Errors
    /// [`PartsError::Io`] names the file.
    pub fn open(paths: &[PathBuf]) -> Result<Self, PartsError> {
        let mut files = Vec::new();
        for path in paths {
            let failed = |source| PartsError::Io {
                path: path.clone(),
                source,
            };
            let file = File::open(path).map_err(failed)?;
            let length = file.metadata().map_err(failed)?.len();
            files.push((length, file));
        }
        Ok(Self::new(files))
    }
}

impl<R: Read + Seek> Parts<R> {
    /// Readers with their lengths in bytes.
    #[must_use]
    pub fn new(parts: Vec<(u64, R)>) -> Self {
        let mut length = 0;
        let mut placed = Vec::with_capacity(parts.len());
        for (of_part, reader) in parts {
            placed.push((length, reader));
            length += of_part;
        }
        Self {
            parts: placed,
            length,
            position: 0,
            current: None,
        }
    }
}

impl<R: Read + Seek> Read for Parts<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.position >= self.length || buffer.is_empty() {
            return Ok(0);
        }
        let behind = self
            .parts
            .partition_point(|(begin, _)| *begin <= self.position);
        let place = behind.saturating_sub(1);
        let end = self
            .parts
            .get(behind)
            .map_or(self.length, |(begin, _)| *begin);
        let Some((begin, reader)) = self.parts.get_mut(place) else {
            return Ok(0);
        };
        if self.current != Some(place) {
            reader.seek(SeekFrom::Start(self.position - *begin))?;
            self.current = Some(place);
        }
        let most = usize::try_from(end - self.position).unwrap_or(usize::MAX);
        let most = most.min(buffer.len());
        let read = reader.read(&mut buffer[..most])?;
        if read == 0 {
            // Shorter than it was when it was opened.
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.position += read as u64;
        Ok(read)
    }
}

impl<R: Read + Seek> Seek for Parts<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (from, distance) = match to {
            SeekFrom::Start(position) => (position, 0),
            SeekFrom::End(distance) => (self.length, distance),
            SeekFrom::Current(distance) => (self.position, distance),
        };
        let position = from
            .checked_add_signed(distance)
            .ok_or(io::ErrorKind::InvalidInput)?;
        if position != self.position {
            self.current = None;
            self.position = position;
        }
        Ok(position)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Cursor;

    use super::*;

    #[test]
    fn parts_read_like_the_whole() {
        let whole: Vec<u8> = (0..=255).collect();
        for sizes in [vec![256], vec![1, 100, 0, 155], vec![100, 100, 56]] {
            let mut rest = &whole[..];
            let parts = sizes.iter().map(|size| {
                let (part, behind) = rest.split_at(*size);
                rest = behind;
                (part.len() as u64, Cursor::new(part.to_vec()))
            });
            let mut parts = Parts::new(parts.collect());
            let mut found = Vec::new();
            parts.read_to_end(&mut found).unwrap();
            assert_eq!(found, whole);
            for (from, length) in [(0, 256), (99, 3), (200, 56), (1, 1), (255, 1)] {
                parts.seek(SeekFrom::Start(from)).unwrap();
                let mut some = vec![0; length];
                parts.read_exact(&mut some).unwrap();
                assert_eq!(some, &whole[from as usize..from as usize + length]);
            }
            assert_eq!(parts.seek(SeekFrom::End(-2)).unwrap(), 254);
            assert!(parts.seek(SeekFrom::Current(-300)).is_err());
            assert_eq!(parts.seek(SeekFrom::Start(300)).unwrap(), 300);
            assert_eq!(parts.read(&mut [0; 4]).unwrap(), 0);
        }
    }

    #[test]
    fn parts_are_found_and_missing_ones_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in [
            "a.tar.001",
            "a.tar.002",
            "a.tar.003",
            "b.tar",
            "c.tar.002",
            "a.tar.0001",
        ] {
            std::fs::write(path(name), name).unwrap();
        }
        let all = [path("a.tar.001"), path("a.tar.002"), path("a.tar.003")];
        assert_eq!(all_parts(&path("a.tar.001")).unwrap(), all);
        assert_eq!(all_parts(&path("a.tar.003")).unwrap(), all);
        assert_eq!(all_parts(&path("b.tar")).unwrap(), [path("b.tar")]);
        let missing = all_parts(&path("c.tar.002")).unwrap_err().to_string();
        assert!(missing.contains("c.tar.001"), "{missing}");
        std::fs::remove_file(path("a.tar.002")).unwrap();
        let missing = all_parts(&path("a.tar.001")).unwrap_err().to_string();
        assert!(missing.contains("a.tar.002"), "{missing}");
    }
}
