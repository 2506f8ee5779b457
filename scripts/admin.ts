import { z } from "zod";
import { providerAbout } from "#adapters/about.ts";
import { openDatabase } from "#drizzle/client.ts";
import { addAdmin, isAddress } from "#lib/admin/admins.ts";
import { findOwner, listOwners, type Owner, ownerName } from "#lib/admin/owners.ts";
import { isEnvError, readEnv } from "#lib/base/env.ts";
import { makeKeylessProject } from "#lib/projects/projects.ts";
import { loadEnvFiles } from "./lib/env-files.mjs";
import { problem, runMain } from "./lib/problem.mjs";

const USAGE = "npm run admin -- <e-mail address or owner id>";
const MOST_LISTED = 20;

/** Makes somebody an admin of the default project, by an address or an owner id. */
async function nameAdmin(): Promise<number> {
  loadEnvFiles();
  // Not parsed: an owner id may begin with a hyphen.
  const [name = ""] = process.argv.slice(2);
  const database = await openDatabase().catch((error: unknown) => {
    throw isEnvError(error) ? problem(error.message) : error;
  });
  try {
    const id = await makeKeylessProject();
    const who = await (isAddress(name) ? checkAddress(id, name) : checkOwner(id, name));
    const isNew = await addAdmin(id, name);
    console.log(`${who} is an admin ${isNew ? "now" : "already"}.`);
    return 0;
  } finally {
    await database.close();
  }
}

/** It counts for whom the provider says that it has verified it, whether or not they have been here. */
async function checkAddress(projectId: string, address: string): Promise<string> {
  const { label, name, verifiesNoAddress } = providerAbout();
  if (!verifiesNoAddress || (verifiesNoAddress !== true && verifiesNoAddress.some(isSet)))
    return `Whoever signs in with the verified address ${address}`;
  const found = await listOwners(projectId, MOST_LISTED, { search: address });
  throw problem(
    [
      `With ${label} (AUTH_PROVIDER=${name}) no address counts as verified: anybody could say that it is theirs.`,
      ...describe(found, "Give an owner id. With this address:"),
    ].join("\n"),
  );
}

const isSet = (name: string) => !!readEnv({ [name]: z.string().optional() })[name];

async function checkOwner(projectId: string, id: string): Promise<string> {
  const owner = id && (await findOwner(projectId, id));
  if (owner) return `${ownerName(owner)} (${owner.id})`;
  const flaw = id.includes("@")
    ? `${id} is no e-mail address. Give the address alone, such as ada@example.com.`
    : `Nobody with the owner id ${id} has been here.`;
  throw problem(
    [
      id ? flaw : USAGE,
      ...describe(await listOwners(projectId, MOST_LISTED), "Who was here last:"),
    ].join("\n"),
  );
}

function describe(owners: Owner[], heading: string): string[] {
  if (owners.length === 0) return ["Sign in to the app once; your owner id is then listed here."];
  const lines = owners.map(
    ({ id, name, email, lastSeenAt }) =>
      `  ${[id, name, email, lastSeenAt.toISOString()].filter(Boolean).join("  ")}`,
  );
  return [heading, ...lines];
}

await runMain(nameAdmin, { codeWhenStopped: 130 });
