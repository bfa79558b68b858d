//! The binary `akoki`.

use std::process::ExitCode;

fn main() -> ExitCode {
    akoki_api::cli::main()
}
