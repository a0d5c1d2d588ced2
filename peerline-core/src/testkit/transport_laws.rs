//! A test for each law of a transport.

/// Holds a transport to every law of [`FrameSource`](crate::ports::FrameSource),
/// [`FrameSink`](crate::ports::FrameSink) and [`Transport`](crate::ports::Transport), one `#[test]`
/// each, on links of its own.
///
/// `link` is an expression that gives a [`Link`](crate::testkit::transport::Link); it may wait.
/// Transports whose futures need a runtime bring its `block_on` as `run`; without it, the kit's own
/// is taken.
///
/// ```
/// # struct Mine;
/// # #[async_trait::async_trait]
/// # impl peerline_core::testkit::transport::Link for Mine {
/// #     fn encoding(&self) -> peerline_core::protocol::Encoding { Default::default() }
/// #     async fn connect(&self) -> (peerline_core::ports::End, peerline_core::ports::End) {
/// #         let (near, far) = peerline_core::memory::pipe();
/// #         let end = |end: peerline_core::memory::PipeEnd| {
/// #             peerline_core::ports::End::new(end.source, end.sink)
/// #         };
/// #         (end(near), end(far))
/// #     }
/// # }
/// mod my_transport {
///     # use super::Mine;
///     peerline_core::transport_laws! { link: Mine }
/// }
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! transport_laws {
    (link: $link:expr $(,)?) => {
        $crate::transport_laws! { link: $link, run: $crate::testkit::block_on::block_on }
    };
    (link: $link:expr, run: $run:expr $(,)?) => {
        $crate::transport_laws! { @tests {$link; $run}
            frames_stay_whole
            frames_stay_in_order
            giving_up_a_wait_loses_nothing
            nothing_sent_is_nothing_received
            links_stay_apart
            end_stays_the_end
            sending_into_the_void_fails
        }
    };
    (@tests {$link:expr; $run:expr} $($law:ident)*) => {
        $(
            #[test]
            fn $law() -> $crate::testkit::law::LawResult {
                ($run)(async {
                    let link = $link;
                    $crate::testkit::transport::$law(&link).await
                })
            }
        )*
    };
}
