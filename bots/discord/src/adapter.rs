//! The adapter itself: connected to one bot, it carries out one effect after another.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Mutex, PoisonError},
};

use amends_core::{
    effect::{Body, Receipt},
    gap::{ChannelGap, Gap},
    lang::Lang,
    place::{FileRef, MessageRef, Place, Platform},
    policy::{RoleLevel, Signals, Workspace},
    transcript::{Format, Transcript},
};
use amends_runtime::port::{Adapter, Attempt, Fate, File, Incoming, Pending, SendError, View};
use amends_wording::Phrasebook;
use secrecy::SecretString;
use serde_json::Value;
use serenity::model::id::{ApplicationId, ChannelId, GuildId};
use thiserror::Error;

use self::files::Files;
use crate::{
    classify::TOKEN_REFUSED,
    client::{CallError, Client, ClientError},
    commands::{self, Definitions},
    data::Keys,
    desk,
    inbound::{self, Me},
    outbound::{self, voice::Voice},
};

mod carry;
mod files;
mod presence;

/// The largest file that everybody may send, in bytes.
const UPLOAD_LIMIT: u64 = 10 << 20;

/// Where people see what is on Discord.
const SITE: &str = "https://discord.com";

/// How the adapter is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The bot's token, as Discord's developer portal gave it.
    pub token: SecretString,
    /// The address of the API: [`API_URL`](crate::client::API_URL), or a stand-in's.
    pub api_url: String,
    /// The server that the bot works on, if it is known.
    pub guild: Option<GuildId>,
    /// An invitation to the channel where customers find the panel, if there is one.
    pub invite: Option<String>,
}

/// Why the adapter could not connect. Each sentence says what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ConnectError {
    /// The settings can't work.
    #[error(transparent)]
    Settings(#[from] ClientError),
    /// Discord does not know the token.
    #[error("{TOKEN_REFUSED}")]
    Token,
    /// Discord did not answer.
    #[error(
        "Discord can't be reached at `{host}` ({why}): check the network of this machine and \
         discord.api_url, then try again"
    )]
    Unreachable {
        /// The host that was called.
        host: String,
        /// What happened.
        why: String,
    },
    /// Discord answered with something else.
    #[error("Discord refused to say who the bot is: {0}")]
    Refused(String),
}

impl ConnectError {
    /// Whether a later try may work without anybody changing anything.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Unreachable { .. } => true,
            Self::Settings(_) | Self::Token | Self::Refused(_) => false,
        }
    }

    fn of(error: CallError, host: &str) -> Self {
        let unreachable = |why: String| Self::Unreachable { host: host.to_owned(), why };
        match error {
            CallError::Refused { status: 401, .. } => Self::Token,
            CallError::Refused { message, .. } => Self::Refused(message),
            CallError::Unreadable(why) => Self::Refused(why),
            CallError::NotSent(why) | CallError::Lost(why) => unreachable(why),
            CallError::RateLimited { .. } | CallError::Held { .. } => {
                unreachable(error.to_string())
            }
        }
    }
}

/// A bot on Discord.
pub struct DiscordAdapter {
    client: Client,
    me: Me,
    invite: Option<String>,
    application: ApplicationId,
    may_read_content: bool,
    keys: Keys,
    phrasebook: Phrasebook,
    files: Files,
    /// The places of threads, as far as somebody asked.
    places: Mutex<BTreeMap<ChannelId, Place>>,
}

impl DiscordAdapter {
    /// Asks Discord who the bot is; from then on the adapter is ready.
    pub async fn connect(settings: Settings) -> Result<Self, ConnectError> {
        let client = Client::new(settings.token, &settings.api_url)?.at_home(settings.guild);
        let failed = |error| ConnectError::of(error, client.host());
        let me = client.me().await.map_err(failed)?;
        let application = client.application().await.map_err(failed)?;
        let keys = Keys::of(client.token());
        let files = Files::new(client.base())?;
        let guild = settings.guild.map(|guild| guild.to_string());
        Ok(Self {
            me: Me { id: me.id.to_string(), guild },
            invite: settings.invite,
            application: application.id,
            may_read_content: application.may_read_content(),
            client,
            keys,
            phrasebook: Phrasebook::new(),
            files,
            places: Mutex::default(),
        })
    }

    /// The bot's own account.
    pub fn me(&self) -> &Me {
        &self.me
    }

    /// The application behind the bot.
    pub fn application(&self) -> ApplicationId {
        self.application
    }

