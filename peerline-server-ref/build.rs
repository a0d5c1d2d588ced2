//! Builds again when a page is added: the pages are inside the program.

fn main() {
    println!("cargo::rerun-if-changed=pages");
}
