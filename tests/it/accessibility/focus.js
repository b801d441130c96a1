// Where the focus is: its place among all that can be worked with, and what is wrong with how it shows.
const every = [...document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden]), [tabindex='0'], iframe")].filter((element) => element.checkVisibility({ visibilityProperty: true }));
const at = document.activeElement;
const place = every.indexOf(at);
const faults = [];
if (place >= 0) {
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  const line = at.getClientRects()[0];
  const [x, y] = [line.left + line.width / 2, line.top + line.height / 2];
  const hit = document.elementFromPoint(x, y);
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) faults.push("cannot be seen");
  if (box.top < 0 || box.bottom > innerHeight + 1 && box.height < innerHeight) faults.push("is out of sight");
  if (!hit || !(at === hit || at.contains(hit) || hit.contains(at) && hit.tagName !== "BODY")) faults.push(`is hidden behind ${hit?.outerHTML.slice(0, 80)}`);
}
const box = place < 0 ? null : at.getClientRects()[0];
return {
  place,
  count: every.length,
  faults: faults.map((fault) => `${at.outerHTML.slice(0, 100)} ${fault}`),
  top: box ? box.top + scrollY : 0,
  bottom: box ? box.bottom + scrollY : 0,
  left: box ? box.left : 0,
};
