//! Start tokens, and the receipts among them.

use amends_core::{
    event::{Event, Token},
    ids::CustomerId,
    interaction::InteractionId,
};
use amends_storage::port::{Identity, IndexRow, ReceiptRow, Result};

use crate::{draft::Draft, links::Link};

impl Draft<'_> {
    /// What a start token stands for. A receipt is used up by it: its contact belongs to whoever
    /// shows it, and so does the external id it was registered for, unless that is somebody's whom
    /// we know by an account. A link that was passed on makes nobody somebody else.
    pub(super) fn redeem(
        &mut self,
        token: &str,
        by: CustomerId,
        rows: &mut Vec<IndexRow>,
    ) -> Result<Token> {
        match self.ground.links.read(token) {
            Link::Visit(place) => return Ok(Token::Visit(place)),
            Link::Private => return Ok(Token::Private(token.to_owned())),
            Link::Unknown => return Ok(Token::Unknown),
            Link::Receipt => (),
        }
        let Some(receipt) = self.receipt(token)? else { return Ok(Token::Unknown) };
        if receipt.used || receipt.expires_at < self.ground.now {
            return Ok(Token::ReceiptExpired);
        }
        let Some(registered) = self.customer(receipt.customer)? else {
            return Ok(Token::ReceiptExpired);
        };
        let mut surveys = registered.surveys.iter();
        let Some(survey) = surveys.find(|survey| survey.interaction.id == receipt.interaction)
        else {
            return Ok(Token::ReceiptExpired);
        };
        let interaction = Box::new(survey.interaction.clone());
        let is_free = registered.id == by || registered.contacts.is_empty();
        let external = registered.external.first().filter(|_| is_free).cloned();
        if registered.id != by {
            let identity = external.clone().map(Identity::External);
            rows.extend(identity.map(|identity| IndexRow::Identity(identity, by)));
            let event = Event::ReceiptShown { interaction: receipt.interaction.clone() };
            self.customer_step(registered.id, event, Vec::new())?;
        }
        if let Some((_, digest)) = self.customer_of_interaction(&receipt.interaction)? {
            rows.push(IndexRow::Interaction(receipt.interaction.clone(), by, digest));
        }
        let used = ReceiptRow { customer: by, used: true, ..receipt };
        rows.push(IndexRow::Receipt(token.to_owned(), used));
        Ok(Token::Receipt { token: token.to_owned(), interaction, external })
    }

    /// Keeps what a token stands for.
    pub(crate) fn keep_receipt(&mut self, token: &str, receipt: ReceiptRow) {
        let row = IndexRow::Receipt(token.to_owned(), receipt);
        self.note(&row);
        self.last().index.push(row);
    }

    /// The link under which a contact was registered, as long as it is known: its token and until
    /// when it is good.
    pub(crate) fn registered(
        &self,
        customer: CustomerId,
        id: &InteractionId,
    ) -> Result<Option<(String, ReceiptRow)>> {
        let Some(customer) = self.customer(customer)? else { return Ok(None) };
        let mut surveys = customer.surveys.iter().rev();
        let survey = surveys.find(|survey| survey.interaction.id == *id);
        let Some(token) = survey.and_then(|survey| survey.receipt.clone()) else { return Ok(None) };
        Ok(self.receipt(&token)?.map(|row| (token, row)))
    }
}
