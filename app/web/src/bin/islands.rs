//! The islands' WASM: the first one that a page loads.

fn main() {
    dealerbook_web::start();
}
