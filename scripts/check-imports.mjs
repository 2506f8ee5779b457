import { findCircles, isAllowed, listImports, listOverlayImports } from "./lib/imports.mjs";

/** Fails when a file imports from a floor above its own, from beside it, or in a circle. See docs/architecture.md. */
const imports = listImports();
const problems = [
  ...[...imports, ...listOverlayImports()]
    .filter((found) => !isAllowed(found))
    .map(({ from, to }) => `${from} must not import ${to}`),
  ...findCircles(imports.filter(({ from }) => !from.startsWith("e2e/"))).map(
    (circle) => `${circle.join(" imports ")}: a circle`,
  ),
];
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
