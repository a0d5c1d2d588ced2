//! A disk in memory that keeps for sure only what was synced.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::CString;
use std::ptr::NonNull;
use std::sync::OnceLock;

use sqlite_plugin::flags::AccessFlags;
use sqlite_plugin::flags::LockLevel;
use sqlite_plugin::flags::OpenOpts;
use sqlite_plugin::flags::ShmLockMode;
use sqlite_plugin::vars;
use sqlite_plugin::vfs::RegisterOpts;
use sqlite_plugin::vfs::Vfs;
use sqlite_plugin::vfs::VfsHandle;
use sqlite_plugin::vfs::VfsResult;
use sqlite_plugin::vfs::register_static;

use crate::chance::Chance;
use crate::memory;

/// The name SQLite knows this disk by.
pub(crate) const NAME: &str = "power-cut";

thread_local! {
    // SQLite calls back on the thread that called it, so every thread has a machine of its own.
    static DISK: RefCell<Disk> = RefCell::default();
}

/// Makes SQLite know this disk.
pub(crate) fn install() {
    static INSTALLED: OnceLock<()> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        let name = CString::new(NAME).expect("the name has no zero byte");
        let options = RegisterOpts {
            make_default: false,
        };
        register_static(name, Machine, options).expect("SQLite takes another disk");
    });
}

/// Puts files on the disk of this thread, all of them synced, and lets the power be steady.
pub(crate) fn format(files: &BTreeMap<String, Vec<u8>>, seed: u64) {
    memory::forget();
    DISK.set(Disk {
        files: files
            .iter()
            .map(|(name, bytes)| (name.clone(), File::synced(bytes)))
            .collect(),
        power: Power::Steady,
        chance: Chance::new(seed),
    });
}

/// Lets the power fail at the first sync after the next `left` changes, before it is answered.
pub(crate) fn fail_at_sync_after(left: u64) {
    DISK.with_borrow_mut(|disk| disk.power = Power::FailsAtSync(left));
}

/// Returns the files as a program would read them.
pub(crate) fn files() -> BTreeMap<String, Vec<u8>> {
    DISK.with_borrow(|disk| {
        let files = disk.files.iter();
        files
            .map(|(name, file)| (name.clone(), file.now.clone()))
            .collect()
    })
}

/// Lets the power fail at the write, truncation, deletion or sync after the next `left`.
pub(crate) fn fail_after(left: u64) {
    DISK.with_borrow_mut(|disk| disk.power = Power::FailsAfter(left));
}

/// Cuts the power now, if it is still there, and starts the machine again on what is left. No
/// connection of this thread may be open.
pub(crate) fn restart() {
    memory::forget();
    DISK.with_borrow_mut(Disk::restart);
}

/// Cuts the power now. What is open stays open and gets nothing but errors.
pub(crate) fn cut() {
    DISK.with_borrow_mut(|disk| disk.power = Power::Out);
}

#[derive(Default)]
struct Disk {
    files: BTreeMap<String, File>,
    power: Power,
    chance: Chance,
}

#[derive(Clone, Copy, Default)]
enum Power {
    #[default]
    Steady,
    FailsAfter(u64),
    FailsAtSync(u64),
    Out,
}

#[derive(Clone, Copy)]
enum Change {
    Bytes,
    Sync,
}

impl Disk {
    fn restart(&mut self) {
        self.power = Power::Steady;
        let chance = &mut self.chance;
        let luck = Luck::of(chance);
        // The name of a file that was never synced may not be in its folder yet.
        self.files
            .retain(|_, file| file.is_named || luck.is_kept(chance));
        for file in self.files.values_mut() {
            file.survive(luck, chance);
        }
    }

    /// Counts a change; the one at which the power fails is not acknowledged.
    fn spend(&mut self, change: Change) -> VfsResult<()> {
        self.power = match (self.power, change) {
            (Power::Steady, _) => Power::Steady,
            (Power::FailsAfter(0), _) => Power::Out,
            (Power::FailsAfter(left), _) => Power::FailsAfter(left - 1),
            (Power::FailsAtSync(0), Change::Sync) => Power::Out,
            (Power::FailsAtSync(left), _) => Power::FailsAtSync(left.saturating_sub(1)),
            (Power::Out, _) => Power::Out,
        };
        self.check()
    }

