//! Where a cluster stands that keeps nothing: in memory, where there is room.
//!
//! Every test makes a database of a thousand files and drops it. A file system like ext4 does not give the numbers of
//! files again that were freed in the last minutes, and looks at each of them for every file that is made: on a disk
//! that took half the time of a run.

use std::path::PathBuf;
use std::process::Command;

/// The folder that is kept in memory.
const FOLDER: &str = "/dev/shm";

/// So much room must be there, in KiB: a cluster takes some hundred MiB, with what it writes ahead.
const ROOM: u64 = 4 * 1024 * 1024;

/// The folder, where there is one with room.
pub(super) fn folder() -> Option<PathBuf> {
    let output = Command::new("df").args(["-Pk", FOLDER]).output().ok()?;
    let told = String::from_utf8(output.stdout).ok()?;
    (room(&told)? >= ROOM).then(|| PathBuf::from(FOLDER))
}

/// How much room there is in memory, in KiB, as `df -Pk` tells it; nothing when that is no memory.
fn room(told: &str) -> Option<u64> {
    let mut words = told.lines().nth(1)?.split_whitespace();
    if words.next()? != "tmpfs" {
        return None;
    }
    words.nth(2)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::room;

    #[test]
    fn room_is_what_is_free_in_memory() {
        let told = |line: &str| {
            format!("Filesystem 1024-blocks Used Available Capacity Mounted on\n{line}\n")
        };
        let memory = told("tmpfs 24683656 1100 24682556 1% /dev/shm");
        assert_eq!(room(&memory), Some(24_682_556));
        assert_eq!(room(&told("/dev/vda 264 47 45 52% /")), None);
        assert_eq!(room(""), None);
    }
}
