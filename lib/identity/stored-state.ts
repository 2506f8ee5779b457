/** What is known of users, in the database. */
export { isSessionEnded, revokeSession, signOutEverywhere } from "./revocation.ts";
export { readSigningKeys } from "./stored-keys.ts";
