import type { JWK } from "jose";
import { isSessionEnded, revokeSession, signOutEverywhere } from "#lib/identity/revocation.ts";
import { readSigningKeys } from "#lib/identity/stored-keys.ts";

export interface KeyPair {
  kid: string;
  /** Time, in milliseconds. */
  signsFrom: number;
  publicJwk: JWK;
  privateJwk: JWK;
}

/** The signing keys and the state of sessions, in the database. */
export const state = async () => ({
  readSigningKeys,
  isSessionEnded,
  revokeSession,
  signOutEverywhere,
});
