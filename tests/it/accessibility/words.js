// What a screen reader is told: the title, one heading, the language, and what is wrong where.
const faults = [];
const check = (holds, what) => holds || faults.push(what);
const [, language] = location.pathname.split("/").filter(Boolean);
const error = { nl: "Fout: ", en: "Error: " }[language];
const summary = document.querySelector(".summary");
check(document.documentElement.lang === language, "the language is not that of the page");
check(document.querySelectorAll("h1").length === 1, "there is not one h1");
check(document.title.replace(error, "").startsWith(document.querySelector("h1").textContent.trim()), `the title is ${document.title}`);
check(document.title.startsWith(error) === Boolean(summary), `the title is ${document.title}`);
check(Boolean(document.querySelector("footer a[href='/accessibility']")), "no link leads to the accessibility statement");
for (const kind of ["header", "main", "footer", "nav"]) check(document.querySelectorAll(kind).length === 1, `there is not one ${kind}`);

// What is wrong: told on top, where the page begins to be read, and at its field.
const wrong = [...document.querySelectorAll("[aria-invalid=true]")];
const links = [...(summary?.querySelectorAll("a") ?? [])];
check(!summary || summary.getAttribute("role") === "alert", "what is wrong is not told");
check(!summary || document.activeElement === summary, "what is wrong has not the focus");
check(wrong.length === links.length, `${links.length} links for ${wrong.length} wrong fields`);
for (const link of links) {
  const field = document.querySelector(link.hash);
  check(field?.getAttribute("aria-invalid") === "true", `${link.hash} is not marked`);
  const described = (field?.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "");
  check(described.some((text) => text.includes(link.textContent.trim())), `${link.hash} does not say what is wrong`);
}

// Fields: their labels, and what browsers may fill in (WCAG 1.3.5).
const purpose = { username: ["username"], password: ["current-password", "new-password"], code: ["one-time-code"], tel: ["tel"], email: ["email"] };
for (const field of document.querySelectorAll("input:not([type=hidden], [hidden])")) {
  // What the service desk types is about somebody else: nothing of one's own is to be filled in there.
  const wanted = field.name === "value" ? ["off"] : purpose[field.name] ?? purpose[field.type];
  // A passkey may be offered beside what is filled in (HTML, "webauthn").
  const filled = field.autocomplete.replace(/ webauthn$/, "");
  check(field.labels.length > 0, `${field.name} has no label`);
  check(!field.placeholder, `${field.name} has a placeholder`);
  check(!wanted || wanted.includes(filled), `${field.name} is to be filled in with ${filled}`);
  check(!field.form || field.form.noValidate, `${field.name} is checked by the browser`);
}
return faults;
