import { abouts } from "../../adapters/abouts.mjs";
import { problem } from "./problem.mjs";

/**
 * The provider that a command was given.
 * @param {string | undefined} name @param {string} command as npm knows it
 */
export function checkProvider(name, command) {
  const providers = Object.keys(abouts).sort();
  if (name && providers.includes(name)) return name;
  throw problem(
    `${name ? `There is no provider "${name}"` : "Name a provider"}: ${providers.join(", ")}. ` +
      `For example: npm run ${command} -- ${providers[0]}`,
  );
}
