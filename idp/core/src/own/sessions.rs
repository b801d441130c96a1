//! One's own sessions and the applications that may have something: seen, ended and taken back.

use super::{Own, Said};
use crate::audit::Code;
use crate::client::ClientId;
use crate::id::SessionId;
use crate::port::{Answer, Ending, SeenSession};

impl Own<'_> {
    /// The sessions that still count, the one used last first, and which applications saw each.
    pub async fn sessions(&self) -> Answer<Vec<SeenSession>> {
        let mut all = self.provider.ports.sessions.of_person(&self.account().subject).await?;
        all.retain(|seen| seen.session.is_live(self.account(), self.now));
        all.sort_by_key(|seen| std::cmp::Reverse(seen.session.used_at));
        Ok(all)
    }

    /// Ends a session of this person, another than the one in which they look; the applications that saw it are told. One that
    /// is not theirs is not found.
    pub async fn end_session(&self, id: &SessionId) -> Answer<Said> {
        let theirs = self.sessions().await?.into_iter().any(|seen| seen.session.id == *id);
        if theirs && *id != self.visitor.session.id {
            self.end(id).await?;
        }
        Ok(Said::SessionEnded)
    }

    /// Ends all sessions but the one in which the person looks.
    pub async fn end_other_sessions(&self) -> Answer<Said> {
        for seen in self.provider.ports.sessions.of_person(&self.account().subject).await? {
            if seen.session.id != self.visitor.session.id {
                self.end(&seen.session.id).await?;
            }
        }
        Ok(Said::OthersEnded)
    }

    /// Takes back what the person agreed to for an application, with all that it got by it.
    pub async fn take_back(&self, client: &ClientId) -> Answer<Said> {
        let event = self.event(Code::ConsentRevoked).for_client(client.as_str());
        self.provider.ports.consents.revoke(&self.account().subject, client, event).await?;
        Ok(Said::ConsentTakenBack)
    }

    async fn end(&self, id: &SessionId) -> Answer<()> {
        let ending = Ending { session: id, called: &self.called() };
        self.provider.ports.sessions.end(ending, self.event(Code::SessionEnded)).await.map(drop)
    }
}
