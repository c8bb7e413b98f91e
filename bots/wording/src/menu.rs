//! The menus of commands: what a person is offered, and only what is carried out. An app shows them
//! in the language of whoever looks, those of staff and admins too.

mod catalogue;
mod commands;
mod forms;
mod sorry;

use amends_core::lang::Lang;

pub use self::{catalogue::CatalogueHint, sorry::SorryPart};

use crate::Phrasebook;

/// What a platform shows beside a command whose parts are typed one by one, and in the menus of
/// people and messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// The command that asks a customer how it was.
    Done,
    /// The number of a case.
    Case,
    /// Whose contact ended.
    Customer,
    /// What a contact was about.
    Topic,
    /// An internal note.
    Note,
    /// Words for the customer.
    Words,
    /// What was done to put it right.
    What,
    /// A reason.
    Reason,
    /// By when something is promised.
    When,
    /// What is promised.
    Deed,
    /// Which promise.
    DeedNumber,
    /// How it was kept.
    KeptHow,
    /// How it stands.
    Standing,
    /// When the next word comes.
    NextWord,
    /// Who is to have a case.
    HandTo,
    /// What they must know.
    HandNote,
    /// Which case it is the same as.
    SameAs,
    /// What somebody likes, or not.
    Tastes,
    /// How long a pause is.
    PauseFor,
    /// What is looked for.
    FindWords,
    /// Which cases are listed.
    CasesShow,
    /// Which case is shown.
    CasesOne,
    /// Who is asked for help.
    AssistTo,
    /// By when they answer.
    AssistBy,
    /// What they are asked.
    AssistQuestion,
    /// Which item of the inbox.
    InboxItem,
    /// Which period a report is about.
    ReportPeriod,
    /// What of a report is shown.
    ReportShow,
    /// Of which segment it is.
    ReportSegment,
    /// What becomes of it.
    InboxIs,
    /// Which cause, or why nothing is done.
    InboxText,
    /// Something of the catalogue that is offered.
    OfferItem,
    /// What something that is offered costs.
    OfferAmount,
    /// What it is.
    OfferText,
    /// What it is worth to the customer.
    OfferValue,
    /// How it was handed over.
    DeliveredHow,
    /// Until when.
    Until,
    /// Come on duty.
    DutyOn,
    /// Go off duty.
    DutyOff,
    /// See who is on duty.
    DutyWho,
    /// `/duty call`.
    DutyCall,
    /// Who is on duty when, by plan.
    DutyRota,
    /// Whose hours.
    RotaWho,
    /// Which hours.
    RotaHours,
    /// On, or off.
    OnOff,
    /// Make two customers one.
    MergeWith,
    /// Whom, beside the customer of a case.
    MergeOther,
    /// Take it back.
    MergeUndo,
    /// Which setting.
    Setting,
    /// Whether customers are asked.
    Asking,
    /// The value of a setting.
    Value,
    /// How many lines.
    Count,
    /// What texts there are.
    WordingList,
    /// A text, its variants and what was answered to them.
    WordingShow,
    /// Change a text.
    WordingSet,
    /// Add a variant of a text.
    WordingVariant,
    /// Take back what was changed about a text.
    WordingReset,
    /// The versions of a text.
    WordingHistory,
    /// Go back to a version of a text.
    WordingRollback,
    /// Every text in a file.
    WordingExport,
    /// Texts out of a file.
    WordingImport,
    /// The file with texts.
    WordingFile,
    /// Which texts; nothing shows the groups.
    WordingGroup,
    /// Which text.
    WordingKey,
    /// In which language.
    WordingLang,
    /// The new words of a text.
    WordingText,
    /// The number of a version.
    WordingNumber,
    /// See who may do what.
    RoleList,
    /// Make somebody what they are to be.
    RoleAdd,
    /// Take from somebody what they are.
    RoleRemove,
    /// Make the holders of a role staff.
    RoleMap,
    /// The command about languages.
    Languages,
    /// The language of customers whose own isn't known.
    LanguageDefault,
    /// The languages that customers choose from.
    LanguageOffer,
    /// Languages to choose from.
    OfferedLangs,
    /// Who gets it, or loses it.
    Member,
    /// What they are to be.
    Rank,
    /// Which role of the server.
    MappedRole,
    /// Which source of signals.
    Source,
    /// A voice channel.
    Channel,
    /// Whose questions are meant, as a member of the server.
    WhyCustomer,
    /// Whose questions are meant, by a number.
    WhyNumber,
    /// The channel above private rooms.
    Care,
    /// Which answer is tried.
    Path,
    /// In which language.
    Lang,
    /// The entry in the menu of a person: ask them how it was.
    Ask,
    /// The entry in the menu of a message: tell the team about it.
    Tell,
    /// The entry in the menu of a message: take it back.
    TakeBack,
    /// How bad it is for the customer.
    Severity,
    /// Whether it comes again.
    Stability,
    /// In whose hands it lay.
    Control,
    /// What it is about.
    About,
    /// A part of an apology.
    Sorry(SorryPart),
    /// What prevents that it comes again.
    Prevent,
    /// What went wrong.
    WhatWentWrong,
}

