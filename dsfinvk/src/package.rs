//! Writes a package: index.xml, its grammar and every table, into a folder or a ZIP file.
//!
//! Nothing half-written is ever found under the name asked for: everything goes to a name beside it (`NAME.part`) that
//! takes its place at the end, and goes away when the [`Package`] is dropped before. Rows are written as they come; a
//! thread of its own compresses and writes, so that memory stays the same however long an export is. The same rows make
//! the same bytes: entries carry no time of their own.

mod record;
mod target;

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

pub use record::{Record, key};
use target::Target;

use crate::schema::{Edition, Table, V2_4};
use crate::{dtd, index};

/// How a package lies on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A ZIP file of the flat folder.
    Zip,
    /// A folder.
    Folder,
}

/// Why a package was not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The folder is there already and holds something.
    #[error("{0}: there is something already")]
    Exists(PathBuf),
    /// The medium: full, removed, write-protected …
    #[error("{path}: {source}")]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Rows per table, in the order of the schema.
    pub rows: Vec<(&'static str, u64)>,
    /// Size: of the ZIP file, or of all files of the folder.
    pub bytes: u64,
}

/// Bytes that go to the writing thread at once.
const PIECE: usize = 256 * 1024;
/// Pieces under way; with [`PIECE`] the memory an export takes.
const PIECES: usize = 8;

