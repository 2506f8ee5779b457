import { PROVIDERS } from "../../adapters/abouts.mjs";
import { problem } from "./problem.mjs";

/**
 * The provider that a command was given.
 * @param {string | undefined} name @param {string} command as npm knows it
 */
export function checkProvider(name, command) {
  const providers = [...PROVIDERS].sort();
  const found = providers.find((provider) => provider === name);
  if (found) return found;
  throw problem(
    `${name ? `There is no provider "${name}"` : "Name a provider"}: ${providers.join(", ")}. ` +
      `For example: npm run ${command} -- ${providers[0]}`,
  );
}