impl Hint {
    /// Every hint.
    pub const ALL: [Self; 102] = [
        Self::Care,
        Self::Path,
        Self::Lang,
        Self::Done,
        Self::Case,
        Self::Customer,
        Self::Topic,
        Self::Note,
        Self::Words,
        Self::What,
        Self::Reason,
        Self::When,
        Self::Deed,
        Self::DeedNumber,
        Self::KeptHow,
        Self::Standing,
        Self::NextWord,
        Self::HandTo,
        Self::HandNote,
        Self::OfferItem,
        Self::OfferAmount,
        Self::OfferText,
        Self::OfferValue,
        Self::DeliveredHow,
        Self::Until,
        Self::DutyOn,
        Self::DutyOff,
        Self::DutyWho,
        Self::DutyCall,
        Self::DutyRota,
        Self::RotaWho,
        Self::RotaHours,
        Self::OnOff,
        Self::MergeWith,
        Self::MergeOther,
        Self::MergeUndo,
        Self::Setting,
        Self::Asking,
        Self::Value,
        Self::Count,
        Self::WordingList,
        Self::WordingShow,
        Self::WordingSet,
        Self::WordingVariant,
        Self::WordingReset,
        Self::WordingHistory,
        Self::WordingRollback,
        Self::WordingExport,
        Self::WordingImport,
        Self::WordingFile,
        Self::WordingGroup,
        Self::WordingKey,
        Self::WordingLang,
        Self::WordingText,
        Self::WordingNumber,
        Self::RoleList,
        Self::RoleAdd,
        Self::RoleRemove,
        Self::RoleMap,
        Self::Languages,
        Self::LanguageDefault,
        Self::LanguageOffer,
        Self::OfferedLangs,
        Self::Member,
        Self::Rank,
        Self::MappedRole,
        Self::Source,
        Self::Channel,
        Self::WhyCustomer,
        Self::WhyNumber,
        Self::Ask,
        Self::Tell,
        Self::TakeBack,
        Self::SameAs,
        Self::Tastes,
        Self::PauseFor,
        Self::FindWords,
        Self::Severity,
        Self::Stability,
        Self::Control,
        Self::About,
        Self::Prevent,
        Self::WhatWentWrong,
        Self::CasesShow,
        Self::CasesOne,
        Self::InboxItem,
        Self::ReportPeriod,
        Self::ReportShow,
        Self::ReportSegment,
        Self::InboxIs,
        Self::InboxText,
        Self::AssistTo,
        Self::AssistBy,
        Self::AssistQuestion,
        Self::Sorry(SorryPart::Customer),
        Self::Sorry(SorryPart::Since),
        Self::Sorry(SorryPart::Until),
        Self::Sorry(SorryPart::Topic),
        Self::Sorry(SorryPart::Place),
        Self::Sorry(SorryPart::What),
        Self::Sorry(SorryPart::Fix),
        Self::Sorry(SorryPart::Gift),
    ];
}

