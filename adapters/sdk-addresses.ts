import { abouts } from "./abouts.mjs";

/** Deletes the variables that would give an SDK another address than APP_URL. Returns the names that were set. */
export function dropSdkAddresses(environment: NodeJS.ProcessEnv): string[] {
  const names = Object.keys(environment).filter((name) =>
    Object.values(abouts).some(({ sdkAddresses }) => sdkAddresses?.test(name)),
  );
  const set = names.filter((name) => environment[name]);
  for (const name of names) delete environment[name];
  return set;
}
