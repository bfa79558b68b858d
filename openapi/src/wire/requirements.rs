//! References to requirements in an input.

use akoki_domain::{Code, Reason, framework::RequirementRef};

/// The requirements that are named at `/requirements`; each that cannot be read is added to what is wrong.
pub fn read(texts: &[String], wrong: &mut Vec<Reason>) -> Vec<RequirementRef> {
    let mut requirements = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        match text.parse::<RequirementRef>() {
            Ok(requirement) => requirements.push(requirement),
            Err(error) => {
                let reason = Reason::new(Code::InvalidFormat);
                let reason = reason.at(format!("/requirements/{index}"));
                wrong.push(reason.with("expected", error));
            }
        }
    }
    requirements
}
