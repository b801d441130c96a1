//! What the decider knows. Small and plain, so that every case can be written down in a table.

use jiff::Timestamp;

use super::second_factor::{SecondFactor, SecondFactors};
use super::transaction::{Stop, Transaction};
use crate::account::Account;
use crate::assurance::{Assurance, Evidence, Level, Proof};
use crate::session::Session;

/// The facts of one login at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The level that the login must reach.
    pub required: Level,
    /// Evidence of the session counts from this moment on; `None` where it does not count at all (`prompt=login`).
    pub session_counts_from: Option<Timestamp>,
    /// What the live session of this person proved.
    pub session: Vec<Evidence>,
    /// What was proven in this transaction.
    pub transaction: Vec<Evidence>,
    /// Whether a name was given.
    pub identified: bool,
    /// Whether the application accepts a login of this person; so it is as long as nobody is known.
    pub admitted: bool,
    /// What is on record.
    pub record: Record,
    /// The phone number on record was proven so long ago that it may be somebody else's by now.
    pub phone_is_old: bool,
    /// A phone number was registered in this transaction.
    pub phone_registered: bool,
    /// The second factor that the person wants to prove.
    pub chosen: Option<SecondFactor>,
    /// Who logged in with a recovery code has enrolled an app anew, or said that theirs is still there.
    pub recovery_settled: bool,
    /// The person wants a passkey too, after the app was set up.
    pub wants_passkey: bool,
    /// An authenticator was enrolled in this transaction, and the person has not yet read that it is done.
    pub enrolment_to_acknowledge: bool,
    /// The person must still agree to what the application asks; not so where it need not ask.
    pub owes_consent: bool,
    /// The transaction was stopped before.
    pub stopped: Option<Stop>,
}

/// What is on record of a person, as far as the login depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// The account is disabled.
    pub disabled: bool,
    /// There is a phone number.
    pub phone: bool,
    /// There is an e-mail address.
    pub email: bool,
    /// Which second factors there are.
    pub factors: SecondFactors,
    /// The bootstrap is open only to who has the service desk's code.
    pub owes_visit: bool,
    /// The account needs a new password before anybody logs in.
    pub owes_password: bool,
}

impl Record {
    /// The record of a name that nobody has: the same shape as anybody's, so that nothing leaks. Its password is never
    /// right, so nothing after the password is ever decided by it.
    pub const DECOY: Self = Self {
        disabled: false,
        phone: true,
        email: true,
        factors: SecondFactors { app: true, passkey: false, recovery_codes: false, prefers_passkey: false },
        owes_visit: false,
        owes_password: false,
    };

    /// The record of an account, or the decoy.
    pub fn of(account: Option<&Account>) -> Self {
        account.map_or(Self::DECOY, |account| Self {
            disabled: account.disabled,
            phone: account.phone.is_some(),
            email: account.email.is_some(),
            factors: SecondFactors::of(account),
            owes_visit: account.guard.asks_visit_code(account.phone.is_some()),
            owes_password: account.owes_password,
        })
    }
}

impl Facts {
    /// A login of somebody with this record, who has said who they are and proven nothing yet.
    pub fn begun(required: Level, record: Record) -> Self {
        Self {
            required,
            session_counts_from: Some(Timestamp::MIN),
            session: Vec::new(),
            transaction: Vec::new(),
            identified: true,
            admitted: true,
            record,
            phone_is_old: false,
            phone_registered: false,
            chosen: None,
            recovery_settled: false,
            wants_passkey: false,
            enrolment_to_acknowledge: false,
            owes_consent: false,
            stopped: None,
        }
    }

    /// Gathers the facts. `account` is the one of the transaction's name; a session counts if it is live and that person's.
    pub fn gather(
        transaction: &Transaction,
        account: Option<&Account>,
        session: Option<&Session>,
        now: Timestamp,
    ) -> Self {
        let session = session.filter(|session| account.is_some_and(|account| session.is_live(account, now)));
        let changed = transaction.owner.as_ref().is_some_and(|owner| {
            !account.is_some_and(|a| a.subject == owner.subject && a.security_version == owner.security_version)
        });
        Self {
            required: transaction.purpose.required(),
            session_counts_from: transaction.purpose.session_counts_from(transaction.started_at),
            session: session.map(|session| session.evidence.clone()).unwrap_or_default(),
            transaction: transaction.evidence.clone(),
            identified: transaction.username.is_some(),
            admitted: true,
            record: Record::of(account),
            phone_is_old: false,
            phone_registered: transaction.phone.is_some(),
            chosen: transaction.second_factor,
            recovery_settled: transaction.recovery_settled,
            wants_passkey: transaction.wants_passkey,
            enrolment_to_acknowledge: transaction.enrolment_to_acknowledge,
            owes_consent: false,
            stopped: transaction.stopped.or(changed.then_some(Stop::Changed)),
        }
    }

