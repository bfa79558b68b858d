//! What a command prints: for people, or one JSON object for scripts.

use serde_json::Value;
use std::io::Write;

/// Where the words of a command go.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    json: bool,
}

impl Output {
    /// For people, or as JSON.
    pub fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether JSON was asked for.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// The outcome of a command, in words and as data.
    pub fn say(&self, text: &str, data: Value) {
        if self.json {
            self.raw(&data.to_string())
        } else {
            self.raw(text)
        }
    }

    /// Text on stdout as it is.
    pub fn raw(&self, text: &str) {
        // A reader that went away is no reason to fail.
        let _ = writeln!(std::io::stdout().lock(), "{text}");
    }

    /// A remark, on stderr.
    pub fn remark(&self, text: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    /// Why a command was not done.
    pub fn refuse(&self, text: &str) {
        self.remark(&format!("akoki: {text}"));
    }
}