    fn check(&self) -> VfsResult<()> {
        match self.power {
            Power::Steady | Power::FailsAfter(_) | Power::FailsAtSync(_) => Ok(()),
            Power::Out => Err(vars::SQLITE_IOERR),
        }
    }

    fn file(&mut self, name: &str) -> VfsResult<&mut File> {
        self.check()?;
        self.files.get_mut(name).ok_or(vars::SQLITE_IOERR)
    }
}

#[derive(Default)]
struct File {
    now: Vec<u8>,
    synced: Vec<u8>,
    is_named: bool,
    /// What each sector and the length have been since the last sync.
    loose: BTreeMap<usize, Vec<Vec<u8>>>,
    lengths: Vec<usize>,
}

impl File {
    fn synced(bytes: &[u8]) -> Self {
        Self {
            now: bytes.to_vec(),
            synced: bytes.to_vec(),
            is_named: true,
            ..Self::default()
        }
    }

    fn write(&mut self, offset: usize, bytes: &[u8]) {
        let end = offset + bytes.len();
        if self.now.len() < end {
            self.resize(end);
        }
        self.now[offset..end].copy_from_slice(bytes);
        for sector in offset / SECTOR..end.div_ceil(SECTOR) {
            let from = sector * SECTOR;
            let upto = self.now.len().min(from + SECTOR);
            self.loose
                .entry(sector)
                .or_default()
                .push(self.now[from..upto].to_vec());
        }
    }

    fn resize(&mut self, length: usize) {
        self.now.resize(length, 0);
        self.lengths.push(length);
    }

    fn sync(&mut self) {
        self.synced.resize(self.now.len(), 0);
        for sector in std::mem::take(&mut self.loose).into_keys() {
            let from = (sector * SECTOR).min(self.now.len());
            let upto = self.now.len().min(from + SECTOR);
            self.synced[from..upto].copy_from_slice(&self.now[from..upto]);
        }
        self.lengths.clear();
        self.is_named = true;
    }

    /// Takes the old or any later length, and for each sector the old or any later content.
    fn survive(&mut self, luck: Luck, chance: &mut Chance) {
        let mut left = std::mem::take(&mut self.synced);
        if let Some(length) = luck.version(chance, &self.lengths) {
            let old = left.len();
            left.resize(*length, 0);
            // What a file grew by may hold anything until it is synced.
            if chance.coin() {
                left.iter_mut()
                    .skip(old)
                    .for_each(|byte| *byte = chance.next() as u8);
            }
        }
        for (sector, contents) in std::mem::take(&mut self.loose) {
            if let Some(content) = luck.version(chance, &contents) {
                let rest = left.iter_mut().skip(sector * SECTOR);
                rest.zip(content).for_each(|(byte, new)| *byte = *new);
            }
        }
        *self = Self::synced(&left);
    }
}

/// How a cut goes: mostly sector by sector; now and then all of it or nothing was on its way.
///
/// By single sectors a commit of some size would never be left whole, and the cut between a sync
/// and its answer would never be seen.
#[derive(Clone, Copy)]
enum Luck {
    Each,
    All,
    None,
}

impl Luck {
    fn of(chance: &mut Chance) -> Self {
        match chance.below(8) {
            0 | 1 => Self::All,
            2 => Self::None,
            _ => Self::Each,
        }
    }

    fn is_kept(self, chance: &mut Chance) -> bool {
        match self {
            Self::Each => chance.coin(),
            Self::All => true,
            Self::None => false,
        }
    }

    /// One of the versions since the last sync, or none of them.
    fn version<'a, T>(self, chance: &mut Chance, versions: &'a [T]) -> Option<&'a T> {
        match self {
            Self::Each if chance.coin() => chance.pick(versions),
            Self::All => versions.last(),
            Self::Each | Self::None => None,
        }
    }
}

