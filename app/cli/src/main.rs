//! The `dealerbook` command.
fn main() {}