impl Phrasebook {
    /// What is shown beside a part of a command, or as an entry of a menu.
    #[expect(clippy::too_many_lines, reason = "one arm for each of them")]
    pub fn hint(&self, hint: Hint, lang: Lang) -> String {
        let key = match hint {
            Hint::Done => "cmd_done",
            Hint::Case => "opt_case",
            Hint::Care => "opt_care",
            Hint::Path => "opt_path",
            Hint::Lang => "opt_lang",
            Hint::Setting => "opt_setting",
            Hint::Asking => "opt_asking",
            Hint::Value => "opt_value",
            Hint::Count => "opt_count",
            Hint::Source => "opt_source",
            Hint::Channel => "opt_channel",
            Hint::WhyCustomer => "opt_why_customer",
            Hint::WhyNumber => "opt_why_number",
            Hint::Customer => "opt_customer",
            Hint::Topic => "opt_topic",
            Hint::Note => "opt_note",
            Hint::Words => "opt_words",
            Hint::What => "opt_what",
            Hint::Reason => "opt_reason",
            Hint::When => "opt_when",
            Hint::Deed => "opt_deed",
            Hint::DeedNumber => "opt_deed_number",
            Hint::KeptHow => "opt_kept_how",
            Hint::Standing => "opt_standing",
            Hint::NextWord => "opt_next_word",
            Hint::HandTo => "opt_hand_to",
            Hint::HandNote => "opt_hand_note",
            Hint::OfferItem => "opt_offer_item",
            Hint::OfferAmount => "opt_offer_amount",
            Hint::OfferText => "opt_offer_text",
            Hint::OfferValue => "opt_offer_value",
            Hint::DeliveredHow => "opt_delivered_how",
            Hint::Until => "opt_until",
            Hint::DutyOn => "opt_duty_on",
            Hint::DutyOff => "opt_duty_off",
            Hint::DutyWho => "opt_duty_who",
            Hint::DutyCall => "opt_duty_call",
            Hint::DutyRota => "opt_duty_rota",
            Hint::RotaWho => "opt_rota_who",
            Hint::RotaHours => "opt_rota_hours",
            Hint::OnOff => "opt_on_off",
            Hint::MergeWith => "opt_merge_with",
            Hint::MergeOther => "opt_merge_other",
            Hint::MergeUndo => "opt_merge_undo",
            Hint::WordingList => "opt_wording_list",
            Hint::WordingShow => "opt_wording_show",
            Hint::WordingSet => "opt_wording_set",
            Hint::WordingVariant => "opt_wording_variant",
            Hint::WordingReset => "opt_wording_reset",
            Hint::WordingHistory => "opt_wording_history",
            Hint::WordingRollback => "opt_wording_rollback",
            Hint::WordingExport => "opt_wording_export",
            Hint::WordingImport => "opt_wording_import",
            Hint::WordingFile => "opt_wording_file",
            Hint::WordingGroup => "opt_wording_group",
            Hint::WordingKey => "opt_wording_key",
            Hint::WordingLang => "opt_wording_lang",
            Hint::WordingText => "opt_wording_text",
            Hint::WordingNumber => "opt_wording_number",
            Hint::RoleList => "opt_role_list",
            Hint::RoleAdd => "opt_role_add",
            Hint::RoleRemove => "opt_role_remove",
            Hint::RoleMap => "opt_role_map",
            Hint::Languages => "cmd_languages",
            Hint::LanguageDefault => "opt_language_default",
            Hint::LanguageOffer => "opt_language_offer",
            Hint::OfferedLangs => "opt_offered_langs",
            Hint::Member => "opt_member",
            Hint::Rank => "opt_rank",
            Hint::MappedRole => "opt_mapped_role",
            Hint::Ask => "menu_ask",
            Hint::Tell => "menu_tell",
            Hint::TakeBack => "menu_take_back",
            Hint::SameAs => "opt_same_as",
            Hint::Tastes => "opt_tastes",
            Hint::Severity => "opt_severity",
            Hint::Stability => "opt_stability",
            Hint::Control => "opt_control",
            Hint::About => "opt_about",
            Hint::Prevent => "opt_prevent",
            Hint::WhatWentWrong => "opt_cause",
            Hint::Sorry(part) => part.key(),
            Hint::PauseFor => "opt_pause_for",
            Hint::FindWords => "opt_find_words",
            Hint::CasesShow => "opt_cases_show",
            Hint::CasesOne => "opt_cases_one",
            Hint::AssistTo => "opt_assist_to",
            Hint::AssistBy => "opt_assist_by",
            Hint::AssistQuestion => "opt_assist_question",
            Hint::InboxItem => "opt_inbox_item",
            Hint::ReportPeriod => "opt_report_period",
            Hint::ReportShow => "opt_report_show",
            Hint::ReportSegment => "opt_report_segment",
            Hint::InboxIs => "opt_inbox_is",
            Hint::InboxText => "opt_inbox_text",
        };
        self.menu_text(lang, key)
    }
}
