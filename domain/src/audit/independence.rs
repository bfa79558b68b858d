//! Independence is a rule and not advice.