    /// Whether the bot's owner lets it read what people write on servers.
    pub fn may_read_content(&self) -> bool {
        self.may_read_content
    }

    /// The client, for the gateway.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The commands and menus that are offered where nothing was changed.
    pub fn definitions(&self) -> Definitions {
        Definitions::new(&self.phrasebook, &Signals::default(), &Lang::BUILT_IN)
    }

    /// The commands and menus that a business offers.
    pub fn definitions_of(&self, workspace: &Workspace) -> Definitions {
        Definitions::new(&self.phrasebook, &workspace.signals, &workspace.languages())
    }

    /// Looks for what is missing at the desk, where private rooms are opened, and for the roles to
    /// be called at the desk: a sentence for each, in the order in which they are to be put right.
    /// No sentence means that all is well.
    pub async fn check_places(
        &self,
        desk: Option<&Place>,
        care: Option<&Place>,
        roles: &[RoleLevel],
    ) -> Vec<String> {
        let gaps = desk::check(&self.client, &self.me, (desk, care), roles).await;
        gaps.iter().map(|gap| self.phrasebook.channel_gap(gap)).collect()
    }

    /// Suggests open cases, and the languages and causes of the business, to somebody who is typing a
    /// command. Whatever goes wrong is no harm: they type on.
    pub async fn suggest(
        &self,
        interaction: &Value,
        open_cases: &[String],
        known: (&[Lang], &[String]),
    ) {
        let suggested = commands::suggestions(interaction, open_cases, known);
        let Some((id, token, response)) = suggested else { return };
        self.client.answer(id, &token, &response).await.ok();
    }

    fn places(&self) -> std::sync::MutexGuard<'_, BTreeMap<ChannelId, Place>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Adapter for DiscordAdapter {
    fn platform(&self) -> Platform {
        Platform::Discord
    }

    fn read(&self, update: &[u8], view: &View) -> Vec<Incoming> {
        inbound::read(update, &self.me, view, &self.keys)
    }

    fn perform<'a>(
        &'a self,
        body: &'a Body,
        view: &'a View,
        attempt: &'a Attempt,
    ) -> Pending<'a, Fate> {
        if let Body::Inspect { desk, care, .. } = body {
            return Box::pin(async move {
                let places = (Some(desk), care.as_ref());
                let mut gaps = desk::check(&self.client, &self.me, places, &view.roles).await;
                if care.is_none() {
                    gaps.push(ChannelGap::NoRooms);
                }
                Ok(Receipt::Gaps(gaps.into_iter().map(Gap::Channel).collect()))
            });
        }
        let voice = Voice { phrasebook: &self.phrasebook, view, keys: &self.keys };
        let planned = outbound::plan(body, &voice, attempt);
        Box::pin(self.carry_out(planned, &attempt.files))
    }

    /// It copies nothing: what a bot may not read it may not forward either.
    fn copies(&self, _from: Platform) -> bool {
        false
    }

    fn recognises_repeats(&self) -> bool {
        // Every message goes with its nonce, and Discord enforces it for some minutes.
        true
    }

    fn wording_file(&self, lang: Lang, view: &View) -> String {
        self.phrasebook.wording_file(lang, &view.wording)
    }

    fn transcript(&self, transcript: &Transcript, format: Format) -> String {
        self.phrasebook.transcript(transcript, format)
    }

    fn upload_limit(&self) -> u64 {
        UPLOAD_LIMIT
    }

    fn fetch<'a>(
        &'a self,
        message: &'a MessageRef,
        files: &'a [FileRef],
        limit: u64,
    ) -> Pending<'a, Result<Vec<File>, SendError>> {
        Box::pin(self.files.fetch(&self.client, message, files, limit))
    }

    /// Discord has no link that brings somebody into the private chat with a bot.
    fn private_link(&self, _token: &str) -> Option<String> {
        None
    }

    /// An invitation lets in whoever is no member yet, and brings everybody else to its channel.
    fn place_link(&self, place: &Place) -> Option<String> {
        let guild = self.me.guild.as_ref();
        let channel = || guild.map(|guild| format!("{SITE}/channels/{guild}/{}", place.chat));
        self.invite.clone().or_else(channel)
    }
}

impl fmt::Debug for DiscordAdapter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DiscordAdapter")
            .field("client", &self.client)
            .field("me", &self.me)
            .finish_non_exhaustive()
    }
}
