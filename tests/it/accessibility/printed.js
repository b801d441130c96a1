// On paper: the words and the QR code, and nothing that only a screen can use.
const faults = [];
if (!matchMedia("print").matches) faults.push("this is no paper");
for (const element of document.querySelectorAll(".button, button.link, nav, .skip-link")) {
  if (element.checkVisibility()) faults.push(`is of no use on paper: ${element.outerHTML}`);
}
for (const element of document.querySelectorAll("h1, main p:not(.unseen), .qr, .key")) {
  if (!element.closest("details:not([open]), [hidden]") && element.textContent.trim() && element.getBoundingClientRect().height < 1 && !element.querySelector("button")) faults.push(`is not printed: ${element.outerHTML}`);
}
return faults;
