// Nothing moves for who asks for less motion; and colours stay ours for who prefers dark ones, since we have no others.
const faults = [];
for (const element of document.querySelectorAll("*")) {
  const style = getComputedStyle(element);
  if (style.animationName !== "none") faults.push(`is animated: ${element.tagName}.${element.className}`);
  if (style.transitionDuration.split(",").some((time) => parseFloat(time) > 0)) faults.push(`moves: ${element.tagName}.${element.className}`);
}
if (getComputedStyle(document.documentElement).colorScheme !== "light") faults.push("the colours follow the computer");
return faults;
