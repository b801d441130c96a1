// Forced colours take away backgrounds and shadows: what can be worked with must have an edge or a line left.
const faults = [];
if (!matchMedia("(forced-colors: active)").matches) faults.push("colours are not forced");
const ground = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (colour !== "rgba(0, 0, 0, 0)") return colour;
  }
  return "";
};
const edged = (element, side) => {
  const style = getComputedStyle(element);
  const colour = style[`border${side}Color`];
  return parseFloat(style[`border${side}Width`]) >= 1 && style[`border${side}Style`] !== "none" && colour !== ground(element.parentElement) && colour !== "rgba(0, 0, 0, 0)";
};
for (const element of document.querySelectorAll(".button, select, textarea, input:not([type=hidden], [hidden], [type=radio], [type=checkbox])")) {
  if (!["Top", "Right", "Bottom", "Left"].every((side) => edged(element, side))) faults.push(`has no edge: ${element.outerHTML}`);
}
for (const element of document.querySelectorAll(".summary, .notice, .wrong")) {
  if (!edged(element, "Left")) faults.push(`has no edge: ${element.className}`);
}
for (const element of document.querySelectorAll("a, .link")) {
  if (getComputedStyle(element).textDecorationLine !== "underline") faults.push(`has no line: ${element.outerHTML}`);
}
for (const code of document.querySelectorAll(".qr")) {
  if (getComputedStyle(code).backgroundColor !== "rgb(255, 255, 255)") faults.push("a QR code is not on white");
}
return faults;