    /// The evidence that counts for this request: what was proven in this transaction, and what the session proved as
    /// recently as the request demands, by a factor that is still there. Evidence that only opens the enrolment never comes
    /// from a session. Who gets a new factor on the way proves everything anew, so that nobody makes one for themselves at a
    /// screen that was left open.
    pub fn evidence(&self) -> Vec<Evidence> {
        let is_recent = |e: &&Evidence| self.session_counts_from.is_some_and(|from| e.at >= from);
        let counts = |e: &&Evidence| is_recent(e) && self.record.factors.still_prove(e.proof);
        let session = self.session.iter().filter(counts).filter(|_| !self.leads_to_new_factor());
        session.chain(&self.transaction).copied().collect()
    }

    /// Whether the way leads to a new second factor: none stands yet, the app is replaced after a recovery code, or a passkey is
    /// demanded and there is none.
    fn leads_to_new_factor(&self) -> bool {
        let factors = &self.record.factors;
        match self.required {
            Level::Password => false,
            Level::Mfa => !factors.stand() || self.has_here(Proof::RecoveryCode) && !self.recovery_settled,
            Level::PhishingResistant => !factors.passkey,
        }
    }

    /// Whether this is proven for this request.
    pub fn has(&self, proof: Proof) -> bool {
        self.evidence().iter().any(|e| e.proof == proof)
    }

    /// Whether this was proven in this very transaction.
    pub fn has_here(&self, proof: Proof) -> bool {
        self.transaction.iter().any(|e| e.proof == proof)
    }

    /// Whether it is proven who the person is: by the password, or by a passkey that knows its owner.
    pub fn knows_person(&self) -> bool {
        self.has(Proof::Password) || self.has(Proof::VerifiedPasskey)
    }

    /// Whether a second factor is asked for and none is proven yet that is strong enough.
    pub fn owes_second_factor(&self) -> bool {
        let proven = || SecondFactor::ALL.iter().flat_map(|factor| factor.proofs()).any(|proof| self.has(*proof));
        match self.required {
            Level::Password => false,
            Level::Mfa => !proven(),
            Level::PhishingResistant if self.record.factors.passkey => !self.has(Proof::VerifiedPasskey),
            Level::PhishingResistant => !proven(),
        }
    }

    /// Whether a passkey may be made in this login: everything that a strong login rests on was proven in it.
    pub fn may_enrol_passkey(&self) -> bool {
        Assurance::of(&self.transaction).is_some_and(|assurance| assurance.level >= Level::Mfa)
    }

    /// Whether a passkey must be made in this login: it is demanded and there is none.
    pub fn must_enrol_passkey(&self) -> bool {
        self.required == Level::PhishingResistant && !self.record.factors.passkey && !self.has(Proof::VerifiedPasskey)
    }

    /// Whether this second factor is what is asked.
    pub fn asks(&self, factor: SecondFactor) -> bool {
        self.owes_second_factor() && self.second_factor() == Some(factor)
    }

    /// Whether the way to a second factor is the bootstrap: none stands yet. Once one does, SMS and mail codes are no login
    /// factor for the account any more.
    pub fn owes_bootstrap(&self) -> bool {
        self.owes_second_factor() && !self.record.factors.stand()
    }

    /// Whether the bootstrap's own codes may be asked: who owes the service desk's code brings that first.
    pub fn may_bootstrap(&self) -> bool {
        self.owes_bootstrap() && (!self.record.owes_visit || self.has_here(Proof::VisitCode))
    }

    /// Whether the number on record is to be proven again. Only who has just logged in with the app or a passkey is asked, so it
    /// never comes before a factor, nor in the place of one; and only where a person is there anyway.
    pub fn owes_phone(&self) -> bool {
        let factors = [Proof::Authenticator, Proof::Passkey, Proof::VerifiedPasskey];
        self.phone_is_old
            && self.required >= Level::Mfa
            && self.knows_person()
            && factors.iter().any(|factor| self.has_here(*factor))
            && !self.has_here(Proof::Sms)
    }

    /// Whether a recovery code was the second factor of this login, and the person has not yet said what becomes of the app.
    pub fn recovers(&self) -> bool {
        self.has(Proof::Password) && self.has_here(Proof::RecoveryCode) && !self.recovery_settled
    }

    /// What the evidence amounts to.
    pub fn assurance(&self) -> Option<Assurance> {
        Assurance::of(&self.evidence())
    }
}

/// Looking ahead.
impl Facts {
    /// The facts as they will be once this is proven here.
    pub(super) fn pass_proof(&mut self, proof: Proof) {
        let at = self.transaction.last().map_or(Timestamp::UNIX_EPOCH, |last| last.at);
        self.transaction.push(Evidence { proof, at });
    }
}