/// What the smallest disks write at once.
const SECTOR: usize = 512;

struct Machine;

struct Handle {
    name: String,
}

impl VfsHandle for Handle {
    fn readonly(&self) -> bool {
        false
    }

    fn in_memory(&self) -> bool {
        false
    }
}

impl Vfs for Machine {
    type Handle = Handle;

    fn canonical_path<'a>(&self, path: Cow<'a, str>) -> VfsResult<Cow<'a, str>> {
        Ok(path)
    }

    fn open(&self, path: Option<&str>, _: OpenOpts) -> VfsResult<Handle> {
        let name = path.unwrap_or("temporary").to_owned();
        DISK.with_borrow_mut(|disk| {
            disk.check()?;
            disk.files.entry(name.clone()).or_default();
            Ok(Handle { name })
        })
    }

    fn delete(&self, path: &str) -> VfsResult<()> {
        DISK.with_borrow_mut(|disk| {
            disk.spend(Change::Bytes)?;
            disk.files
                .remove(path)
                .map(drop)
                .ok_or(vars::SQLITE_IOERR_DELETE_NOENT)
        })
    }

    fn access(&self, path: &str, _: AccessFlags) -> VfsResult<bool> {
        DISK.with_borrow(|disk| disk.check().map(|()| disk.files.contains_key(path)))
    }

    fn file_size(&self, handle: &mut Handle) -> VfsResult<usize> {
        DISK.with_borrow_mut(|disk| Ok(disk.file(&handle.name)?.now.len()))
    }

    fn truncate(&self, handle: &mut Handle, size: usize) -> VfsResult<()> {
        DISK.with_borrow_mut(|disk| {
            disk.file(&handle.name)?.resize(size);
            disk.spend(Change::Bytes)
        })
    }

    fn write(&self, handle: &mut Handle, offset: usize, data: &[u8]) -> VfsResult<usize> {
        DISK.with_borrow_mut(|disk| {
            disk.file(&handle.name)?.write(offset, data);
            disk.spend(Change::Bytes).map(|()| data.len())
        })
    }

    fn read(&self, handle: &mut Handle, offset: usize, data: &mut [u8]) -> VfsResult<usize> {
        DISK.with_borrow_mut(|disk| {
            let now = &disk.file(&handle.name)?.now;
            let from = offset.min(now.len());
            let n_bytes = data.len().min(now.len() - from);
            data[..n_bytes].copy_from_slice(&now[from..from + n_bytes]);
            Ok(n_bytes)
        })
    }

    fn sync(&self, handle: &mut Handle) -> VfsResult<()> {
        DISK.with_borrow_mut(|disk| {
            disk.spend(Change::Sync)?;
            disk.file(&handle.name)?.sync();
            Ok(())
        })
    }

    fn lock(&self, _: &mut Handle, _: LockLevel) -> VfsResult<()> {
        Ok(())
    }

    fn unlock(&self, _: &mut Handle, _: LockLevel) -> VfsResult<()> {
        Ok(())
    }

    fn check_reserved_lock(&self, _: &mut Handle) -> VfsResult<bool> {
        Ok(false)
    }

    fn close(&self, _: Handle) -> VfsResult<()> {
        Ok(())
    }

    /// What SQLite assumes of a common disk, and nothing better.
    fn device_characteristics(&self, _: &mut Handle) -> VfsResult<i32> {
        Ok(vars::SQLITE_IOCAP_POWERSAFE_OVERWRITE)
    }

    fn shm_map(
        &self,
        _: &mut Handle,
        region_idx: usize,
        region_size: usize,
        _: bool,
    ) -> VfsResult<Option<NonNull<u8>>> {
        Ok(Some(memory::region(region_idx, region_size)))
    }

    fn shm_lock(&self, _: &mut Handle, _: u32, _: u32, _: ShmLockMode) -> VfsResult<()> {
        Ok(())
    }

    fn shm_unmap(&self, _: &mut Handle, delete: bool) -> VfsResult<()> {
        if delete {
            memory::forget();
        }
        Ok(())
    }
}
