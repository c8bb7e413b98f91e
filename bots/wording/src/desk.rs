//! What staff read.

pub(crate) mod admin;
mod assist;
mod card;
mod cases;
mod handing;
mod handling;
mod inbox;
mod lists;
mod offers;
mod origin;
mod promises;
mod report;
mod rota;
pub(crate) mod setup;
mod story;
mod transcript;
mod why;

use amends_core::{
    desk::{DeskSay, Mention, NotDelivered},
    hours::Due,
    ids::CaseNumber,
    lang::Lang,
    policy::Level,
};
use jiff::SignedDuration;

use crate::{
    Context, Phrasebook,
    clean::{clean_name, clean_text, clean_username, one_line_text},
    customer::sentence_part,
    label::face,
};

/// The longest piece of somebody's words within a line of ours.
const QUOTE_LIMIT: usize = 500;
/// The longest topic or way to reach somebody.
const PHRASE_LIMIT: usize = 120;
/// The longest part of a command that is repeated to its author.
const COMMAND_LIMIT: usize = 40;

impl Phrasebook {
    /// The text for staff. The customer's own words keep their full length: whether they are too
    /// long is the platform's to say.
    #[expect(clippy::too_many_lines, reason = "one arm for each thing that is said to staff")]
    pub fn desk(&self, say: &DeskSay, context: &Context<'_>) -> String {
        match say {
            DeskSay::Card(card) => self.card(card, context),
            DeskSay::CardAside(card) => {
                let how = self.about("card_aside", card.title.case);
                format!("{how}\n{}", self.card(card, context))
            }
            DeskSay::CustomerWords { name, lines, .. } => {
                self.customer_words("words", name.as_deref(), &lines.join("\n"))
            }
            DeskSay::SpokeThemselves { by, lines } => {
                self.customer_words("spoke_themselves", Some(by.as_str()), &lines.join("\n"))
            }
            DeskSay::NotShown { name, why, size, .. } => {
                let (name, size) = (self.customer(name.as_deref()), lists::megabytes(*size));
                let key = match why {
                    NotDelivered::TooLarge => "not_shown_too_large",
                    NotDelivered::Unreachable
                    | NotDelivered::Unsupported
                    | NotDelivered::Unknown => "not_shown_unsupported",
                };
                self.desk_text(key, &[("name", name), ("size", size)])
            }
            DeskSay::Reacted { name, emoji } => {
                let emoji = one_line_text(emoji, COMMAND_LIMIT);
                let name = self.customer(name.as_deref());
                self.desk_text("reacted", &[("name", name), ("emoji", emoji)])
            }
            DeskSay::CustomerDeleted { name } => {
                self.desk_text("customer_deleted", &[("name", self.customer(name.as_deref()))])
            }
            DeskSay::CustomerEdited { name, text } => {
                self.customer_words("edited", name.as_deref(), text)
            }
            DeskSay::PleaseTake { case, on_duty } => self.please_take(*case, on_duty),
            DeskSay::StillWaits { case, on_duty, promised } => self.calling(
                on_duty,
                "still_waits",
                &[("case", case.to_string()), ("due", self.due(promised))],
            ),
            DeskSay::NeedsYou { case, called, left, level } => {
                self.needs_you(*case, called, *left, *level)
            }
            DeskSay::PromiseBroken { case, called, level, due, what } => {
                self.promise_broken(*case, called, *level, due, what)
            }
            DeskSay::Promise(say) => self.about_promise(say),
            DeskSay::Handing(say) => self.about_handing(say),
            DeskSay::Handling(say) => self.about_handling(say),
            DeskSay::Assist(say) => self.about_assist(say),
            DeskSay::Transcript { case, sent: true } => self.about("transcript_sent", *case),
            DeskSay::Transcript { case, sent: false } => self.about("transcript_file", *case),
            DeskSay::Inbox(say) => self.about_inbox(say),
            DeskSay::Report(say) => self.about_report(say),
            DeskSay::Offer(say) => self.about_offer(say),
            DeskSay::Why(say) => self.about_why(say),
            DeskSay::Story(story) => self.story(story),
            DeskSay::Aged { case, called, level } => {
                self.climbed("aged", *case, called, *level, None)
            }
            DeskSay::SeniorAsked { case, called, level, by_customer, due, why } => {
                let key = match (by_customer, due) {
                    (true, Some(_)) => "senior_asked_due",
                    (true, None) => "senior_asked",
                    (false, Some(_)) => "senior_called_due",
                    (false, None) => "senior_called",
                };
                let call = self.climbed(key, *case, called, *level, due.as_ref());
                match why {
                    Some(why) => format!("{call}\n{}", self.said("why", "why", why)),
                    None => call,
                }
            }
            DeskSay::ProgressDue { case, owner } => self.calling(
                std::slice::from_ref(owner),
                "progress_due",
                &[("case", case.to_string())],
            ),
            DeskSay::NobodyOnDuty { case } => self.about("nobody_on_duty", *case),
            DeskSay::Taken { by } => self.by("taken", by),
            DeskSay::TakenOver { by, from, so_far } => self.taken_over(by, from, so_far.as_deref()),
            DeskSay::JoinedDesk { by } => self.by("joined_desk", by),
            DeskSay::LeftDesk { by } => self.by("left_desk", by),
            DeskSay::AlreadyTaken { by, ago } => {
                // "0 s faster" would read as a mistake.
                let ago = self.length((*ago).max(SignedDuration::from_secs(1)));
                self.desk_text("already_taken", &[("by", self.first(by)), ("ago", ago)])
            }
            DeskSay::OfferWait => self.line("offer_wait"),
            DeskSay::NowWaiting => self.line("now_waiting"),
            DeskSay::NotSentJoinFirst => self.line("not_sent_join_first"),
            DeskSay::NotSentUnclear => self.line("not_sent_unclear"),
            DeskSay::NotSentUnreadable => self.line("not_sent_unreadable"),
            DeskSay::OnItsWay => self.line("on_its_way"),
            DeskSay::NotSentClosed { case } => self.about("not_sent_closed", *case),
            DeskSay::NotDelivered { why } => self.line(match why {
                NotDelivered::Unreachable => "not_delivered_unreachable",
                NotDelivered::Unsupported => "not_delivered_unsupported",
                NotDelivered::TooLarge => "not_delivered_too_large",
                NotDelivered::Unknown => "not_delivered_unknown",
            }),
            DeskSay::AskWhatWasDone { .. } => self.line("ask_what_was_done"),
            DeskSay::DoneTooShort => self.line("done_too_short"),
            DeskSay::NotYetPromises { open, deeds } => self.not_yet(open, deeds),
            DeskSay::CustomerAsked { done, due: None } => self.said("customer_asked", "done", done),
            DeskSay::CustomerAsked { done, due: Some(due) } => {
                let done = one_line_text(done, QUOTE_LIMIT);
                self.desk_text("customer_asked_at", &[("done", done), ("due", self.due(due))])
            }
            DeskSay::VerdictYes { case, after } => self.desk_text(
                "verdict_yes",
                &[("case", case.to_string()), ("duration", self.length(*after))],
            ),
            DeskSay::VerdictPartly { case } => self.about("verdict_partly", *case),
            DeskSay::VerdictNo { case, called, level, due } => {
                self.climbed("verdict_no", *case, called, *level, Some(due))
            }
            DeskSay::WroteAfter { case, owner } => {
                self.calling(owner.as_slice(), "wrote_after", &[("case", case.to_string())])
            }
            DeskSay::JustThanksNoted => self.line("just_thanks_noted"),
            DeskSay::ReopenedDesk { case, due } => self
                .desk_text("reopened_desk", &[("case", case.to_string()), ("due", self.due(due))]),
            DeskSay::NoReplyWanted { case } => self.about("no_reply_wanted", *case),
            DeskSay::ClosedMistap { case } => self.about("closed_mistap", *case),
            DeskSay::ChangedAnswer { rating } => {
                self.desk_text("changed_answer", &[("rating", face(*rating))])
            }
            DeskSay::DeleteByHand { case } => self.about("delete_by_hand", *case),
            DeskSay::ClosedQuiet { case, outcome } => self.desk_text(
                "closed_quiet",
                &[("case", case.to_string()), ("outcome", self.outcome(*outcome))],
            ),
            DeskSay::ClosedBy { case, by, outcome, reason } => self.desk_text(
                "closed_by",
                &[
                    ("by", self.first(by)),
                    ("case", case.to_string()),
                    ("outcome", self.outcome(*outcome)),
                    ("reason", one_line_text(reason, QUOTE_LIMIT)),
                ],
            ),
            DeskSay::AnotherContact { topic, agent } => {
                match about(topic.as_deref(), agent.as_deref()) {
                    Some(about) => self.desk_text("another_contact_about", &[("about", about)]),
                    None => self.line("another_contact"),
                }
            }
            DeskSay::AnotherAnswer { rating } => match rating {
                Some(rating) => {
                    self.desk_text("another_answer_rating", &[("rating", face(*rating))])
                }
                None => self.line("another_answer"),
            },
            DeskSay::Unreachable { otherwise } => self.unreachable(otherwise.as_deref()),
            DeskSay::Back => self.line("back"),
            DeskSay::CloseWithResolve { case } => self.about("close_with_resolve", *case),
            DeskSay::RoomGone => self.line("room_gone"),
            DeskSay::NotSeated { who } => {
                self.desk_text("not_seated", &[("who", self.colleague(who))])
            }
            DeskSay::LeftServer { name } => {
                let name = self.name(name.as_deref(), "the_customer");
                self.desk_text("left_server", &[("name", name)])
            }
            DeskSay::ThreadRecreated { lines } => self.thread_recreated(lines),
            DeskSay::NoThread { case, no_rights: true } => self.about("no_thread_rights", *case),
            DeskSay::NoThread { case, no_rights: false } => self.about("no_thread", *case),
            DeskSay::History { case, lines } => self.history(*case, lines),
            DeskSay::Feed { rating, name, topic, agent, comment } => {
                let who = self.name(name.as_deref(), "the_customer");
                let who = match rating {
                    Some(rating) => format!("{} {who}", face(*rating)),
                    None => who,
                };
                self.feed(who, about(topic.as_deref(), agent.as_deref()), comment.as_deref())
            }
            DeskSay::Praise { rating, name, topic } => {
                let mut values = vec![
                    ("rating", face(*rating)),
                    ("name", self.name(name.as_deref(), "a_customer")),
                ];
                match about(topic.as_deref(), None) {
                    Some(topic) => {
                        values.push(("topic", topic));
                        self.desk_text("praise_topic", &values)
                    }
                    None => self.desk_text("praise", &values),
                }
            }
            DeskSay::WontAskCaseOpen { name, case } => self.desk_text(
                "wont_ask_case_open",
                &[("name", self.name(name.as_deref(), "the_customer")), ("case", case.to_string())],
            ),
            DeskSay::WontAskGap { ago, next } => self
                .desk_text("wont_ask_gap", &[("ago", self.length(*ago)), ("due", self.due(next))]),
            DeskSay::WontAskOptedOut { name } => {
                self.named("wont_ask_opted_out", name.as_deref(), "the_customer")
            }
            DeskSay::WontAskStale => self.line("wont_ask_stale"),
            DeskSay::WontAskIncident => self.line("wont_ask_incident"),
            DeskSay::WontAskPaused => self.line("wont_ask_paused"),
            DeskSay::WontAskDuplicate => self.line("wont_ask_duplicate"),
            DeskSay::WontAskNoChannel { name } => {
                self.named("wont_ask_no_channel", name.as_deref(), "customer")
            }
            DeskSay::WontAskLeftOut { what } => {
                self.said("wont_ask_left_out", "what", &what.replacen(':', " ", 1))
            }
            DeskSay::WontAskFewMessages { wrote, least } => self.desk_text(
                "wont_ask_few_messages",
                &[("wrote", wrote.to_string()), ("least", least.to_string())],
            ),
            DeskSay::WontAskNotSampled { share } => {
                self.said("wont_ask_not_sampled", "share", share)
            }
            DeskSay::WontAskQuietHours { quiet } => {
                self.said("wont_ask_quiet_hours", "quiet", quiet)
            }
            DeskSay::WillAskLater { due } => {
                self.desk_text("will_ask_later", &[("due", self.due(due))])
            }
            DeskSay::WhoseContact => self.line("whose_contact"),
            DeskSay::Anonymous => self.line("anonymous"),
            DeskSay::NotAllowed { needs, is } => self.desk_text(
                "not_allowed",
                &[("needs", self.line(level_key(Some(*needs)))), ("is", self.line(level_key(*is)))],
            ),
            DeskSay::OwnCase => self.line("own_case"),
            DeskSay::OnlyCustomerCloses => self.line("only_customer_closes"),
            DeskSay::AlreadyTop => self.line("already_top"),
            DeskSay::WrongPlace { command } if command == "/promise" => {
                self.command("wrong_place_time", command)
            }
            DeskSay::WrongPlace { command } => self.command("wrong_place", command),
            DeskSay::UnknownCommand { command, nearest: Some(nearest) } => self.desk_text(
                "unknown_command_nearest",
                &[("command", slashed(command)), ("nearest", slashed(nearest))],
            ),
            DeskSay::UnknownCommand { command, nearest: None } => {
                self.command("unknown_command", command)
            }
            DeskSay::SwitchedOff { command } => self.command("switched_off", command),
            DeskSay::NoSuchCase { case } => self.about("no_such_case", *case),
            DeskSay::Forgotten => self.line("forgotten"),
            DeskSay::AlreadyClosed { case } => self.about("already_closed", *case),
            DeskSay::DutyWho { on } => self.duty_who(on),
            DeskSay::OnCall { on: true } => self.line("on_call"),
            DeskSay::OnCall { on: false } => self.line("not_on_call"),
            DeskSay::DutyOn { until: Some(until) } => {
                self.desk_text("duty_on_until", &[("due", self.due(until))])
            }
            DeskSay::DutyOn { until: None } => self.line("duty_on"),
            DeskSay::OwnerStays => self.line("owner_stays"),
            DeskSay::NobodyLeft { called } => self.calling(called, "nobody_left", &[]),
            DeskSay::DutyOff => self.line("duty_off"),
            DeskSay::Rota(say) => self.about_rota(say),
            DeskSay::DutyRefused { cases } => self.duty_refused(cases),
            DeskSay::Merged { case } => self.about("merged", *case),
            DeskSay::Split { case } => self.about("split", *case),
            DeskSay::SameAlready => self.line("same_already"),
            DeskSay::NobodyKnown { who } => {
                self.desk_text("nobody_known", &[("who", one_line_text(who, COMMAND_LIMIT))])
            }
            DeskSay::MergeHow => self.line("merge_how"),
            DeskSay::NothingToSplit { case } => self.about("nothing_to_split", *case),
            DeskSay::DuplicateOf { case, of } => self
                .desk_text("duplicate_of", &[("case", case.to_string()), ("of", of.to_string())]),
            DeskSay::DuplicateHere { case, lines } => self.duplicate_here(*case, lines),
            DeskSay::Cases { lines, which, left_out } => self.cases(lines, *which, *left_out),
            DeskSay::OneCase(one) => self.one_case(one, context),
            DeskSay::CasesHow { typed } => self.cases_how(typed),
            DeskSay::DeskGone => self.line("desk_gone"),
            DeskSay::NotStored(log_id) => self.not_stored(log_id.as_deref()),
            DeskSay::StoreFails => self.line("store_fails"),
            DeskSay::AdminsOnly { is } => {
                self.desk_text("admins_only", &[("is", self.line(level_key(*is)))])
            }
            DeskSay::Settings { settings } => self.settings(settings),
            DeskSay::Admin(say) => self.admin(say, context),
            DeskSay::SettingRefused { unfit } => self.setting_refused(unfit, context.wording),
            DeskSay::Audit { lines } => self.audit(lines),
            DeskSay::BadTime { typed } => {
                let typed = one_line_text(typed, COMMAND_LIMIT);
                self.desk_text("bad_time", &[("typed", typed)])
            }
        }
    }

