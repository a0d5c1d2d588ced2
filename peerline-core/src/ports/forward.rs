//! A shared or boxed store is a store.

use std::sync::Arc;

use async_trait::async_trait;

use super::Claimed;
use super::Commit;
use super::Fence;
use super::Journal;
use super::KeyShelf;
use super::PortError;
use super::ShelfKey;
use super::StoppedAt;
use super::Stored;
use super::StreamHead;
use super::WorkKey;
use super::WorkQueue;
use crate::vocab::KeyName;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

macro_rules! forward {
    ($pointer:ident) => {
        #[async_trait]
        impl<T: Journal + ?Sized> Journal for $pointer<T> {
            async fn commit(&self, group: Vec<Commit>) -> Result<(), StoppedAt> {
                (**self).commit(group).await
            }

            async fn read(
                &self,
                stream: &RoomName,
                after: Seq,
                limit: usize,
            ) -> Result<Vec<Stored>, PortError> {
                (**self).read(stream, after, limit).await
            }

            async fn heads(
                &self,
                after: Option<&RoomName>,
                limit: usize,
            ) -> Result<Vec<StreamHead>, PortError> {
                (**self).heads(after, limit).await
            }

            async fn hold(&self) -> Result<Fence, PortError> {
                (**self).hold().await
            }
        }

        #[async_trait]
        impl<T: WorkQueue + ?Sized> WorkQueue for $pointer<T> {
            async fn claim(&self, now: Timestamp, limit: usize) -> Result<Claimed, PortError> {
                (**self).claim(now, limit).await
            }

            async fn release(&self, key: &WorkKey) -> Result<(), PortError> {
                (**self).release(key).await
            }
        }

        #[async_trait]
        impl<T: KeyShelf + ?Sized> KeyShelf for $pointer<T> {
            async fn load(&self) -> Result<Vec<ShelfKey>, PortError> {
                (**self).load().await
            }

            async fn keep(&self, keys: Vec<ShelfKey>) -> Result<(), PortError> {
                (**self).keep(keys).await
            }

            async fn destroy(&self, names: Vec<KeyName>) -> Result<(), PortError> {
                (**self).destroy(names).await
            }
        }
    };
}

forward!(Arc);
forward!(Box);
