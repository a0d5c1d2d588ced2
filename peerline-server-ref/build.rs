//! Builds again when a page or a vector is added: they are inside the program.

fn main() {
    println!("cargo::rerun-if-changed=pages");
    println!("cargo::rerun-if-changed=../docs/vectors");
}