    /// How somebody is called: by user name where they have one. An adapter that can call people
    /// without one finds these words in the text.
    pub fn mention(&self, mention: &Mention) -> String {
        match mention.username.as_deref().and_then(clean_username) {
            Some(username) => format!("@{username}"),
            None => self.name(mention.name.as_deref(), "one_of_us"),
        }
    }

    fn line(&self, key: &str) -> String {
        self.desk_text(key, &[])
    }

    /// That a case goes on without a thread, where threads are started in channels.
    pub fn no_channel_rights(&self, case: CaseNumber) -> String {
        self.about("no_channel_rights", case)
    }

    fn about(&self, key: &str, case: CaseNumber) -> String {
        self.desk_text(key, &[("case", case.to_string())])
    }

    fn by(&self, key: &str, by: &str) -> String {
        self.desk_text(key, &[("by", self.first(by))])
    }

    fn named(&self, key: &str, name: Option<&str>, otherwise: &str) -> String {
        self.desk_text(key, &[("name", self.name(name, otherwise))])
    }

    fn command(&self, key: &str, command: &str) -> String {
        self.desk_text(key, &[("command", slashed(command))])
    }

    /// A text around somebody's words.
    fn said(&self, key: &str, value: &str, words: &str) -> String {
        self.desk_text(key, &[(value, one_line_text(words, QUOTE_LIMIT))])
    }

