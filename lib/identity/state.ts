import type { JWK } from "jose";
import { hasDatabase } from "#lib/base/env.ts";
import type { Owner } from "./owner-id.ts";

export interface KeyPair {
  kid: string;
  /** Time, in milliseconds. */
  signsFrom: number;
  publicJwk: JWK;
  privateJwk: JWK;
}

/** The signing keys and the state of sessions. */
export interface State {
  /** Newest first. */
  readSigningKeys(): Promise<KeyPair[]>;
  /** Whether a provider session was ended here. */
  isSessionEnded(owner: Owner, sessionId: string, startedAt: Date): Promise<boolean>;
  /** Ends one session of a user, in all organisations. */
  revokeSession(personalId: string, sessionId: string): Promise<void>;
  /** Ends every session of an owner or, by the `personalId`, of a user that was authenticated until now. */
  signOutEverywhere(ownerId: string): Promise<void>;
}

/** The state in the database or, without one, what can be derived from APP_SECRET. */
export function state(): Promise<State> {
  return hasDatabase() ? import("./stored-state.ts") : import("./derived-state.ts");
}
