//! What slots lie on.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;

/// Bytes at places, durable once synced. A file is one; a test brings one that loses power.
pub trait Medium: Send {
    /// Reads everything.
    ///
    /// # Errors
    /// What the system says.
    fn read(&self) -> io::Result<Vec<u8>>;

    /// Writes at a place, beyond the end where that is named.
    ///
    /// # Errors
    /// What the system says.
    fn write(&mut self, at: u64, bytes: &[u8]) -> io::Result<()>;

    /// Returns once all that was written is durable.
    ///
    /// # Errors
    /// What the system says.
    fn sync(&mut self) -> io::Result<()>;
}

impl Medium for File {
    fn read(&self) -> io::Result<Vec<u8>> {
        let len = usize::try_from(self.metadata()?.len()).unwrap_or(usize::MAX);
        let mut bytes = vec![0; len];
        self.read_exact_at(&mut bytes, 0)?;
        Ok(bytes)
    }

    fn write(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.write_all_at(bytes, at)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}
