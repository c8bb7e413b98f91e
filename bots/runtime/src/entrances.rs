//! Where customers come in who were given a code, on a receipt or in print (`SIGNALS` 5.5): into the
//! private chat with a bot, or by a page that offers every way there is.

use std::sync::Arc;

use amends_core::{place::Platform, policy::Workspace};
use thiserror::Error;

use crate::port::SharedAdapter;

/// The ways into the platforms that are connected, and the page that offers them.
#[derive(Clone)]
pub struct Entrances {
    adapters: Arc<[SharedAdapter]>,
    public_url: Option<Arc<str>>,
}

/// A way to be asked, for whoever was given a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayIn {
    /// The platform it leads to.
    pub platform: Platform,
    /// The link.
    pub link: String,
    /// The link brings the code along; else it is given there by hand, to the panel.
    pub brings_code: bool,
}

/// Why there is no link for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoLink {
    /// A platform that may give one was not reached yet.
    #[error("{} is not connected yet", .0.name())]
    Late(Platform),
    /// Customers are on a platform whose links carry no code, and the page that shows it to them
    /// has no address.
    #[error(
        "links to Discord carry no code, so they lead to a page of amends, and nobody knows its \
         address: set AMENDS_PUBLIC_URL (http.public_url) and start amends again"
    )]
    NoPage,
    /// Nothing that is connected lets customers in.
    #[error(
        "links lead into a private chat on Telegram or to the panel on Discord, and there is \
         neither: set AMENDS_TELEGRAM_TOKEN; or AMENDS_DISCORD_TOKEN, discord.guild, \
         discord.care_channel and http.public_url, and leave the panel switched on; then start \
         amends again"
    )]
    NoPlatform,
}

impl Entrances {
    /// The ways into these platforms. The page is reached at this address, if it is.
    pub fn new(adapters: &[SharedAdapter], public_url: Option<String>) -> Self {
        Self { adapters: adapters.into(), public_url: public_url.map(Into::into) }
    }

    /// The ways that whoever has this code can take at the moment.
    pub fn ways(&self, business: &Workspace, code: &str) -> Vec<WayIn> {
        let panel = business.care.as_ref().filter(|_| business.signals.panel);
        let way = |adapter: &SharedAdapter| {
            let platform = adapter.platform();
            if let Some(link) = adapter.private_link(code) {
                return Some(WayIn { platform, link, brings_code: true });
            }
            let panel = panel.filter(|care| care.platform == platform)?;
            let link = adapter.place_link(panel)?;
            Some(WayIn { platform, link, brings_code: false })
        };
        self.adapters.iter().filter_map(way).collect()
    }

    /// The one link to print, show or send for a code: straight into the private chat where that is
    /// the only way, else to the page.
    pub fn link(&self, business: &Workspace, code: &str) -> Result<String, NoLink> {
        let ways = self.ways(business, code);
        let late = self.adapters.iter().find(|adapter| !adapter.is_ready());
        let wants_page = ways.iter().any(|way| !way.brings_code)
            // What is printed must be good when the other platform is back as well.
            || (late.is_some() && !ways.is_empty());
        if let Some(url) = self.public_url.as_ref().filter(|_| wants_page)
            && let Some(path) = path(code)
        {
            return Ok(format!("{url}{path}"));
        }
        let wants_code = ways.iter().any(|way| !way.brings_code);
        match (ways.into_iter().find(|way| way.brings_code), late) {
            (Some(way), _) => Ok(way.link),
            (None, Some(late)) => Err(NoLink::Late(late.platform())),
            (None, None) if wants_code => Err(NoLink::NoPage),
            (None, None) => Err(NoLink::NoPlatform),
        }
    }
}

/// Where the page for a code is: `/r/…` for receipts, `/q/…` for places.
fn path(code: &str) -> Option<String> {
    let (kind, rest) = code.split_once('_')?;
    matches!(kind, "r" | "q").then(|| format!("/{kind}/{rest}"))
}

impl std::fmt::Debug for Entrances {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let platforms = self.adapters.iter().map(|adapter| adapter.platform());
        f.debug_list().entries(platforms).finish()
    }
}
