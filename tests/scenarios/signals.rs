//! How the product learns that a contact ended, and what customers ask for themselves
//! (`SIGNALS` 5.3, 5.5; `CONVERSATIONS` 4.7).

mod customer;
mod done;
mod links;
mod own_chats;
