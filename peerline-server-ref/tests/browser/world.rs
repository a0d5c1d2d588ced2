//! A line and the browsers around it.

use tokio::sync::Mutex;
use tokio::sync::MutexGuard;

use crate::chrome::Driver;
use crate::line::Line;
use crate::page::Page;
use crate::tools;

/// One line, and as many browsers as a test asks for.
pub(crate) struct World {
    pub(crate) line: Line,
    driver: Driver,
    _turn: MutexGuard<'static, ()>,
}

impl World {
    /// Opens a world of its own for a test; `None` where the machine has no browser.
    pub(crate) async fn open(test: &str) -> Option<Self> {
        Self::with(test, "").await
    }

    /// Opens a world whose line has more in its configuration.
    pub(crate) async fn with(test: &str, more: &str) -> Option<Self> {
        let tools = tools::find(test)?;
        let turn = TURN.lock().await;
        Some(Self {
            line: Line::start_with(more).await,
            driver: Driver::start(tools).await,
            _turn: turn,
        })
    }

    /// Opens a browser that knows nobody and shows nothing yet.
    pub(crate) async fn browser(&mut self, name: &'static str) -> Page {
        self.driver.browser(name).await
    }

    /// Opens the seeker's page.
    pub(crate) async fn seeker(&mut self) -> Page {
        let page = self.browser("seeker").await;
        page.go(&self.line.url("/")).await;
        page.see("#welcome").await;
        page
    }

    /// Opens the supporter's page with an invitation.
    pub(crate) async fn supporter(&mut self) -> Page {
        let page = self.browser("supporter").await;
        page.go(&self.line.invite("supporter").await).await;
        page.see("#shift").await;
        page
    }

    /// Opens the responder's page with an invitation.
    pub(crate) async fn responder(&mut self) -> Page {
        let page = self.browser("responder").await;
        page.go(&self.line.invite("responder").await).await;
        page.see("#queue").await;
        page.line_is("live").await;
        page
    }
}

/// A browser fills both cores of a small machine: one world at a time.
static TURN: Mutex<()> = Mutex::const_new(());
