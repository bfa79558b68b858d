// The list of codes, grouped by the noun they belong to. Add at the end of a group; the contract's
// problem table must then give status and texts (a test fails otherwise).
codes! {
    // --- the request itself
    /// Something of ours went wrong.
    InternalError => "internal-error",
    /// There is no such path or resource in the caller's reach.
    NotFound => "not-found",
    /// The path exists, not with this method.
    MethodNotAllowed => "method-not-allowed",
    /// No representation in the media type asked for.
    NotAcceptable => "not-acceptable",
    /// The body has a media type that is not taken here.
    UnsupportedMediaType => "unsupported-media-type",
    /// The body is larger than allowed.
    PayloadTooLarge => "payload-too-large",
    /// No byte of a file that is being sent came for too long.
    UploadStalled => "upload-stalled",
    /// No, or no valid, token.
    Unauthenticated => "unauthenticated",
    /// The token lacks the scope.
    InsufficientScope => "insufficient-scope",
    /// No role of the caller allows this here.
    Forbidden => "forbidden",
    /// Too many tries.
    TooManyRequests => "too-many-requests",
    /// Not ready to serve.
    Unavailable => "unavailable",
    /// The input has errors, all listed.
    InvalidInput => "invalid-input",
    /// The body is not JSON.
    InvalidJson => "invalid-json",
    /// A key stands more than once in one object of the body.
    DuplicateKey => "duplicate-key",
    /// A value has the wrong type.
    InvalidType => "invalid-type",
    /// A required value is missing.
    Required => "required",
    /// A field that does not exist here.
    UnknownField => "unknown-field",
    /// A query parameter that does not exist here.
    UnknownParameter => "unknown-parameter",
    /// A query parameter that takes one value stands there more than once.
    DuplicateParameter => "duplicate-parameter",
    /// A value that is not one of those allowed.
    InvalidValue => "invalid-value",
    /// A value that does not have the form asked for.
    InvalidFormat => "invalid-format",
    /// A text or list is too short.
    TooShort => "too-short",
    /// A text or list is too long.
    TooLong => "too-long",
    /// A number is out of range.
    OutOfRange => "out-of-range",
    /// A text holds a NUL character.
    ContainsNul => "contains-nul",
    /// A text holds a character that is not seen: a control character, or one that turns the direction.
    CharacterNotAllowed => "character-not-allowed",
    /// A cursor that this list did not give, or for other parameters.
    InvalidCursor => "invalid-cursor",
    /// The id in the body is unknown or out of reach.
    UnknownReference => "unknown-reference",
    /// The same value is there already.
    Duplicate => "duplicate",
    /// The end lies before the start.
    EndBeforeStart => "end-before-start",
    /// If-Match does not name the version in force.
    PreconditionFailed => "precondition-failed",
    /// If-Match is required.
    PreconditionRequired => "precondition-required",
    /// The Idempotency-Key was used with another request.
    IdempotencyKeyReused => "idempotency-key-reused",
    /// The first request with this key is still running.
    RequestInProgress => "request-in-progress",
    /// Something else rests on it.
    InUse => "in-use",
    /// The store was too busy, try again.
    Busy => "busy",
    /// The cursor is older than the feed is kept.
    CursorExpired => "cursor-expired",

    // --- organisation, people, successions
    /// A unit of this kind does not stand there.
    KindNotAllowedHere => "kind-not-allowed-here",
    /// A unit does not become or cease to be a board, school or establishment.
    KindFixed => "kind-fixed",
    /// The unit would stand under itself.
    WouldMakeCycle => "would-make-cycle",
    /// It belongs to another board.
    OtherBoard => "other-board",
    /// The unit has ended.
    UnitEnded => "unit-ended",
    /// The sector does not occur with this kind of unit.
    SectorNotOfKind => "sector-not-of-kind",
    /// An identifier of this type belongs to another kind of unit.
    IdentifierNotOfKind => "identifier-not-of-kind",
    /// Only a board has a time zone.
    TimeZoneNotOfKind => "time-zone-not-of-kind",
    /// Another unit has the identifier on the same days.
    IdentifierTaken => "identifier-taken",
    /// Two of one type hold on one day.
    PeriodsOverlap => "periods-overlap",
    /// A supervised object covers establishments only.
    NotAnEstablishment => "not-an-establishment",
    /// A succession is about schools and establishments only.
    NotASchool => "not-a-school",
    /// The units after a transfer stand with another board than the units before it.
    SameBoard => "same-board",
    /// The succession cannot take this step now.
    SuccessionBlocked => "succession-blocked",
    /// The succession was executed, declined or withdrawn.
    SuccessionClosed => "succession-closed",
    /// The board has no part in the succession.
    BoardNotInvolved => "board-not-involved",
    /// Only the board that proposed the succession may do this.
    NotTheProposer => "not-the-proposer",
    /// The board has accepted the succession already.
    AlreadyAccepted => "already-accepted",
    /// A board involved has not accepted the succession yet.
    AcceptanceMissing => "acceptance-missing",
    /// The day of the succession has not come yet.
    BeforeEffectiveDate => "before-effective-date",
    /// It was ended before.
    AlreadyEnded => "already-ended",
    /// What the rest hangs on cannot be changed; end it and make a new one.
    NotChangeable => "not-changeable",

    // --- access, accounts, tokens
    /// No role of the giver may give this role.
    RoleNotGrantable => "role-not-grantable",
    /// Nobody gives a role to themselves.
    OwnGrant => "own-grant",
    /// The role is granted on a board, not on a part of one.
    RoleNeedsBoard => "role-needs-board",
    /// The role is granted on the platform, not on a unit.
    RoleNeedsPlatform => "role-needs-platform",
    /// The service has no scope of this name.
    UnknownScope => "unknown-scope",
    /// The machine client may never ask for this scope.
    ScopeNotOfClient => "scope-not-of-client",
    /// A private part of a key was sent: it must be taken for known to others.
    PrivateKeySent => "private-key-sent",
    /// A key of a kind or size that is not taken.
    KeyNotSupported => "key-not-supported",
    /// As many secrets hold as may at a time.
    SecretLimitReached => "secret-limit-reached",
    /// One of two values that exclude each other.
    NotBoth => "not-both",
    /// Nobody stops their own account.
    OwnAccount => "own-account",
    /// Nobody would be left to run the platform.
    LastPlatformAdmin => "last-platform-admin",
    /// Anyone may do this.
    OpenToAll => "open-to-all",
    /// Whoever is signed in may do this.
    OpenToSignedIn => "open-to-signed-in",
    /// No grant in force covers the place.
    NoGrantHere => "no-grant-here",
    /// The role of the grant does not have the permission.
    RoleLacksPermission => "role-lacks-permission",
    /// The grant is narrowed to other token scopes.
    GrantNarrowed => "grant-narrowed",
    /// The grant gives the right.
    GrantAllows => "grant-allows",
    /// The e-mail address and password do not let anybody in; it is not said which is wrong.
    InvalidCredentials => "invalid-credentials",
    /// The refresh token is unknown or has ended.
    InvalidRefreshToken => "invalid-refresh-token",
    /// The refresh token was used before: the session has ended with that.
    RefreshTokenReused => "refresh-token-reused",
    /// There is somebody who runs the platform.
    AlreadySetUp => "already-set-up",
    /// The set-up secret is not the one in force.
    WrongSetUpSecret => "wrong-set-up-secret",
    /// The activation code is unknown, was used, or has ended.
    InvalidActivationCode => "invalid-activation-code",
    /// The password is among the first that anybody tries.
    PasswordTooCommon => "password-too-common",
    /// The password is the e-mail address or the name.
    PasswordIsName => "password-is-name",
    /// The current password is another.
    WrongPassword => "wrong-password",
    /// Only somebody who signed in with a password may do this.
    SessionRequired => "session-required",
    /// As many tokens hold as one account may have.
    TooManyTokens => "too-many-tokens",
    /// The token that asks does not cover this scope.
    ScopeNotCovered => "scope-not-covered",
    /// The day lies before today.
    DateInPast => "date-in-past",
    /// An ending lies after the last day that there is.
    EndingProlongs => "ending-prolongs",
    /// Somebody has the role already: the board itself gives it to the next.
    BoardAppointsNext => "board-appoints-next",
    /// The e-mail address is signed in with on another board.
    EmailUsedElsewhere => "email-used-elsewhere",
    /// A token that is narrowed makes no people who can sign in.
    TokenNarrowed => "token-narrowed",
    /// A machine client gets its rights by approvals, not by grants.
    ClientNeedsApproval => "client-needs-approval",
    /// The machine client was approved there in this role before.
    AlreadyApproved => "already-approved",
    /// The role is for accounts that the platform keeps.
    RoleNeedsPlatformAccount => "role-needs-platform-account",
    /// The account reaches further than whoever asks keeps access.
    AccountReachesFurther => "account-reaches-further",

    // --- frameworks, own standards, judgements
    /// The edition has no standard or area with this code.
    UnknownStandard => "unknown-standard",
    /// The scale of the edition has no such level.
    UnknownLevel => "unknown-level",
    /// The scale has this level for verdicts of the past alone: whoever judges now does not give it.
    LevelNoLongerGiven => "level-no-longer-given",
    /// The scale has this level as the ambition of a school, which gives it about itself alone.
    LevelIsAmbition => "level-is-ambition",
    /// The rule has no such outcome.
    UnknownOutcome => "unknown-outcome",
    /// No standard of the edition has such a weight.
    UnknownWeight => "unknown-weight",
    /// It gets no verdict: it is an area, or it is not judged yet on this day.
    NotAssessable => "not-assessable",
    /// A node lies, over its parents, under itself.
    TreeCycle => "tree-cycle",
    /// A standard has the same weight twice on one day.
    WeightOverlap => "weight-overlap",
    /// A published edition changes no more, but for corrections added at the end.
    EditionPublished => "edition-published",
    /// The relation does not fit the codes it links.
    RelationMismatch => "relation-mismatch",
    /// The mapping passes over a standard.
    StandardUnmapped => "standard-unmapped",
    /// The decision rule was not read in the official text.
    RuleUnverified => "rule-unverified",
    /// A weight that the rule reckons with was not read in the official text.
    WeightUnverified => "weight-unverified",
    /// An indicative outcome is for leadership only.
    IndicativeOnly => "indicative-only",
    /// The edition has no decision rule for such an object.
    NoRuleForObject => "no-rule-for-object",

    // --- dossiers, baseline, standing
    /// The edition is not for the sector of the unit.
    EditionNotOfSector => "edition-not-of-sector",
    /// The baseline leaves out a standard of the edition.
    UnansweredStandard => "unanswered-standard",
    /// The baseline found it in order.
    BaselineInOrder => "baseline-in-order",
    /// The baseline found it not in order yet.
    BaselineNotYet => "baseline-not-yet",
    /// The baseline could not say.
    BaselineUnknown => "baseline-unknown",
    /// A standard that weighs more in the judgement of the whole.
    CoreStandard => "core-standard",
    /// The year plan holds as much as a school can carry.
    PlanFull => "plan-full",
    /// No running cycle serves the requirement.
    NoRunningCycle => "no-running-cycle",
    /// Nothing is known about the requirement yet.
    RequirementUntouched => "requirement-untouched",
    /// The ambition is stated.
    AmbitionStated => "ambition-stated",
    /// The ambition is not stated.
    AmbitionMissing => "ambition-missing",
    /// The intended result is stated, or a testable goal says it.
    IntendedResultStated => "intended-result-stated",
    /// The intended result is not stated.
    IntendedResultMissing => "intended-result-missing",
    /// Someone is responsible.
    OwnerNamed => "owner-named",
    /// Nobody is responsible.
    OwnerMissing => "owner-missing",
    /// An action is under way or done.
    ActionUnderWay => "action-under-way",
    /// No action is under way or done.
    ActionMissing => "action-missing",
    /// There is evidence that holds on the day.
    EvidenceInForce => "evidence-in-force",
    /// There is no evidence that holds on the day.
    EvidenceMissing => "evidence-missing",
    /// It is stated how the result is measured.
    MethodStated => "method-stated",
    /// It is not stated how the result is measured.
    MethodMissing => "method-missing",
    /// It was measured within the last year.
    MeasuredRecently => "measured-recently",
    /// It was measured, but longer than a year ago.
    MeasurementOutdated => "measurement-outdated",
    /// It was never measured.
    MeasurementMissing => "measurement-missing",
    /// What was found was reviewed or evaluated.
    ResultWeighed => "result-weighed",
    /// What was found was neither reviewed nor evaluated.
    ResultNotWeighed => "result-not-weighed",
    /// Nothing was decided with a lesson learned.
    DecisionMissing => "decision-missing",
    /// A cycle is in this phase.
    CycleInPhase => "cycle-in-phase",
    /// A goal is not decided upon yet.
    GoalOpen => "goal-open",
    /// A goal is not decided upon and its due date has passed.
    GoalOverdue => "goal-overdue",
    /// An action is still to be done.
    ActionOpen => "action-open",
    /// An action is still to be done and its due date has passed.
    ActionOverdue => "action-overdue",
    /// A review was due and was not held.
    ReviewMissed => "review-missed",
    /// A finding or an order is still to be followed up.
    FollowUpOpen => "follow-up-open",
    /// A finding or an order is still to be followed up and its due date has passed.
    FollowUpOverdue => "follow-up-overdue",
    /// So many of the whole come from this unit.
    UnitShare => "unit-share",
    /// So many requirements of this unit have nothing, something or everything of a phase.
    UnitLevels => "unit-levels",
    /// Nothing of a phase is there for a requirement.
    RequirementNone => "requirement-none",
    /// Something of a phase is there for a requirement.
    RequirementPartial => "requirement-partial",
    /// Everything of a phase is there for a requirement.
    RequirementFull => "requirement-full",
    /// A requirement is asked of this unit.
    AskedOfUnit => "asked-of-unit",

    // --- improvement cycles, goals, actions, measurements, decisions
    /// The day lies in the future.
    DateInFuture => "date-in-future",
    /// A day on which it was done, while it is not done.
    DoneDateWithoutDone => "done-date-without-done",
    /// The state of the cycle does not allow this.
    CycleStateForbids => "cycle-state-forbids",
    /// Something stands in the way of the next step, all listed.
    TransitionBlocked => "transition-blocked",
    /// A context factor changed; the plan must be confirmed or taken back to Plan.
    ContextUnconfirmed => "context-unconfirmed",
    /// No context factor changed, so there is nothing to confirm.
    NothingToConfirm => "nothing-to-confirm",
    /// The cycle has no goal.
    GoalMissing => "goal-missing",
    /// A part is missing that makes the goal testable.
    GoalNotTestable => "goal-not-testable",
    /// The target is worse than the baseline.
    TargetAgainstDirection => "target-against-direction",
    /// No action serves the goal.
    GoalWithoutAction => "goal-without-action",
    /// Nobody is to carry out the action.
    ActionWithoutOwner => "action-without-owner",
    /// The action has no due date.
    ActionWithoutDueDate => "action-without-due-date",
    /// The goal was not measured since Do started.
    GoalNotMeasured => "goal-not-measured",
    /// The round was not evaluated.
    EvaluationMissing => "evaluation-missing",
    /// Nothing is decided about the goal.
    GoalUndecided => "goal-undecided",
    /// A decision is taken.
    DecisionTaken => "decision-taken",
    /// A goal is to be adjusted, so the next round must be opened.
    NextRoundNeeded => "next-round-needed",
    /// No goal is to be adjusted, so there is no next round.
    NothingToAdjust => "nothing-to-adjust",

    // --- imports and jobs
    /// The columns are not those of any list that is read here.
    UnknownLayout => "unknown-layout",
    /// A column is missing.
    ColumnMissing => "column-missing",
    /// A column is there twice, or under two names.
    ColumnDuplicate => "column-duplicate",
    /// The row has more or fewer cells than the heading.
    CellCountDiffers => "cell-count-differs",
    /// The code of the establishment does not start with that of the school.
    EstablishmentNotOfSchool => "establishment-not-of-school",
    /// The list places the school with another board than where it stands: a transfer must be recorded.
    TransferPending => "transfer-pending",
    /// The row is about another board than the caller's.
    OutOfScope => "out-of-scope",
    /// The unit was ended here by hand or by a succession, and stays so.
    EndedHere => "ended-here",
    /// The unit had vanished from the list and is back in it.
    Reopened => "reopened",
    /// More than one in ten would end: to be confirmed first.
    ManyWouldEnd => "many-would-end",
    /// The file is no text with cells: a PDF, a spreadsheet, an archive.
    NotCsv => "not-csv",
    /// The file has no line, or no row under its heading.
    EmptyFile => "empty-file",
    /// A quote is opened in this row and closed nowhere near.
    QuoteNotClosed => "quote-not-closed",
    /// A cell holds bytes that are no letters in the encoding of the file.
    InvalidEncoding => "invalid-encoding",
    /// The state of the job does not allow this.
    JobStateForbids => "job-state-forbids",
    /// Whoever asked for the job may no longer do this.
    GrantLost => "grant-lost",
    /// Of a file with answers the rejected rows alone are sent again.
    SendRejectedAlone => "send-rejected-alone",
    /// The clock of a sandbox goes forwards alone, and not so far at once.
    ClockOutOfRange => "clock-out-of-range",

    // --- verdicts, pinned standards, where a cycle comes from
    /// The standard is not among those that are looked at here.
    StandardNotSelected => "standard-not-selected",
    /// The selection says itself which standards; none are named with it.
    SelectionNamesNone => "selection-names-none",
    /// The selection leaves no standard to look at.
    NothingSelected => "nothing-selected",

    // --- evidence
    /// The evidence says nothing that holds in the period that is judged.
    EvidenceOutsidePeriod => "evidence-outside-period",
    /// The evidence is about a unit that stands beside this one.
    EvidenceOfOtherUnit => "evidence-of-other-unit",
    /// Something rests on what the evidence shows: nothing of that is taken away.
    EvidenceInUse => "evidence-in-use",
    /// The evidence has as many files as it may have.
    TooManyFiles => "too-many-files",
    /// The file does not begin as a file of its type does.
    TypeMismatch => "type-mismatch",
    /// The bytes are not those of which the digest was sent.
    DigestMismatch => "digest-mismatch",

    // --- self-evaluations and observations
    /// The self-evaluation is in a state that does not allow this.
    EvaluationStateForbids => "evaluation-state-forbids",
    /// Nobody scored yet.
    NobodyScored => "nobody-scored",
    /// A standard that is looked at has no verdict yet.
    VerdictMissing => "verdict-missing",
    /// There is no meeting in which the verdicts were given.
    MeetingMissing => "meeting-missing",
    /// The meeting names nobody who was there.
    AttendeeMissing => "attendee-missing",
    /// Only what is evaluated together has a meeting.
    MeetingOfJointOnly => "meeting-of-joint-only",
    /// A unit of this kind does not evaluate itself at this level.
    LevelNotOfUnit => "level-not-of-unit",
    /// The unit does not stand under the one that evaluates itself.
    UnitNotUnder => "unit-not-under",
    /// The participant does not work in the group for which they score.
    NotInGroup => "not-in-group",
    /// The edition is an instrument for observations.
    EditionIsInstrument => "edition-is-instrument",
    /// The edition is no instrument for observations.
    EditionNotInstrument => "edition-not-instrument",
    /// Nobody scores what is evaluated together.
    EvaluationIsJoint => "evaluation-is-joint",
    /// The last day for scoring lies behind.
    ScoringEnded => "scoring-ended",
    /// The participant scored this standard before.
    AlreadyScored => "already-scored",
    /// The account belongs to no person of this board.
    AccountWithoutPerson => "account-without-person",
    /// Only people do this, with an account of their own.
    PeopleOnly => "people-only",
    /// Lessons are observed in teams and schools.
    NotATeamOrSchool => "not-a-team-or-school",
    /// The meeting was not held in the school year of the evaluation.
    HeldOutsideSchoolYear => "held-outside-school-year",
    /// The day lies outside the school year that it is about, and the weeks after it.
    OutsideSchoolYear => "outside-school-year",
    /// Whoever scores does not work at the unit that evaluates itself.
    NotAParticipant => "not-a-participant",
    /// Nobody observes their own lesson.
    OwnLessonObserved => "own-lesson-observed",
    /// The school year of the lesson is finished.
    SchoolYearFinished => "school-year-finished",
    /// The school year is not finished, so nothing of its lessons is shown yet.
    SchoolYearRunning => "school-year-running",
    /// Too few changed their scores since the results were last shown.
    FewChangedSinceShown => "few-changed-since-shown",
    /// The leader fixes what is agreed.
    LeaderFixes => "leader-fixes",
    /// Another leader is named once results were shown.
    LeaderNamedByBoard => "leader-named-by-board",
    /// The edition is not in force in the school year.
    EvaluationEditionNotInForce => "evaluation-edition-not-in-force",

    // --- audits and follow-up
    /// The audit does not allow this in its state.
    AuditStateForbids => "audit-state-forbids",
    /// Nobody leads the team.
    AuditLeadMissing => "audit-lead-missing",
    /// Nobody is in the team.
    AuditTeamMissing => "audit-team-missing",
    /// This kind of audit starts from a question of the unit itself.
    ResearchQuestionMissing => "research-question-missing",
    /// Nothing stands on the agenda.
    AgendaMissing => "agenda-missing",
    /// There is no report yet.
    ReportMissing => "report-missing",
    /// The unit can still reply and has not.
    ReplyTermRunning => "reply-term-running",
    /// This kind of audit gives a verdict on every standard, and there is none on this one.
    AuditVerdictMissing => "audit-verdict-missing",
    /// It lies outside the days of the audit.
    OutsideAuditDays => "outside-audit-days",
    /// Only guests are asked for some days.
    OnlyOfGuests => "only-of-guests",
    /// Whoever would audit works at the unit, or did so shortly before.
    AuditorNotIndependent => "auditor-not-independent",
    /// Whoever would audit has declared an interest in the unit.
    InterestDeclared => "interest-declared",
    /// This kind of audit is done for an accredited body, and none is named.
    AuditBodyMissing => "audit-body-missing",
    /// The body is not accredited for the sector on every day of the audit.
    AccreditationMissing => "accreditation-missing",
    /// Whoever would audit is not qualified for this kind of audit on every day of it.
    QualificationMissing => "qualification-missing",
    /// The edition is not in force on the day on which the audit begins.
    AuditEditionNotInForce => "audit-edition-not-in-force",
    /// This kind of audit is recorded as a visit of the inspectorate.
    RecordedAsVisit => "recorded-as-visit",
    /// The audit is to start on a day for which it is not planned.
    StartsOutsideAuditDays => "starts-outside-audit-days",
    /// Not everything has a verdict that this kind of audit asks for.
    AuditVerdictsMissing => "audit-verdicts-missing",
    /// Once the report is given, the term for the reply moves to a later day only.
    ReplyTermOnlyLater => "reply-term-only-later",
    /// Whoever is in the team does not reply to its report.
    TeamDoesNotReply => "team-does-not-reply",
    /// Whoever lets the report stand does not reply to it for a unit.
    AdopterDoesNotReply => "adopter-does-not-reply",
    /// Whoever would audit does not do so for the body that is named.
    AuditorOfOtherBody => "auditor-of-other-body",
    /// A guest is asked for days that are not of the audit, nor of the weeks after it.
    GuestOutsideAudit => "guest-outside-audit",
    /// Somebody of the board is no guest: name the person.
    GuestOfOwnBoard => "guest-of-own-board",
    /// The auditor is known as a person or by an account: name that.
    AuditorIsPerson => "auditor-is-person",
    /// The units reply to the report as it was given to them.
    ReportUnderReply => "report-under-reply",
    /// The report was given to the units before, so it is adopted and no longer cancelled.
    ReportWasGiven => "report-was-given",
    /// The report was taken back so often that another time leads nowhere.
    TooManyReports => "too-many-reports",

    // --- findings and follow-up
    /// The kind of audit has no such grade.
    GradeNotOfKind => "grade-not-of-kind",
    /// The unit is not among those that are audited.
    UnitNotAudited => "unit-not-audited",
    /// The audit is not in the field.
    FieldworkNotRunning => "fieldwork-not-running",
    /// A question of the auditors' own takes no verdict.
    QuestionTakesNoVerdict => "question-takes-no-verdict",
    /// A level is given and it is said that none can be given.
    NotAssessedWithVerdict => "not-assessed-with-verdict",
    /// An item that was drawn from the standards of the audit stays.
    DrawnItemStays => "drawn-item-stays",
    /// It was given to the units with the report, so it can be put right and not taken away.
    GivenToUnits => "given-to-units",
    /// Something else has this id.
    IdTaken => "id-taken",
    /// Somebody else changed it since.
    ChangedSince => "changed-since",
    /// The state of the finding does not allow this.
    FindingStateForbids => "finding-state-forbids",
    /// The grade asks for something else.
    GradeAsksOtherwise => "grade-asks-otherwise",
    /// The audit is not adopted, or is closed.
    AuditNotFollowedUp => "audit-not-followed-up",
    /// The unit did not answer.
    ResponseMissing => "response-missing",
    /// Something is to be done, and no cycle or action is named in which it is.
    ResponseNotLinked => "response-not-linked",
    /// The cause is not stated.
    CauseMissing => "cause-missing",
    /// What was put right at once is not stated.
    CorrectionMissing => "correction-missing",
    /// The corrective action is not stated.
    CorrectiveActionMissing => "corrective-action-missing",
    /// The corrective action was not carried out.
    ActionNotExecuted => "action-not-executed",
    /// Nobody looked whether it had effect.
    EffectNotVerified => "effect-not-verified",
    /// It had no effect.
    EffectNotAchieved => "effect-not-achieved",
    /// It had effect, so there is nothing to put right again.
    EffectAchieved => "effect-achieved",
    /// Whoever verifies owned the action or carried it out.
    VerifierCarriedOut => "verifier-carried-out",
    /// The effect was looked at before the action was carried out.
    VerifiedBeforeExecuted => "verified-before-executed",
    /// It was put right anew as often as may be.
    TooManyAttempts => "too-many-attempts",
    /// The day lies after the last one that the grade allows.
    DueLaterThanGradeAllows => "due-later-than-grade-allows",
    /// A finding that must be dealt with first is not.
    FindingOpen => "finding-open",

    // --- inspection and recovery orders
    /// It is not known in which sector the unit is, so no edition can be chosen.
    SectorUnknown => "sector-unknown",
    /// No edition was in force on the day.
    NoEditionInForce => "no-edition-in-force",
    /// Another edition was in force on the day.
    EditionNotInForce => "edition-not-in-force",
    /// The supervised object covers nothing of the unit.
    ObjectNotOfUnit => "object-not-of-unit",
    /// The earlier visit was elsewhere, or is not earlier.
    PreviousVisitUnfit => "previous-visit-unfit",
    /// The report of the visit is adopted: nothing changes any more.
    VisitReported => "visit-reported",
    /// It is not said when the visit ended.
    VisitNotEnded => "visit-not-ended",
    /// It is not said when the report was adopted.
    ReportNotAdopted => "report-not-adopted",
    /// The visit has no verdicts.
    VerdictsMissing => "verdicts-missing",
    /// The unit is not the one visited, nor under it.
    UnitNotOfVisit => "unit-not-of-visit",
    /// The due date lies before the visit.
    DueBeforeVisit => "due-before-visit",
    /// A measure was carried out before the visit that made it necessary.
    DoneBeforeVisit => "done-before-visit",
    /// The inspectorate concludes that an order is met before the board found so.
    ConcludedBeforeVerified => "concluded-before-verified",
    /// The state of the recovery order does not allow this.
    OrderStateForbids => "order-state-forbids",
    /// The recovery order is to be kept.
    OrderKept => "order-kept",
    /// No more of what a recovery order was before can be kept.
    OrderHistoryFull => "order-history-full",
    /// The recovery order has no measures.
    MeasuresMissing => "measures-missing",
    /// A measure is not carried out.
    MeasureNotDone => "measure-not-done",
    /// The board did not find the recovery order met.
    VerificationMissing => "verification-missing",
    /// Whoever verifies carried out a measure.
    VerifierOwnsMeasure => "verifier-owns-measure",
    /// The due date has not passed.
    DueDateNotPassed => "due-date-not-passed",
    /// This does not go with the command.
    NotWithCommand => "not-with-command",
    /// It was done, and nothing shows that.
    DoneWithoutEvidence => "done-without-evidence",
    /// What showed it holds no longer.
    EvidenceHoldsNoLonger => "evidence-holds-no-longer",
    /// The unit never said how it stands.
    SelfVerdictMissing => "self-verdict-missing",
    /// Somebody gave it the lowest level.
    JudgedLowest => "judged-lowest",
    /// A finding about it is open.
    FindingStillOpen => "finding-still-open",
    /// A recovery order about it is not met yet, or was missed.
    RecoveryOrderOpen => "recovery-order-open",

    // --- school years and quality conversations
    /// A day lies outside the school year.
    DayOutsideSchoolYear => "day-outside-school-year",
    /// An instrument is planned and said not to be needed.
    PlannedAndNotNeeded => "planned-and-not-needed",
    /// An instrument is planned for these days.
    CheckPlanned => "check-planned",
    /// One of an instrument is there, and no days are planned for it.
    CheckUndated => "check-undated",
    /// An instrument is not needed this year, for a reason.
    CheckNotNeeded => "check-not-needed",
    /// An instrument was not planned.
    CheckNotPlanned => "check-not-planned",
    /// An instrument came to a result.
    CheckRan => "check-ran",
    /// An instrument was begun, and came to no result yet.
    CheckStillOpen => "check-still-open",
    /// Something counts of which the caller is told no more.
    CheckWithheld => "check-withheld",
    /// Nothing of an instrument ran.
    CheckNotRan => "check-not-ran",
    /// The follow-up of what ran was closed.
    CheckClosed => "check-closed",
    /// An improvement cycle arose from it.
    CycleArose => "cycle-arose",
    /// It was decided that no follow-up is needed.
    FollowUpNotNeeded => "follow-up-not-needed",
    /// What ran was not followed up.
    FollowUpMissing => "follow-up-missing",
    /// An audit ran, and its follow-up is not over.
    AuditNotClosed => "audit-not-closed",
    /// What is followed up by being closed itself is followed up by nothing else.
    FollowedUpByClosing => "followed-up-by-closing",
    /// It was decided before there was a result to decide about.
    DecidedBeforeRan => "decided-before-ran",
    /// The state of the conversation forbids this.
    ConversationStateForbids => "conversation-state-forbids",
    /// A conversation is about a school, not about the board.
    ConversationNotWithBoard => "conversation-not-with-board",
    /// Nobody of the board takes part in the conversation.
    BoardMemberMissing => "board-member-missing",
    /// Nobody of the leadership of the school takes part in the conversation.
    LeaderMissing => "leader-missing",
    /// The conversation would be held before the one before it.
    HeldBeforePrevious => "held-before-previous",
    /// The conversation has no minutes.
    MinutesMissing => "minutes-missing",
    /// Nobody carries out an agreement.
    AgreementWithoutOwner => "agreement-without-owner",
    /// An agreement has no due date.
    AgreementWithoutDueDate => "agreement-without-due-date",
    /// An agreement of the conversation before was not looked at.
    AgreementUnchecked => "agreement-unchecked",
    /// The conversation before was not closed.
    PreviousNotClosed => "previous-not-closed",
    /// Agreements of the conversation before are to be looked at.
    AgendaAgreements => "agenda-agreements",
    /// Something is past its due date.
    AgendaOverdue => "agenda-overdue",
    /// Something needs attention.
    AgendaAttention => "agenda-attention",
    /// There are verdicts to talk about.
    AgendaVerdicts => "agenda-verdicts",

    // --- verdicts side by side and framework upgrades
    /// Verdicts of this voice are not shown: the caller may not read what gave them.
    VoiceNotShown => "voice-not-shown",
    /// What the unit says of itself.
    SaidOfItself => "said-of-itself",
    /// What somebody from outside says of it.
    SaidFromOutside => "said-from-outside",
    /// No mappings lead from the one edition to the other.
    NoMapping => "no-mapping",
    /// Work on a standard can go on in several ways, and none was chosen.
    ChoiceMissing => "choice-missing",
    /// There is nothing to choose for this standard.
    NothingToChoose => "nothing-to-choose",
    /// The work cannot go on there: the mapping does not lead to it.
    NotACandidate => "not-a-candidate",

    // --- surveys
    /// The campaign is in a state that does not allow this.
    CampaignStateForbids => "campaign-state-forbids",
    /// A group of parents is finer than a stage: no unit, and no stage right under one.
    FinerThanStage => "finer-than-stage",
    /// No group of the campaign has this key.
    UnknownGroupKey => "unknown-group-key",
    /// Groups are part of each other, or too deep.
    GroupsNotATree => "groups-not-a-tree",
    /// A field that does not go with a group of this kind.
    NotForThisKind => "not-for-this-kind",
    /// A group that is no unit stands under none.
    NotOfAUnit => "not-of-a-unit",
    /// The population is that of the parts of the group.
    PopulationOfParts => "population-of-parts",
    /// The class is not one of this unit.
    ClassOfOtherUnit => "class-of-other-unit",
    /// A window is open for too long.
    WindowTooLong => "window-too-long",
    /// Two windows overlap, or stand in the wrong order.
    WindowsOverlap => "windows-overlap",
    /// The day lies in no window.
    OutsideWindow => "outside-window",
    /// The day does not lie after the last window.
    NotAfterWindow => "not-after-window",
    /// The last window is over.
    WindowOver => "window-over",
    /// It is too early for this.
    NotYet => "not-yet",
    /// The instrument was made for another target group.
    OtherTargetGroup => "other-target-group",
    /// Results are shown by the answers to questions with few options alone.
    NotADimension => "not-a-dimension",
    /// Codes were handed out, or answers taken in.
    CodesHandedOut => "codes-handed-out",
    /// All together are fewer than the minimum.
    TooFewAsked => "too-few-asked",
    /// The campaign does not let respondents in this way.
    ChannelNotOffered => "channel-not-offered",
    /// The group has parts: respondents stand in those.
    GroupHasParts => "group-has-parts",
    /// The code is unknown, or no longer known.
    UnknownSurveyCode => "unknown-survey-code",
    /// The class code is not open any more.
    SurveyCodeExpired => "survey-code-expired",
    /// The class code or link let in as many as it may.
    SurveyCodeFull => "survey-code-full",
    /// Answers are not taken yet, or not between two windows.
    SurveyNotOpen => "survey-not-open",
    /// Answers are not taken any more.
    SurveyClosed => "survey-closed",
    /// The campaign is not launched.
    NotLaunched => "not-launched",
    /// Neither how many are invited nor who.
    NobodyInvited => "nobody-invited",
    /// As many were invited as the group has people.
    AllInvited => "all-invited",
    /// Somebody was invited before.
    InvitedBefore => "invited-before",
    /// The survey session is over, or none.
    SurveySessionOver => "survey-session-over",
    /// The unit has not said what it does with its results.
    ResultsNotFollowedUp => "results-not-followed-up",
    /// The instrument version does not exist.
    UnknownInstrument => "unknown-instrument",
    /// This version of the survey has no question with this key.
    UnknownQuestion => "unknown-question",
    /// The question is of a kind that does not fit here.
    QuestionKindUnfit => "question-kind-unfit",
    /// A condition looks at a question that does not come before it.
    QuestionNotBefore => "question-not-before",
    /// Conditions stand within conditions too often.
    ConditionTooDeep => "condition-too-deep",
    /// No answers lead to it being shown.
    NeverShown => "never-shown",
    /// The question has no such option.
    UnknownOption => "unknown-option",
    /// The point does not lie on the scale of the question.
    OutsideScale => "outside-scale",
    /// More options were chosen than may be.
    TooManyOptions => "too-many-options",
    /// The number has more decimals than may be.
    TooManyDecimals => "too-many-decimals",
    /// The question was answered, and with these answers it is not asked.
    QuestionNotShown => "question-not-shown",
    /// The open answers of a version may be too long together.
    OpenAnswersTooLong => "open-answers-too-long",
    /// A question asks for its own importance.
    ImportanceOfItself => "importance-of-itself",
    /// No question of the scale counts in its mean.
    NothingInMean => "nothing-in-mean",
    /// The scale serves a purpose that the version does not name.
    PurposeNotNamed => "purpose-not-named",
    /// A topic of social safety stands at a scale that is not for social safety.
    TopicWithoutSafety => "topic-without-safety",
    /// A topic of social safety is not covered.
    SafetyTopicMissing => "safety-topic-missing",
    /// The instrument is in a state that does not allow this.
    InstrumentStateForbids => "instrument-state-forbids",
    /// The content of the instrument is that of its last version.
    NothingToPublish => "nothing-to-publish",
    /// No new surveys are planned with the instrument.
    InstrumentRetired => "instrument-retired",
    /// A condition has none of the forms that there are.
    ConditionUnknown => "condition-unknown",
    /// The state of a follow-up forbids this.
    SurveyFollowUpStateForbids => "survey-follow-up-state-forbids",
    /// Neither a cycle nor a decision says what the unit does with its results.
    FollowUpNotSaid => "follow-up-not-said",
    /// A cycle is named, and no result to which it refers.
    ResultNotNamed => "result-not-named",
    /// What was asked has no question or scale with this key.
    UnknownResult => "unknown-result",
    /// The group is one of another unit.
    GroupOfOtherUnit => "group-of-other-unit",
    /// The cycle was broken off.
    CycleCancelled => "cycle-cancelled",
    /// The cycle is neither of the unit nor of one under it.
    CycleElsewhere => "cycle-elsewhere",
    /// The survey was ended, so nothing of it is taken up again.
    SurveyEnded => "survey-ended",
    /// No more can be kept of what was before.
    SurveyHistoryFull => "survey-history-full",
    /// The state of a delivery forbids this.
    DeliveryStateForbids => "delivery-state-forbids",
    /// It was permitted before it was made.
    PermittedBeforeMade => "permitted-before-made",
    /// It was delivered before it was permitted.
    DeliveredBeforePermitted => "delivered-before-permitted",
    /// The day by which something is to be done is near.
    FollowUpNear => "follow-up-near",
    /// A column of a file with answers holds no question.
    ColumnUnknown => "column-unknown",
    /// A row of a file with answers is no JSON object.
    NotAnObject => "not-an-object",
    /// Nothing was answered.
    NothingAnswered => "nothing-answered",
    /// The answers in the file were taken in before, or are just being taken in.
    AlreadyTakenIn => "already-taken-in",
    /// Results are shown after the survey has closed.
    ResultsNotYet => "results-not-yet",
    /// Results of a campaign that was broken off are not shown.
    NoResults => "no-results",
    /// Fewer answered than results are shown of, or what fewer answered would follow from it.
    TooFewAnswered => "too-few-answered",
    /// A mean is higher than another, and it matters.
    MeanHigher => "mean-higher",
    /// A mean is lower than another, and it matters.
    MeanLower => "mean-lower",
    /// No difference between two means was found.
    MeansAlike => "means-alike",
    /// Two means differ too little to matter.
    MeansDifferLittle => "means-differ-little",
    /// It cannot be said whether two means differ.
    MeansNotComparable => "means-not-comparable",
    /// A mean is higher than that of all others, and it matters.
    MeanHigherThanOthers => "mean-higher-than-others",
    /// A mean is lower than that of all others, and it matters.
    MeanLowerThanOthers => "mean-lower-than-others",
    /// No difference with all others was found.
    MeanLikeOthers => "mean-like-others",
    /// A mean differs too little from that of all others to matter.
    MeanDiffersLittleFromOthers => "mean-differs-little-from-others",
    /// It cannot be said whether a mean differs from that of all others.
    MeanNotComparableWithOthers => "mean-not-comparable-with-others",
    /// A result that is named is not shown.
    ResultNotShown => "result-not-shown",
    /// More figures than fit into one table.
    TooManyFigures => "too-many-figures",
    /// Somebody names themselves, who may not.
    NotOneself => "not-oneself",
    /// Whoever is named teaches nowhere at the unit.
    NotATeacherHere => "not-a-teacher-here",
    /// Answers to the question have no mean.
    QuestionWithoutMean => "question-without-mean",
    /// The campaign that it is said to follow on is itself, or one of another target group.
    NotAPredecessor => "not-a-predecessor",
    /// Nothing that is asked was asked by the campaign that it is said to follow on.
    NothingToCompare => "nothing-to-compare",
    /// What was measured for the inspectorate was not measured with an official instrument.
    InstrumentNotOfficial => "instrument-not-official",
    /// More answers were taken in from elsewhere than the group has people.
    MoreThanPopulation => "more-than-population",
    // --- learning results
    /// A number of pupils is not told.
    CountHidden => "count-hidden",
    /// A subject is not of as many pupils as the others.
    SubjectTotalDiffers => "subject-total-differs",
    /// A percentage stands for no whole number of levels.
    ShareNotWhole => "share-not-whole",
    /// There are no results of a school year.
    LearningYearMissing => "learning-year-missing",
    /// Of the results of a school year not all is told that it takes.
    LearningYearNotTold => "learning-year-not-told",
    /// The school weighting is not known.
    SchoolWeightingUnknown => "school-weighting-unknown",
    /// There is no signal value for a class of the school weighting.
    NoSignalValue => "no-signal-value",
    /// Too few pupils to judge over three years.
    SmallSchool => "small-school",
    /// The years are hidden since few pupils were tested in one of them.
    LearningYearsHidden => "learning-years-hidden",
    /// No norm of an indicator is known.
    NormUnknown => "norm-unknown",
    /// Fewer indicators can be judged than a decision takes.
    TooFewIndicators => "too-few-indicators",
    // ---
}
