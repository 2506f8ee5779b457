import { readdirSync } from "node:fs";
import { join } from "node:path";
import { problem } from "./problem.mjs";
import { root } from "./root.mjs";

/**
 * The provider that a command was given. By the adapters' folders, because it is asked before
 * anything is installed.
 * @param {string | undefined} name @param {string} command as npm knows it
 */
export function checkProvider(name, command) {
  const providers = readdirSync(join(root, "adapters"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "shared")
    .map((entry) => entry.name)
    .sort();
  if (name && providers.includes(name)) return name;
  throw problem(
    `${name ? `There is no provider "${name}"` : "Name a provider"}: ${providers.join(", ")}. ` +
      `For example: npm run ${command} -- ${providers[0]}`,
  );
}
