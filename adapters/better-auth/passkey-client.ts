import { passkeyClient } from "@better-auth/passkey/client";
import { createAuthClient } from "better-auth/client";
import type { CredentialsProblem } from "../client-contracts.ts";

const client = createAuthClient({ basePath: "/auth", plugins: [passkeyClient()] });

const PROBLEMS = new Map([
  [
    "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED",
    "This device has a passkey of your account already.",
  ],
  ["ERROR_AUTHENTICATOR_MISSING_USER_VERIFICATION_SUPPORT", "This device cannot lock a passkey."],
  ["PASSKEY_NOT_FOUND", "This passkey belongs to no account here. Use another one."],
  ["PASSKEY_LOCKED", "The passkey was not unlocked by a finger, a face or a PIN. Try again."],
  ["CHALLENGE_NOT_FOUND", "That took too long. Try again."],
  [
    "SESSION_NOT_FRESH",
    "You signed in more than a day ago: sign out, sign in again, and add it then.",
  ],
]);
/** The browser says no more of it: somebody cancelled, or there is none. */
const NONE = "No passkey was used. Try again, or sign in another way.";

type Failure = { code?: string; status: number } | null;

function describe(error: Failure): CredentialsProblem {
  if (!error) return undefined;
  if (error.status === 429) return { message: "Too many attempts. Try again in a few minutes." };
  if (error.status >= 500) return { message: "The server has a problem. Try again in a moment." };
  return { message: PROBLEMS.get(error.code ?? "") ?? NONE };
}

export const signInWithPasskey = async () => describe((await client.signIn.passkey()).error);

export const addPasskey = async (name: string) =>
  describe((await client.passkey.addPasskey({ name })).error);
