//! Requests made ready before the clock runs.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::Deserialize;

/// Where a template wants the number of the request.
const MARK: &str = "{{n}}";

/// The first number: every one has ten digits, so the length of a body does not depend on it.
const FIRST: u64 = 1_000_000_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[serde(default = "get")]
    method: String,
    path: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: String,
}

fn get() -> String {
    "GET".to_owned()
}

/// A list of requests as bytes, with gaps for the number.
pub(crate) struct Requests {
    list: Vec<Vec<String>>,
    next: AtomicU64,
}

impl Requests {
    /// Reads JSON lines; empty lines are left out.
    pub(crate) fn prepare(text: &str, host: &str) -> Result<Self, String> {
        let mut list = Vec::new();
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let line: Line =
                serde_json::from_str(line).map_err(|e| format!("line {}: {e}", index + 1))?;
            list.push(pieces(&line, host));
        }
        if list.is_empty() {
            return Err("there are no requests".to_owned());
        }
        Ok(Self {
            list,
            next: AtomicU64::new(FIRST),
        })
    }

    /// How many there are.
    pub(crate) fn many(&self) -> usize {
        self.list.len()
    }

    /// Puts the request whose turn it is into `bytes`.
    pub(crate) fn write(&self, turn: usize, bytes: &mut Vec<u8>) {
        bytes.clear();
        let Some(pieces) = self.list.get(turn % self.list.len()) else {
            return;
        };
        let number = self.next.fetch_add(1, Ordering::Relaxed).to_string();
        for (index, piece) in pieces.iter().enumerate() {
            if index > 0 {
                bytes.extend_from_slice(number.as_bytes());
            }
            bytes.extend_from_slice(piece.as_bytes());
        }
    }
}

fn pieces(line: &Line, host: &str) -> Vec<String> {
    let digits = FIRST.to_string().len();
    let marks = line.body.matches(MARK).count();
    let length = line.body.len() - marks * MARK.len() + marks * digits;
    let mut text = format!("{} {} HTTP/1.1\r\nHost: {host}\r\n", line.method, line.path);
    for (name, value) in &line.headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    if length > 0 {
        text.push_str(&format!("Content-Length: {length}\r\n"));
    }
    text.push_str("\r\n");
    text.push_str(&line.body);
    text.split(MARK).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::Requests;

    fn written(requests: &Requests, turn: usize) -> String {
        let mut bytes = b"left over".to_vec();
        requests.write(turn, &mut bytes);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn takes_turns_and_fills_in_the_number() {
        let text = "{\"path\": \"/a\", \"headers\": {\"Accept\": \"*/*\"}}\n
            {\"method\": \"PATCH\", \"path\": \"/b/{{n}}\", \"body\": \"<{{n}}|{{n}}>\"}";
        let requests = Requests::prepare(text, "h:1").unwrap();
        let first = "GET /a HTTP/1.1\r\nHost: h:1\r\nAccept: */*\r\n\r\n";
        assert_eq!(written(&requests, 0), first);
        let second = "PATCH /b/1000000001 HTTP/1.1\r\nHost: h:1\r\nContent-Length: 23\r\n\r\n\
            <1000000001|1000000001>";
        assert_eq!(written(&requests, 1), second);
        assert_eq!(written(&requests, 2), first);
    }

    #[test]
    fn says_which_line_is_wrong() {
        let failure = |text| Requests::prepare(text, "h").err().unwrap();
        assert!(failure("{\"path\": \"/\"}\n{\"pat\": 1}").starts_with("line 2:"));
        assert_eq!(failure("\n"), "there are no requests");
    }
}
