//! The files that belong to a backup: beside it, in a folder of its name with `.files` at the end, each
//! under its board and hash as in the data folder.

use akoki_persistence::{backup::NamedFile, beside};
use sha2::{Digest, Sha256};
use std::{
    fs::{DirBuilder, File, OpenOptions},
    io::{Read, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use super::{Refused, restore::settle};

/// How much of a file is in memory at a time.
const PIECE: usize = 64 * 1024;

/// Where the files of this backup are.
pub fn folder(backup: &Path) -> PathBuf {
    beside(backup, ".files")
}

fn place(root: &Path, file: &NamedFile) -> PathBuf {
    root.join(file.board.to_string()).join(&file.sha256)
}

/// Copies the files that a store names from one folder to another, and looks at the bytes of each on the
/// way. What is there already is looked at and stays.
///
/// # Errors
/// Names the first file that is missing or holds other bytes than its name says.
pub fn copy(named: &[NamedFile], from: &Path, to: &Path) -> Result<(), Refused> {
    for file in named {
        let (source, target) = (place(from, file), place(to, file));
        if holds(&target, file) {
            continue;
        }
        let wrong = |what: String| Refused(format!("{}: {what}", source.display()));
        let mut read = File::open(&source).map_err(|error| wrong(error.to_string()))?;
        let folder = target.parent().unwrap_or(to);
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
        let part = beside(&target, ".part");
        let mut write = OpenOptions::new();
        let mut write = write
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&part)?;
        let hash = pour(&mut read, &mut write)?;
        if hash != file.sha256 {
            std::fs::remove_file(&part)?;
            return Err(wrong("holds other bytes than its name says".into()));
        }
        write.sync_all()?;
        std::fs::rename(&part, &target)?;
        settle(&target)?;
    }
    Ok(())
}

/// The file is there with its bytes.
fn holds(target: &Path, file: &NamedFile) -> bool {
    let read = || pour(&mut File::open(target)?, &mut std::io::sink());
    read().is_ok_and(|hash| hash == file.sha256)
}

/// Copies bytes and says their SHA-256.
fn pour(from: &mut impl Read, to: &mut impl Write) -> std::io::Result<String> {
    let (mut hash, mut piece) = (Sha256::new(), vec![0; PIECE]);
    loop {
        let count = from.read(&mut piece)?;
        let Some(bytes) = piece.get(..count).filter(|bytes| !bytes.is_empty()) else {
            return Ok(hex::encode(hash.finalize()));
        };
        hash.update(bytes);
        to.write_all(bytes)?;
    }
}