    /// A name, or the words that stand in for one.
    fn name(&self, name: Option<&str>, otherwise: &str) -> String {
        name.and_then(clean_name).unwrap_or_else(|| self.line(otherwise))
    }

    /// A colleague at the beginning of a sentence.
    fn first(&self, name: &str) -> String {
        self.name(Some(name), "one_of_us")
    }

    /// A colleague within a sentence.
    fn colleague(&self, name: &str) -> String {
        self.name(Some(name), "a_colleague")
    }

    fn length(&self, duration: SignedDuration) -> String {
        self.duration(duration, Lang::EN)
    }

    fn who(&self, called: &[Mention]) -> String {
        let names: Vec<String> = called.iter().map(|mention| self.mention(mention)).collect();
        names.join(" ")
    }

    /// A text after the names of those it calls.
    fn calling(&self, called: &[Mention], key: &str, values: &[(&str, String)]) -> String {
        let text = self.desk_text(key, values);
        if called.is_empty() { text } else { format!("{} {text}", self.who(called)) }
    }

    fn climbed(
        &self,
        key: &str,
        case: CaseNumber,
        called: &[Mention],
        level: Level,
        due: Option<&Due>,
    ) -> String {
        let mut values = vec![("case", case.to_string()), ("n", level.number().to_string())];
        values.extend(due.map(|due| ("due", self.due(due))));
        self.calling(called, key, &values)
    }

