//! How much memory a process has, and had at most, as the kernel counts it.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use serde::Serialize;

#[derive(Args)]
pub(crate) struct Call {
    /// The process.
    pid: u32,
    /// Look again and again until the process ends, and print what was seen last.
    #[arg(long)]
    until_exit: bool,
}

/// KiB of memory in use, now and at most since the process began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Memory {
    /// `VmRSS`.
    now_kib: u64,
    /// `VmHWM`: the kernel keeps the peak itself, so nothing between two looks is missed.
    peak_kib: u64,
}

/// The figures as text.
pub(crate) fn sample(call: &Call, json: bool) -> Result<String, Box<dyn Error>> {
    let path = PathBuf::from(format!("/proc/{}/status", call.pid));
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut memory = parse(&text).ok_or("the process has no memory of its own")?;
    if call.until_exit {
        // A process that has ended but was not waited for has a status without memory.
        while let Some(later) = look(&path) {
            memory = later;
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    if json {
        return Ok(serde_json::to_string(&memory)?);
    }
    let (now, peak) = (memory.now_kib, memory.peak_kib);
    Ok(format!("{now} KiB, at most {peak} KiB"))
}

fn look(path: &Path) -> Option<Memory> {
    parse(&std::fs::read_to_string(path).ok()?)
}

fn parse(status: &str) -> Option<Memory> {
    let value = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().strip_suffix("kB")?.trim().parse().ok()
    };
    Some(Memory {
        now_kib: value("VmRSS:")?,
        peak_kib: value("VmHWM:")?,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::{Call, Memory, parse, sample};

    #[test]
    fn reads_what_the_kernel_writes() {
        let text = "Name:\tx\nVmPeak:\t  9 kB\nVmHWM:\t    5120 kB\nVmRSS:\t    4096 kB\n";
        let expected = Memory {
            now_kib: 4096,
            peak_kib: 5120,
        };
        assert_eq!(parse(text), Some(expected));
        assert_eq!(parse("Name:\tx\nState:\tZ (zombie)\n"), None);
    }

    #[test]
    fn sees_a_process_through_to_its_end() {
        let mut child = std::process::Command::new("sleep")
            .arg("0.2")
            .spawn()
            .unwrap();
        let call = Call {
            pid: child.id(),
            until_exit: true,
        };
        let text = sample(&call, true).unwrap();
        assert!(text.starts_with("{\"nowKib\":") && text.contains("\"peakKib\":"));
        child.wait().unwrap();
        sample(&call, true).unwrap_err();
    }
}
