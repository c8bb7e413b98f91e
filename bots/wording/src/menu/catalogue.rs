//! What is shown beside the parts of the commands about the catalogue.

use amends_core::lang::Lang;

use crate::Phrasebook;

/// A part of a command about authority, make-goods, causes, value, webhooks or printed links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CatalogueHint {
    /// Which level.
    Level,
    /// How much.
    Amount,
    /// The currency.
    Currency,
    /// Add a make-good.
    MakeGoodAdd,
    /// Every make-good.
    MakeGoodList,
    /// Remove a make-good.
    MakeGoodRemove,
    /// Make-goods of a trade.
    MakeGoodTemplate,
    /// How a make-good is handed over.
    MakeGoodHow,
    /// What comes with the last word.
    MakeGoodLast,
    /// The name of a make-good.
    Item,
    /// What it costs.
    Cost,
    /// What it is worth.
    Worth,
    /// Its kind.
    Kind,
    /// Its words.
    Text,
    /// Which trade.
    Trade,
    /// How it is handed over, in words.
    Hand,
    /// Every cause.
    CauseList,
    /// Say what went wrong in a case.
    CauseLink,
    /// Note a cause.
    CauseNew,
    /// Somebody sees to a cause.
    CauseOwn,
    /// A cause is being fixed.
    CauseFixing,
    /// A cause is fixed.
    CauseFixed,
    /// How customers read a cause.
    CausePublic,
    /// The board is put somewhere.
    CauseBoard,
    /// Here, or nowhere.
    BoardWhere,
    /// The name of a cause.
    Cause,
    /// Who sees to it.
    Owner,
    /// Until when.
    Due,
    /// How it was fixed.
    Fix,
    /// How customers read it, in words.
    Public,
    /// What goes wrong.
    Trouble,
    /// A part of what a customer is worth.
    ValuePart,
    /// How many people they tell.
    Tellers,
    /// Who may call in.
    WebhookList,
    /// A new webhook.
    WebhookNew,
    /// A new secret.
    WebhookRotate,
    /// The end of a webhook.
    WebhookOff,
    /// The name of a webhook.
    Webhook,
    /// A place.
    Place,
    /// A language.
    Lang,
}

impl CatalogueHint {
    /// Every hint.
    pub const ALL: [Self; 40] = [
        Self::Level,
        Self::Amount,
        Self::Currency,
        Self::MakeGoodAdd,
        Self::MakeGoodList,
        Self::MakeGoodRemove,
        Self::MakeGoodTemplate,
        Self::MakeGoodHow,
        Self::MakeGoodLast,
        Self::Item,
        Self::Cost,
        Self::Worth,
        Self::Kind,
        Self::Text,
        Self::Trade,
        Self::Hand,
        Self::CauseList,
        Self::CauseLink,
        Self::CauseNew,
        Self::CauseOwn,
        Self::CauseFixing,
        Self::CauseFixed,
        Self::CausePublic,
        Self::CauseBoard,
        Self::BoardWhere,
        Self::Cause,
        Self::Owner,
        Self::Due,
        Self::Fix,
        Self::Public,
        Self::Trouble,
        Self::ValuePart,
        Self::Tellers,
        Self::WebhookList,
        Self::WebhookNew,
        Self::WebhookRotate,
        Self::WebhookOff,
        Self::Webhook,
        Self::Place,
        Self::Lang,
    ];

    fn key(self) -> &'static str {
        match self {
            Self::Level => "part_level",
            Self::Amount => "part_amount",
            Self::Currency => "part_currency",
            Self::MakeGoodAdd => "part_makegood_add",
            Self::MakeGoodList => "part_makegood_list",
            Self::MakeGoodRemove => "part_makegood_remove",
            Self::MakeGoodTemplate => "part_makegood_template",
            Self::MakeGoodHow => "part_makegood_how",
            Self::MakeGoodLast => "part_makegood_last",
            Self::Item => "part_item",
            Self::Cost => "part_cost",
            Self::Worth => "part_worth",
            Self::Kind => "part_kind",
            Self::Text => "part_text",
            Self::Trade => "part_trade",
            Self::Hand => "part_hand",
            Self::CauseList => "part_cause_list",
            Self::CauseLink => "part_cause_link",
            Self::CauseNew => "part_cause_new",
            Self::CauseOwn => "part_cause_own",
            Self::CauseFixing => "part_cause_fixing",
            Self::CauseFixed => "part_cause_fixed",
            Self::CausePublic => "part_cause_public",
            Self::CauseBoard => "part_cause_board",
            Self::BoardWhere => "part_board_where",
            Self::Cause => "part_cause",
            Self::Owner => "part_owner",
            Self::Due => "part_due",
            Self::Fix => "part_fix",
            Self::Public => "part_public",
            Self::Trouble => "part_trouble",
            Self::ValuePart => "part_value_part",
            Self::Tellers => "part_tellers",
            Self::WebhookList => "part_webhook_list",
            Self::WebhookNew => "part_webhook_new",
            Self::WebhookRotate => "part_webhook_rotate",
            Self::WebhookOff => "part_webhook_off",
            Self::Webhook => "part_webhook",
            Self::Place => "part_place",
            Self::Lang => "part_lang",
        }
    }
}

impl Phrasebook {
    /// What is shown beside a part of a command about the catalogue.
    pub fn catalogue_hint(&self, hint: CatalogueHint, lang: Lang) -> String {
        self.menu_text(lang, hint.key())
    }
}
