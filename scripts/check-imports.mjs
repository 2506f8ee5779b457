import { isAllowed, listImports } from "./lib/imports.mjs";

/** Fails when a file imports from a floor above its own, or from beside it. See docs/architecture.md. */
const wrong = listImports().filter((found) => !isAllowed(found));
for (const { from, to } of wrong) console.error(`${from} must not import ${to}`);
process.exitCode = wrong.length > 0 ? 1 : 0;
