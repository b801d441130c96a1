//! The virtual authenticator of Chromium, over its DevTools Protocol.

use serde_json::{Value, json};

use super::chromium::Window;

/// One in a window.
pub(crate) struct VirtualAuthenticator<'a> {
    window: &'a Window,
    id: Value,
}

impl<'a> VirtualAuthenticator<'a> {
    /// One that is in the computer and looks at its owner.
    pub(crate) async fn new(window: &'a Window) -> Self {
        let cdp = window.driver.cdp();
        cdp.send_raw("WebAuthn.enable", json!({ "enableUI": false })).await.expect("WebAuthn");
        Self::with(
            window,
            json!({
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
                "isUserVerified": true, "automaticPresenceSimulation": true,
            }),
        )
        .await
    }

    /// One that is plugged in, which counts how often it signs.
    pub(crate) async fn key(window: &'a Window) -> Self {
        let computer = Self::new(window).await;
        computer.send("removeVirtualAuthenticator", json!({})).await;
        let key = json!({
            "protocol": "ctap2", "transport": "usb", "hasResidentKey": true, "hasUserVerification": true,
            "isUserVerified": true, "automaticPresenceSimulation": true,
        });
        Self::with(window, key).await
    }

    async fn with(window: &'a Window, options: Value) -> Self {
        let options = json!({ "options": options });
        let made = window.driver.cdp().send_raw("WebAuthn.addVirtualAuthenticator", options).await;
        Self { window, id: made.expect("an authenticator")["authenticatorId"].clone() }
    }

    async fn send(&self, command: &str, mut more: Value) -> Value {
        more["authenticatorId"] = self.id.clone();
        self.window.driver.cdp().send_raw(&format!("WebAuthn.{command}"), more).await.expect(command)
    }

    /// What it holds, with everything that makes a copy.
    pub(crate) async fn passkeys(&self) -> Vec<Value> {
        let all = self.send("getCredentials", json!({})).await;
        all["credentials"].as_array().expect("a list").clone()
    }

    /// From now on it holds this passkey, which signed so often.
    pub(crate) async fn hold(&self, passkey: &Value, signatures: u32) {
        let mut passkey = passkey.clone();
        passkey["signCount"] = signatures.into();
        self.send("clearCredentials", json!({})).await;
        self.send("addCredential", json!({ "credential": passkey })).await;
    }

    /// Another one in its place, with the same passkey, which cannot look at anybody.
    pub(crate) async fn cannot_look(self) -> Self {
        let passkey = self.passkeys().await.remove(0);
        self.send("removeVirtualAuthenticator", json!({})).await;
        let other = Self::with(
            self.window,
            json!({
                "protocol": "ctap2", "transport": "usb", "hasResidentKey": true, "hasUserVerification": false,
                "automaticPresenceSimulation": true,
            }),
        )
        .await;
        other.send("addCredential", json!({ "credential": passkey })).await;
        other
    }

    /// Whether it makes sure that it is its owner.
    pub(crate) async fn looks(&self, verifies: bool) {
        self.send("setUserVerified", json!({ "isUserVerified": verifies })).await;
    }

    /// Whether somebody touches it when it asks.
    pub(crate) async fn is_touched(&self, touched: bool) {
        self.send("setAutomaticPresenceSimulation", json!({ "enabled": touched })).await;
    }
}
