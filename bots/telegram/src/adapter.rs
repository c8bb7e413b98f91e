//! The adapter itself: connected to one bot, it carries out one effect after another.

use std::{fmt, time::Duration};

use amends_core::{
    effect::{Body, Receipt},
    gap::Gap,
    lang::Lang,
    place::{FileRef, MessageRef, Place, Platform},
    transcript::{Format, Transcript},
};
use amends_runtime::port::{Adapter, Attempt, Fate, File, Incoming, Pending, SendError, View};
use amends_wording::Phrasebook;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{json, value::RawValue};
use teloxide_core::payloads::GetMe;
use thiserror::Error;
use tokio::time::sleep;
use tracing::{debug, warn};

use crate::{
    classify::{self, CallError, TOKEN_REFUSED, is_already_so, is_wrong_way, send_error},
    client::{Client, ClientError},
    data::Keys,
    desk, download,
    inbound::{self, Me},
    outbound::{
        self,
        call::Call,
        voice::{Voice, private_link},
    },
};

/// Where Telegram's own servers answer.
pub const API_URL: &str = "https://api.telegram.org";

/// The longest wait for the rest of words whose beginning arrived.
const PATIENCE: Duration = Duration::from_mins(1);

/// How large a file may be that a bot sends.
const UPLOAD: u64 = 50 * 1024 * 1024;

/// How the adapter is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The bot's token, as `@BotFather` gave it.
    pub token: SecretString,
    /// The address of the Bot API: [`API_URL`], or a server of one's own.
    pub api_url: String,
}

/// Why the adapter could not connect. Each sentence says what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ConnectError {
    /// The settings can't work.
    #[error(transparent)]
    Settings(#[from] ClientError),
    /// Telegram does not know the token.
    #[error("{TOKEN_REFUSED}")]
    Token,
    /// Telegram did not answer.
    #[error(
        "Telegram can't be reached at `{host}` ({why}): check the network of this machine and \
         telegram.api_url, then try again"
    )]
    Unreachable {
        /// The host that was called.
        host: String,
        /// What happened.
        why: String,
    },
    /// Telegram answered with something else.
    #[error("Telegram refused to say who the bot is: {0}")]
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
}

/// A bot on Telegram.
pub struct TelegramAdapter {
    client: Client,
    me: Me,
    keys: Keys,
    phrasebook: Phrasebook,
    reads_groups: bool,
}

/// What is read of the bot's own account.
#[derive(Deserialize)]
struct Account {
    id: u64,
    username: String,
    #[serde(default)]
    has_topics_enabled: bool,
    #[serde(default)]
    can_read_all_group_messages: bool,
}

impl TelegramAdapter {
    /// Asks Telegram who the bot is; from then on the adapter is ready.
    pub async fn connect(settings: Settings) -> Result<Self, ConnectError> {
        let client = Client::new(settings.token, &settings.api_url)?;
        let unreachable =
            |why: String| ConnectError::Unreachable { host: client.host().to_owned(), why };
        let answer = client.call(&GetMe::new()).await.map_err(|error| match error {
            CallError::NotSent(why) | CallError::Lost(why) => unreachable(why),
            CallError::Refused { code: 401 | 404, .. } => ConnectError::Token,
            CallError::Refused { code: 429, description, .. } => unreachable(description),
            CallError::Refused { description, .. } => ConnectError::Refused(description),
        })?;
        let account: Account = serde_json::from_str(answer.get())
            .map_err(|error| ConnectError::Refused(error.to_string()))?;
        if account.has_topics_enabled {
            warn!(
                "The bot's private chats are split into topics: switch threaded mode off in \
                 @BotFather, or customers may overlook what is written to them"
            );
        }
        let keys = Keys::of(client.token());
        let me = Me { id: account.id, username: account.username };
        let reads_groups = account.can_read_all_group_messages;
        Ok(Self { client, me, keys, phrasebook: Phrasebook::new(), reads_groups })
    }

    /// The bot's own account.
    pub fn me(&self) -> &Me {
        &self.me
    }

    /// Whether it reads everything in groups where it is not admin.
    pub fn reads_groups(&self) -> bool {
        self.reads_groups
    }

    /// Why no updates would arrive; nothing if they would. Nothing is confirmed by asking.
    pub async fn updates_go_elsewhere(&self) -> Option<String> {
        let asked = self.client.poll(&json!({"timeout": 0, "limit": 1})).await;
        match asked {
            Err(CallError::Refused { code: 409, description, .. }) => {
                Some(format!("no updates arrive: {}", classify::conflict(&description)))
            }
            Err(CallError::Refused { .. } | CallError::NotSent(_) | CallError::Lost(_)) | Ok(_) => {
                None
            }
        }
    }

