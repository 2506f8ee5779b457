import { processWide } from "#lib/base/process.ts";
import { abouts } from "./abouts.mjs";

const isSdkAddress = (name: string) =>
  Object.values(abouts).some(({ sdkAddresses }) => sdkAddresses?.test(name));

export const sayIgnored = (name: string) => `${name} is ignored: every address comes from APP_URL`;

/**
 * Takes the variables away that would give an SDK another address than APP_URL, for good: Next reads
 * the env files as well and, in development, again whenever they change. Returns the names that were set.
 */
export function ignoreSdkAddresses(host: { env: NodeJS.ProcessEnv }): Set<string> {
  return processWide("sdk-addresses", () => {
    const ignored = new Set<string>();
    const given = { ...host.env };
    for (const name of Object.keys(given)) if (isSdkAddress(name)) delete host.env[name];
    host.env = new Proxy(host.env, {
      set(environment, name: string, value: string) {
        if (!isSdkAddress(name)) environment[name] = value;
        else if (value) ignored.add(name);
        return true;
      },
    });
    Object.assign(host.env, given);
    return ignored;
  });
}
