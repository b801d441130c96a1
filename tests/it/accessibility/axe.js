// Runs axe-core on the page as it is, with everything unfolded, and tells what it found and which rules it knows.
document.querySelectorAll("details").forEach((details) => (details.open = true));
const told = (results) =>
  results.flatMap((result) =>
    result.nodes.map((node) => `${result.id}: ${node.target.join(" ")}: ${node.failureSummary ?? result.help}`),
  );
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
return axe
  .run(document, { runOnly: { type: "tag", values: tags }, rules: { "target-size": { enabled: true } } })
  .then((found) => ({
    version: axe.version,
    rules: [found.passes, found.violations, found.incomplete, found.inapplicable].flat().map((result) => result.id),
    violations: told(found.violations),
    incomplete: told(found.incomplete),
  }));