enum Piece {
    File(&'static str),
    Data(Vec<u8>),
}

/// A package being written.
#[derive(Debug)]
pub struct Package {
    edition: &'static Edition,
    certificate_parts: usize,
    pipe: Option<SyncSender<Piece>>,
    empty: Receiver<Vec<u8>>,
    thread: Option<JoinHandle<Result<u64, WriteError>>>,
    buffer: Vec<u8>,
    rows: Vec<(&'static str, u64)>,
    path: PathBuf,
    /// The files, when they stay in memory.
    kept: Option<Vec<(&'static str, Vec<u8>)>>,
}

impl Package {
    /// Begins a package at `path`. A file of this name is replaced at the end; a folder must be empty or not there.
    /// `certificate_parts` is how many TSE_ZERTIFIKAT columns are needed, at least two.
    pub fn create(
        path: &Path,
        shape: Shape,
        certificate_parts: usize,
    ) -> Result<Package, WriteError> {
        let target = Target::create(path, shape)?;
        let (pipe, pieces) = sync_channel(PIECES);
        let (back, empty) = sync_channel(PIECES + 2);
        let thread = std::thread::Builder::new()
            .name("dsfinvk".into())
            .spawn(move || write(target, &pieces, &back))
            .map_err(|source| WriteError::Io {
                path: path.to_owned(),
                source,
            })?;
        let mut package = Package {
            edition: &V2_4,
            certificate_parts: certificate_parts.max(index::CERTIFICATE_PARTS),
            pipe: Some(pipe),
            empty,
            thread: Some(thread),
            buffer: Vec::with_capacity(PIECE + 16 * 1024),
            rows: Vec::with_capacity(V2_4.tables.len()),
            path: path.to_owned(),
            kept: None,
        };
        let xml = index::index_xml(package.edition, package.certificate_parts);
        package.file(index::FILE, xml.as_bytes())?;
        package.file(dtd::FILE, dtd::TEXT.as_bytes())?;
        Ok(package)
    }

    /// Begins one whose tables stay in memory, for [`Package::into_tables`]: for a period as short as a day.
    pub fn in_memory(certificate_parts: usize) -> Package {
        Package {
            edition: &V2_4,
            certificate_parts: certificate_parts.max(index::CERTIFICATE_PARTS),
            pipe: None,
            empty: sync_channel(0).1,
            thread: None,
            buffer: Vec::new(),
            rows: Vec::with_capacity(V2_4.tables.len()),
            path: PathBuf::new(),
            kept: Some(Vec::with_capacity(V2_4.tables.len())),
        }
    }

    /// The csv files of a package in memory; none of one that went to a disk.
    pub fn into_tables(mut self) -> Result<Vec<(&'static str, Vec<u8>)>, WriteError> {
        self.flush()?;
        Ok(self.kept.take().unwrap_or_default())
    }

    fn file(&mut self, name: &'static str, content: &[u8]) -> Result<(), WriteError> {
        self.send(Piece::File(name))?;
        self.buffer.extend_from_slice(content);
        self.flush()
    }

    /// Begins the next table of the schema and writes its first line.
    pub fn begin(&mut self, table: &'static Table) -> Result<(), WriteError> {
        self.flush()?;
        self.send(Piece::File(table.file))?;
        self.rows.push((table.file, 0));
        for (place, column) in index::columns(table, self.certificate_parts).enumerate() {
            if place > 0 {
                self.buffer.push(b';');
            }
            self.buffer.extend_from_slice(column.name.as_bytes());
        }
        self.buffer.extend_from_slice(b"\r\n");
        Ok(())
    }

    /// Begins a row of the table begun last.
    pub fn row(&mut self, table: &'static Table) -> Record<'_> {
        if let Some((_, rows)) = self.rows.last_mut() {
            *rows += 1;
        }
        Record::new(&mut self.buffer, table, self.certificate_parts)
    }

    /// Hands over what was gathered, if it is enough; to be called after a row.
    pub fn step(&mut self) -> Result<(), WriteError> {
        match self.buffer.len() >= PIECE {
            true => self.flush(),
            false => Ok(()),
        }
    }

    fn flush(&mut self) -> Result<(), WriteError> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let next = self.empty.try_recv().unwrap_or_default();
        let full = std::mem::replace(&mut self.buffer, next);
        self.send(Piece::Data(full))
    }

    fn send(&mut self, piece: Piece) -> Result<(), WriteError> {
        if let Some(kept) = &mut self.kept {
            match (piece, kept.last_mut()) {
                (Piece::File(name), _) => kept.push((name, Vec::new())),
                (Piece::Data(data), Some((_, content))) => content.extend_from_slice(&data),
                (Piece::Data(_), None) => {}
            }
            return Ok(());
        }
        let sent = self.pipe.as_ref().map(|pipe| pipe.send(piece));
        match sent {
            Some(Ok(())) => Ok(()),
            // The other end is gone: it says why.
            _ => Err(self.outcome().err().unwrap_or_else(|| self.broken())),
        }
    }

    fn outcome(&mut self) -> Result<u64, WriteError> {
        self.pipe = None;
        let result = self.thread.take().map(JoinHandle::join);
        match result {
            Some(Ok(result)) => result,
            _ => Err(self.broken()),
        }
    }

    fn broken(&self) -> WriteError {
        WriteError::Io {
            path: self.path.clone(),
            source: std::io::ErrorKind::BrokenPipe.into(),
        }
    }

    /// Ends the package and gives it its name.
    pub fn finish(mut self) -> Result<Written, WriteError> {
        self.flush()?;
        let rows = std::mem::take(&mut self.rows);
        // Nothing else ends a package whole; a dropped one is thrown away.
        let complete = rows.len() == self.edition.tables.len();
        self.send(Piece::File(if complete { END } else { "" }))?;
        let bytes = self.outcome()?;
        Ok(Written { rows, bytes })
    }
}

/// What the writing thread takes for the end of a complete package.
const END: &str = "/";

fn write(
    mut target: Target,
    pieces: &Receiver<Piece>,
    back: &SyncSender<Vec<u8>>,
) -> Result<u64, WriteError> {
    while let Ok(piece) = pieces.recv() {
        match piece {
            Piece::File(END) => return target.finish(),
            Piece::File(name) => target.file(name)?,
            Piece::Data(mut data) => {
                target.write(&data)?;
                data.clear();
                let _ = back.try_send(data);
            }
        }
    }
    // Broken off: dropping the target clears up.
    Ok(0)
}

impl Drop for Package {
    fn drop(&mut self) {
        // Wait until the half-written file is gone.
        self.pipe = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn fill(package: &mut Package, rows: usize) -> Result<(), WriteError> {
        for table in V2_4.tables {
            package.begin(table)?;
            for row in 0..rows {
                package
                    .row(table)
                    .text("KASSE")
                    .text("jetzt")
                    .whole(row as i64)
                    .end();
                package.step()?;
            }
        }
        Ok(())
    }

    #[test]
    fn zip_and_folder_hold_the_same_and_twice_the_same_bytes() {
        let room = tempfile::tempdir().unwrap();
        let paths = ["a.zip", "b.zip"].map(|name| room.path().join(name));
        for path in &paths {
            let mut package = Package::create(path, Shape::Zip, 2).unwrap();
            fill(&mut package, 1000).unwrap();
            let written = package.finish().unwrap();
            assert_eq!(written.bytes, fs::metadata(path).unwrap().len());
            assert_eq!(written.rows.len(), 20);
        }
        assert_eq!(fs::read(&paths[0]).unwrap(), fs::read(&paths[1]).unwrap());
        let folder = room.path().join("folder");
        let mut package = Package::create(&folder, Shape::Folder, 2).unwrap();
        fill(&mut package, 1000).unwrap();
        package.finish().unwrap();
        let file = fs::File::open(&paths[0]).unwrap();
        let mut zip = zip::ZipArchive::new(file).unwrap();
        assert_eq!(zip.len(), 22);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 22);
        for place in 0..zip.len() {
            let mut entry = zip.by_index(place).unwrap();
            let mut content = Vec::new();
            std::io::Read::read_to_end(&mut entry, &mut content).unwrap();
            assert_eq!(
                content,
                fs::read(folder.join(entry.name().unwrap().as_ref())).unwrap()
            );
        }
    }

    #[test]
    fn nothing_half_written_stays() {
        let room = tempfile::tempdir().unwrap();
        for shape in [Shape::Zip, Shape::Folder] {
            let path = room.path().join("export");
            let mut package = Package::create(&path, shape, 2).unwrap();
            fill(&mut package, 100).unwrap();
            drop(package);
            assert_eq!(fs::read_dir(room.path()).unwrap().count(), 0, "{shape:?}");
        }
        let path = room.path().join("kept");
        fs::create_dir(&path).unwrap();
        fs::write(path.join("x"), "x").unwrap();
        let refused = Package::create(&path, Shape::Folder, 2).unwrap_err();
        assert!(matches!(refused, WriteError::Exists(_)));
        assert!(Package::create(&room.path().join("no/such.zip"), Shape::Zip, 2).is_err());
    }

    #[test]
    fn what_others_left_beside_it_stays() {
        let room = tempfile::tempdir().unwrap();
        let other = room.path().join("other");
        fs::write(&other, "precious").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(&other, room.path().join("export.zip.part")).unwrap();
        let path = room.path().join("export.zip");
        let mut package = Package::create(&path, Shape::Zip, 2).unwrap();
        fill(&mut package, 1).unwrap();
        package.finish().unwrap();
        assert_eq!(fs::read_to_string(&other).unwrap(), "precious");
        let folder = room.path().join("folder.part");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("index.xml"), "half").unwrap();
        let own = Package::create(&room.path().join("folder"), Shape::Folder, 2);
        drop(own.unwrap());
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("letter.txt"), "precious").unwrap();
        let refused = Package::create(&room.path().join("folder"), Shape::Folder, 2);
        assert!(matches!(refused, Err(WriteError::Exists(path)) if path == folder));
        assert!(folder.join("letter.txt").exists());
    }

    /// A file system of 64 KiB; where mounting is not allowed there is nothing to try.
    #[test]
    #[cfg(target_os = "linux")]
    fn a_full_medium_is_told() {
        let room = tempfile::tempdir().unwrap();
        let mount = |arguments: &[&str]| {
            let done = std::process::Command::new("mount")
                .args(arguments)
                .arg(room.path())
                .output();
            done.is_ok_and(|output| output.status.success())
        };
        if !mount(&["-t", "tmpfs", "-o", "size=64k", "none"]) {
            return;
        }
        for shape in [Shape::Zip, Shape::Folder] {
            let told = Package::create(&room.path().join("export"), shape, 2).and_then(|mut p| {
                fill(&mut p, 100_000)?;
                p.finish().map(|_| ())
            });
            let Err(WriteError::Io { source, .. }) = told else {
                panic!("{told:?}");
            };
            assert_eq!(source.kind(), std::io::ErrorKind::StorageFull);
            assert_eq!(fs::read_dir(room.path()).unwrap().count(), 0);
        }
        let _ = std::process::Command::new("umount")
            .arg(room.path())
            .output();
    }
}
