// What is cut off, lies over something else, sticks out of the window or is too small to be hit, with everything unfolded.
document.querySelectorAll("details").forEach((details) => (details.open = true));
const faults = [];
const name = (element) => `<${element.tagName.toLowerCase()} class="${element.className}"> ${element.textContent.trim().slice(0, 40)}`;
const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".unseen, .skip-link:not(:focus)");
const width = document.documentElement.clientWidth;
if (document.scrollingElement.scrollWidth > width) {
  faults.push(`the page is ${document.scrollingElement.scrollWidth} wide in a window of ${width}`);
}

// Lines of text, each with the element that it stands in.
const lines = [];
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const element = texts.currentNode.parentElement;
  if (!texts.currentNode.data.trim() || !shown(element) || element.closest("script, iframe, svg")) continue;
  const range = document.createRange();
  range.selectNodeContents(texts.currentNode);
  for (const box of range.getClientRects()) if (box.width > 1) lines.push({ box, element });
}
for (const { box, element } of lines) {
  if (box.left < -1 || box.right > width + 1) faults.push(`sticks out of the window: ${name(element)}`);
  const around = element.closest("button, summary, .card, .notice, .summary, .chosen, .key");
  const edge = around?.getBoundingClientRect();
  if (edge && (box.left < edge.left - 1 || box.right > edge.right + 1 || box.top < edge.top - 1 || box.bottom > edge.bottom + 1)) {
    faults.push(`sticks out of its ${around.tagName}.${around.className}: ${name(element)}`);
  }
}
for (let i = 0; i < lines.length; i++) {
  for (let j = i + 1; j < lines.length; j++) {
    const [a, b] = [lines[i], lines[j]];
    const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
    const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
    // Boxes of lines are higher than their letters.
    if (across > 2 && down > 0.4 * Math.min(a.box.height, b.box.height)) {
      faults.push(`lie over each other: ${name(a.element)} and ${name(b.element)}`);
    }
  }
}
for (const element of document.body.querySelectorAll("*")) {
  if (!shown(element)) continue;
  const style = getComputedStyle(element);
  const cuts = style.overflowX !== "visible" || style.overflowY !== "visible";
  const over = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
  if (cuts && over && !element.matches("input, iframe, svg, svg *")) faults.push(`is cut off: ${name(element)}`);
}

// Targets (WCAG 2.5.8). A link in a sentence is as high as its line.
for (const target of document.querySelectorAll("a, button, summary, select, textarea, input:not([type=hidden])")) {
  if (!shown(target) || getComputedStyle(target).display === "inline") continue;
  const box = target.getBoundingClientRect();
  if (box.width < 24 || box.height < 24) faults.push(`a target of ${box.width} by ${box.height}: ${name(target)}`);
}
return faults;