    fn please_take(&self, case: CaseNumber, on_duty: &[Mention]) -> String {
        if on_duty.is_empty() {
            self.about("please_take_nobody", case)
        } else {
            self.desk_text("please_take", &[("who", self.who(on_duty))])
        }
    }

    fn needs_you(
        &self,
        case: CaseNumber,
        called: &[Mention],
        left: SignedDuration,
        level: Level,
    ) -> String {
        let mut values = vec![("case", case.to_string()), ("left", self.length(left))];
        if called.is_empty() {
            values.push(("n", level.number().to_string()));
            self.desk_text("needs_level", &values)
        } else {
            values.push(("who", self.who(called)));
            self.desk_text("needs_you", &values)
        }
    }

    fn customer(&self, name: Option<&str>) -> String {
        self.name(name, "the_customer")
    }

    fn customer_words(&self, key: &str, name: Option<&str>, text: &str) -> String {
        let name = self.name(name, "the_customer");
        self.desk_text(key, &[("name", name), ("text", clean_text(text, usize::MAX))])
    }

    fn unreachable(&self, otherwise: Option<&str>) -> String {
        match otherwise.map(|way| one_line_text(way, PHRASE_LIMIT)).filter(|way| !way.is_empty()) {
            Some(way) => self.desk_text("unreachable_otherwise", &[("otherwise", way)]),
            None => self.line("unreachable"),
        }
    }

