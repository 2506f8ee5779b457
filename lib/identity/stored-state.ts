/** The signing keys and the state of sessions in the database. */
export { isSessionEnded, revokeSession, signOutEverywhere } from "./revocation.ts";
export { readSigningKeys } from "./stored-keys.ts";
