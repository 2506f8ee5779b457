import "#adapters/about.ts";
import { openDatabase } from "#drizzle/client.ts";
import { isEnvError } from "#lib/base/env.ts";
import { rotateSigningKeys } from "#lib/identity/stored-keys.ts";
import { loadEnvFiles } from "./lib/env-files.mjs";
import { problem, runMain } from "./lib/problem.mjs";

/** Adds a key that will sign user tokens and access tokens, and says from when. */
async function rotate(): Promise<number> {
  loadEnvFiles();
  try {
    const database = await openDatabase();
    const { kid, signsFrom } = await rotateSigningKeys();
    await database.close();
    console.log(`The key ${kid} is published and signs from ${signsFrom.toISOString()} on.`);
    console.log(
      "The one before goes on verifying until the last token that it signed has expired.",
    );
    return 0;
  } catch (error) {
    throw isEnvError(error) ? problem(error.message) : error;
  }
}

await runMain(rotate, { codeWhenStopped: 130 });
