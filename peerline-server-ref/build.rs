//! Builds again when a page, a vector or a case is added: they are inside the program.

fn main() {
    println!("cargo::rerun-if-changed=pages");
    println!("cargo::rerun-if-changed=../docs/vectors");
    println!("cargo::rerun-if-changed=../docs/crisischeck");
}
