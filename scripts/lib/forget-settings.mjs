import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.mjs";

/** The names of the app's variables, all of which `.env.example` has. */
export function ownSettings() {
  const example = readFileSync(join(root, ".env.example"), "utf8");
  return Array.from(example.matchAll(/^#?\s*([A-Z][A-Z0-9_]*)=/gm), ([, name = ""]) => name);
}

/** A developer's own settings must not decide how the tests end. */
export function forgetSettings() {
  for (const name of ownSettings()) delete process.env[name];
  // Names the backend of `npm run conformance`; here it is always a server of ours.
  delete process.env.PROTOCOL_URL;
}
