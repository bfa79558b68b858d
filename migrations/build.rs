//! The files that are built in are looked at again when one comes, goes or changes.

fn main() {
    println!("cargo::rerun-if-changed=seed");
    println!("cargo::rerun-if-changed=src/sql");
}
