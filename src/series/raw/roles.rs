//! Which field means what to the program, as it is written.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Placed;
use super::placed::SetFile;
use crate::series::Role;

/// Lists the roles with what they are, so that none can be forgotten.
macro_rules! roles {
    ($($(#[$about:meta])+ $key:ident: $role:ident,)+) => {
        /// Which field means what to the program: the key of the field, or `none` in a series without such a field. Where
        /// this is left out, the usual keys have their usual meanings; where it is given by a series that extends none,
        /// a role that is not in it is that of the field with the usual key, if the series declares one.
        #[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, default)]
        pub(in crate::series) struct RawRoles {
            $($(#[$about])+ pub(in crate::series) $key: Option<Placed<String>>,)+
        }

        impl RawRoles {
            /// These roles, with what they leave out taken from `parent`.
            pub(super) fn over(self, parent: Self) -> Self {
                Self { $($key: self.$key.or(parent.$key),)+ }
            }

            /// Whether any role is given.
            pub(in crate::series) fn is_given(&self) -> bool {
                self.iter().any(|(_, key)| key.is_some())
            }

            /// Each role with the key that is given for it.
            pub(in crate::series) fn iter(&self) -> impl Iterator<Item = (Role, Option<&Placed<String>>)> {
                [$((Role::$role, self.$key.as_ref()),)+].into_iter()
            }
        }

        impl SetFile for RawRoles {
            fn set_file(&mut self, at: usize) {
                $(self.$key.set_file(at);)+
            }
        }
    };
}

roles! {
    /// The number, without its label; by default `publication_number`.
    number: Number,
    /// Why a number breaks the series' rule; by default `number_note`.
    number_note: NumberNote,
    /// The stage of the paper's life; by default `stage`.
    stage: Stage,
    /// The day it was published; by default `published`.
    published: Published,
    /// The title; by default `title`.
    title: Title,
    /// The month of the meeting that the paper is for; by default `period`.
    period: Period,
    /// The day it was submitted; by default `date`.
    date: Date,
    /// Who submitted it; by default `submitted_by`.
    submitter: Submitter,
    /// The paper of an earlier meeting that it revises; by default `previous`.
    previous: Previous,
    /// Papers that it replaces; by default `supersedes`.
    supersedes: Supersedes,
    /// Papers that replace it; by default `superseded_by`.
    superseded_by: SupersededBy,
    /// Papers that are related to it; by default `related`.
    related: Related,
    /// The sections that somebody looked at and left as they were; by default `reviewed`.
    reviewed: Reviewed,
    /// The language, as a BCP 47 tag; by default `lang`.
    lang: Lang,
    /// The office that owns the paper; by default `office`.
    office: Office,
    /// What is asked of the committee; by default `action_required`.
    action_required: ActionRequired,
    /// Who has to act; by default `action_owner`.
    action_owner: ActionOwner,
    /// The day by which to act; by default `action_due`.
    action_due: ActionDue,
}
