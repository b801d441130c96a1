// Passkeys (Web Authentication Level 3): the one script of the login. A form that carries a question to an authenticator is sent
// with its answer. Where this cannot run, or the browser knows no passkeys, the page stays as it came: it says so, and what it
// offers beside the passkey works.
"use strict";

(() => {
  const form = document.querySelector("form[data-passkey]");
  const api = window.PublicKeyCredential;
  const way = form?.dataset.passkey; // "get" or "create"
  const parse = way === "create" ? "parseCreationOptionsFromJSON" : "parseRequestOptionsFromJSON";
  if (!form || !api || !api[parse] || !navigator.credentials) return;

  const all = (selector) => document.querySelectorAll(selector);
  const failed = form.querySelector("[data-passkey-failed]");
  all("[data-passkey-cannot]").forEach((element) => (element.hidden = true));
  all("[data-passkey-can]").forEach((element) => (element.hidden = false));

  const ask = (how) =>
    navigator.credentials[way]({ publicKey: api[parse](JSON.parse(form.dataset.options)), ...how });
  const send = (credential) => {
    form.elements.passkey.value = JSON.stringify(credential);
    form.submit();
  };

  // While the person fills in a name the browser offers a passkey beside it, if it has one.
  let offer = null;
  const offerBeside = async () => {
    if (!(await api.isConditionalMediationAvailable?.())) return;
    offer = new AbortController();
    send(await ask({ mediation: "conditional", signal: offer.signal }));
  };
  if (form.dataset.autofill) offerBeside().catch(() => {});

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    failed.hidden = true;
    offer?.abort();
    ask({}).then(send, () => (failed.hidden = false));
  });
})();