    /// The client, for asking for updates.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Looks for what is missing at the desk: a sentence for each, in the order in which they are
    /// to be put right. No sentence means that all is well.
    pub async fn check_desk(&self, place: &Place) -> Vec<String> {
        let gaps = desk::check(&self.client, &self.me, place).await;
        gaps.iter().map(|gap| self.phrasebook.desk_gap(gap)).collect()
    }

    /// The words of the bot.
    pub(crate) fn phrasebook(&self) -> &Phrasebook {
        &self.phrasebook
    }

    async fn carry_out(&self, planned: Result<Option<Call>, SendError>, files: &[File]) -> Fate {
        let Some(call) = planned? else { return Ok(Receipt::Done) };
        let (receipt, then) = self.make(&call, files).await?;
        for next in then {
            self.make_next(next, files).await?;
        }
        Ok(receipt)
    }

    /// Makes a call, in the other way if Telegram says that this is none. Returns what follows it,
    /// too.
    async fn make<'a>(
        &self,
        call: &'a Call,
        files: &[File],
    ) -> Result<(Receipt, &'a [Call]), SendError> {
        let mut call = call;
        loop {
            let error = match self.result_of(call, files).await {
                Ok(result) => return Ok((call.yields.receipt(&result), &call.then)),
                Err(error) if is_already_so(&error) => {
                    return Ok((call.yields.unchanged(), &call.then));
                }
                Err(error) => error,
            };
            debug!(method = call.method, %error, "Telegram did not do it");
            match &call.otherwise {
                Some(otherwise) if is_wrong_way(&error) => call = otherwise,
                Some(_) | None => return Err(send_error(&error, call.audience)),
            }
        }
    }

    async fn result_of(&self, call: &Call, files: &[File]) -> Result<Box<RawValue>, CallError> {
        let Some(upload) = &call.upload else {
            return self.client.call_named(call.method, &call.params).await;
        };
        let file = files.get(upload.file).expect("calls are planned for the files of the attempt");
        self.client.upload(call.method, &call.params, upload.parameter, file).await
    }

    /// Makes a call that brings more of what arrived in part. The whole is only repeated as
    /// something that may have arrived, so that the repeat is marked as one.
    async fn make_next(&self, call: &Call, files: &[File]) -> Result<(), SendError> {
        loop {
            return match self.make(call, files).await {
                Err(SendError::RateLimited { after }) if after <= PATIENCE => {
                    sleep(after).await;
                    continue;
                }
                Ok(_) => Ok(()),
                Err(SendError::Refused(refusal)) => Err(SendError::Refused(refusal)),
                Err(error) => Err(SendError::Unknown(format!("only a part arrived: {error}"))),
            };
        }
    }
}

impl Adapter for TelegramAdapter {
    fn platform(&self) -> Platform {
        Platform::Telegram
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
        if let Body::Inspect { desk, .. } = body {
            return Box::pin(async move {
                let gaps = desk::check(&self.client, &self.me, desk).await;
                Ok(Receipt::Gaps(gaps.into_iter().map(Gap::Desk).collect()))
            });
        }
        let voice = Voice { phrasebook: &self.phrasebook, view, me: &self.me, keys: &self.keys };
        let planned = outbound::plan(body, &voice, attempt);
        Box::pin(self.carry_out(planned, &attempt.files))
    }

    fn copies(&self, from: Platform) -> bool {
        from == Platform::Telegram
    }

    fn wording_file(&self, lang: Lang, view: &View) -> String {
        self.phrasebook.wording_file(lang, &view.wording)
    }

    fn transcript(&self, transcript: &Transcript, format: Format) -> String {
        self.phrasebook.transcript(transcript, format)
    }

    fn upload_limit(&self) -> u64 {
        UPLOAD
    }

    fn fetch<'a>(
        &'a self,
        _message: &'a MessageRef,
        files: &'a [FileRef],
        limit: u64,
    ) -> Pending<'a, Result<Vec<File>, SendError>> {
        Box::pin(download::fetch(&self.client, files, limit))
    }

    fn private_link(&self, token: &str) -> Option<String> {
        private_link(&self.me, token)
    }
}

impl fmt::Debug for TelegramAdapter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TelegramAdapter")
            .field("client", &self.client)
            .field("me", &self.me)
            .finish_non_exhaustive()
    }
}
