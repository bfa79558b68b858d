//! Whoever can call, and with what.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident => $text:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// Every one.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word as it stands on the wire and in the store.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($text => Ok($name::$variant),)+ _ => Err(()) }
            }
        }
    };
}

words! {
    /// What a principal is.
    PrincipalKind {
        /// The account of a person.
        Account => "account",
        /// A machine client of a vendor.
        Client => "client",
        /// A script, made on the machine itself.
        Script => "script",
    }
}

words! {
    /// What a credential is.
    CredentialKind {
        /// Somebody who signed in.
        Session => "session",
        /// A personal access token, made by a person for a script of their own.
        Personal => "personal",
        /// The token of a machine client.
        Client => "client",
        /// The token of a script.
        Script => "script",
    }
}

/// Whom a grant is given to, as far as the rules ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grantee {
    /// What it is.
    pub kind: PrincipalKind,
    /// Whether it is an account that the platform keeps, and no board.
    pub is_of_platform: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_they_are_written() {
        for kind in PrincipalKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
        }
        for kind in CredentialKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
            assert_eq!(serde_json::to_value(kind).ok(), Some(kind.as_str().into()));
        }
        assert_eq!("person".parse::<PrincipalKind>(), Err(()));
    }
}
