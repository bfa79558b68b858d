//! Tells one set of migrations from another by the content of their files, and by the moment of the tests.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};

/// Sixteen hexadecimal digits over the names and bytes of all files in `sources`, and the moment at which the
/// keys in a template are made.
pub(super) fn of(sources: &[&Path]) -> Outcome<String> {
    let mut hasher = DefaultHasher::new();
    crate::clock::at().hash(&mut hasher);
    for source in sources {
        let mut files = Vec::new();
        collect(source, &mut files)?;
        files.sort();
        for file in files {
            // Relative, so that a second work tree on the machine shares what it can.
            file.strip_prefix(source).unwrap_or(&file).hash(&mut hasher);
            std::fs::read(&file)
                .map_err(Failure::during(file.display()))?
                .hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Outcome<()> {
    let failed = |e| Failure::during(path.display())(e);
    if path.is_file() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in std::fs::read_dir(path).map_err(failed)? {
        collect(&entry.map_err(failed)?.path(), files)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::of;

    #[test]
    fn changes_with_a_byte_a_name_and_a_file_and_with_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name);
        let now = || of(&[folder.path()]).unwrap();
        std::fs::create_dir(file("seed")).unwrap();
        std::fs::write(file("seed/a.sql"), "one").unwrap();
        let first = now();
        assert_eq!(now(), first);
        std::fs::write(file("seed/a.sql"), "two").unwrap();
        let second = now();
        assert_ne!(second, first);
        std::fs::rename(file("seed/a.sql"), file("seed/b.sql")).unwrap();
        let third = now();
        assert_ne!(third, second);
        std::fs::write(file("seed/empty.sql"), "").unwrap();
        assert_ne!(now(), third);
        of(&[&file("missing")]).unwrap_err();
    }
}
