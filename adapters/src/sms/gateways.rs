//! Several gateways in their order: the first that takes a message is enough, and one that fails again and again is passed
//! over for a while.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use idp_core::message::Outgoing;
use idp_core::port::{Accepted, Clock, Deliver, DeliveryFailed};

use super::answer::{Kind, Refused};
use super::circuit::{Change, Circuit};
use super::gateway::HttpGateway;
use super::{GatewaySettings, InvalidGateway};
use crate::measured::Messages;

/// The gateways.
pub struct Gateways {
    each: Vec<Guarded>,
    clock: Arc<dyn Clock>,
    measured: Messages,
}

struct Guarded {
    gateway: HttpGateway,
    circuit: Mutex<Circuit>,
}

impl Gateways {
    /// Checks the settings, in the order in which the gateways are tried; connects when there is something to send.
    pub fn new(
        settings: Vec<GatewaySettings>,
        clock: Arc<dyn Clock>,
        measured: Messages,
    ) -> Result<Self, InvalidGateway> {
        let guarded = |settings| Ok(Guarded { gateway: HttpGateway::new(settings)?, circuit: Mutex::default() });
        let each: Vec<_> = settings.into_iter().map(guarded).collect::<Result<_, InvalidGateway>>()?;
        for guarded in &each {
            measured.passed_over(&guarded.gateway.name, false);
        }
        Ok(Self { each, clock, measured })
    }

    async fn attempt(&self, guarded: &Guarded, message: &Outgoing) -> Result<Accepted, Refused> {
        let mut call = self.measured.call(message.to.channel(), &guarded.gateway.name);
        let outcome = guarded.gateway.send(message, self.clock.now()).await;
        call.came_to(match &outcome {
            Ok(_) => "accepted",
            Err(Refused { kind: Kind::Gateway, .. }) => "failed",
            Err(_) => "refused",
        });
        let now = self.clock.now();
        let change = guarded.circuit(|circuit| match &outcome {
            Err(Refused { kind: Kind::Gateway, .. }) => circuit.failed(now),
            _ => circuit.succeeded(),
        });
        let gateway = guarded.gateway.name.as_str();
        if let Some(change) = change {
            self.measured.passed_over(gateway, change == Change::Opened);
        }
        match change {
            Some(Change::Opened) => tracing::error!(gateway, "the SMS gateway fails: it is passed over for now"),
            Some(Change::Closed) => tracing::info!(gateway, "the SMS gateway works again"),
            None => {}
        }
        outcome
    }
}

impl Guarded {
    /// The circuit, for a moment: never while somebody waits.
    fn circuit<T>(&self, with: impl FnOnce(&mut Circuit) -> T) -> T {
        with(&mut self.circuit.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl Deliver for Gateways {
    async fn deliver(&self, message: &Outgoing) -> Result<Accepted, DeliveryFailed> {
        let (mut reasons, mut permanent) = (Vec::new(), true);
        let soonest = self.each.iter().min_by_key(|guarded| guarded.circuit(|circuit| circuit.due()));
        // With every gateway passed over, the one that is due first is tried all the same: there is nothing to lose.
        let last_resort = soonest.filter(|guarded| guarded.circuit(|circuit| circuit.due()) > self.clock.now());
        for guarded in &self.each {
            let is_last_resort = last_resort.is_some_and(|last| std::ptr::eq(last, guarded));
            if !is_last_resort && !guarded.circuit(|circuit| circuit.permits(self.clock.now())) {
                permanent = false;
                continue;
            }
            let refused = match self.attempt(guarded, message).await {
                Ok(accepted) => return Ok(accepted),
                Err(refused) => refused,
            };
            let (gateway, reason) = (guarded.gateway.name.as_str(), refused.reason.as_str());
            tracing::warn!(message = %message.id, gateway, reason, "an SMS gateway did not take a message");
            reasons.push(format!("{gateway}: {reason}"));
            match refused.kind {
                Kind::Number => return Err(DeliveryFailed { reason: reasons.join("; "), permanent: true }),
                Kind::Message => {}
                Kind::Gateway => permanent = false,
            }
        }
        if reasons.is_empty() {
            reasons.push("every SMS gateway is passed over".to_owned());
        }
        Err(DeliveryFailed { reason: reasons.join("; "), permanent })
    }
}