    fn feed(&self, who: String, about: Option<String>, comment: Option<&str>) -> String {
        let head = match about {
            Some(about) => self.desk_text("feed_about", &[("who", who), ("about", about)]),
            None => who,
        };
        match comment.map(|text| one_line_text(text, QUOTE_LIMIT)).filter(|text| !text.is_empty()) {
            Some(comment) => self.desk_text("feed_said", &[("head", head), ("comment", comment)]),
            None => head,
        }
    }
}

fn level_key(level: Option<Level>) -> &'static str {
    match level {
        Some(Level::Agent) => "level_agent",
        Some(Level::Senior) => "level_senior",
        Some(Level::Director) => "level_director",
        None => "level_none",
    }
}

/// A command as it is typed, whichever way its name came.
fn slashed(command: &str) -> String {
    format!("/{}", one_line_text(command.trim_start_matches('/'), COMMAND_LIMIT))
}

/// What a contact was about and who served, as far as it is known.
fn about(topic: Option<&str>, agent: Option<&str>) -> Option<String> {
    let topic = topic.map(|topic| one_line_text(topic, PHRASE_LIMIT));
    let known: Vec<String> = topic
        .into_iter()
        .chain(agent.and_then(clean_name))
        .map(|part| sentence_part(&part))
        .filter(|part| !part.is_empty())
        .collect();
    (!known.is_empty()).then(|| known.join(", "))
}
