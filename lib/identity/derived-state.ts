import { HttpError } from "#lib/base/http/http-error.ts";
import type { State } from "./state.ts";

export { readSigningKeys } from "./derived-keys.ts";

/** Sessions end at the provider and with their cookie; a user token of them lives out its minutes. */
export const isSessionEnded: State["isSessionEnded"] = async () => false;
export const revokeSession: State["revokeSession"] = async () => {};

export const signOutEverywhere: State["signOutEverywhere"] = async () => {
  const message = "Without a database this app does not know a user's other sessions";
  throw new HttpError(501, "NOT_IMPLEMENTED", message);
};
