import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.mjs";

/** A developer's own settings must not decide how the tests end. `.env.example` names them all. */
export function forgetSettings() {
  const example = readFileSync(join(root, ".env.example"), "utf8");
  for (const [, name] of example.matchAll(/^#?\s*([A-Z][A-Z0-9_]*)=/gm)) {
    if (name) delete process.env[name];
  }
  // Names the backend of `npm run conformance`; here it is always a server of ours.
  delete process.env.PROTOCOL_URL;
}
