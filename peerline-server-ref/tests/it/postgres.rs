//! The store on a real PostgreSQL, which these tests start for themselves.
//!
//! It needs PostgreSQL's own programs (`apt-get install postgresql`), found in
//! `/usr/lib/postgresql`, or in the folder that `PEERLINE_POSTGRES_BIN` names. Where they are
//! missing the tests say so and are left out; with `PEERLINE_REQUIRE_POSTGRES=1` that is a failure.

mod failing;
mod laws;
mod line;
mod model;
mod opening;
mod server;

pub(crate) use server::Server;
pub(crate) use server::open;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime starts")
}
