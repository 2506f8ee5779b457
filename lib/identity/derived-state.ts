import { HttpError } from "#lib/base/http/http-error.ts";
import type { State } from "./state.ts";

export { readSigningKeys } from "./derived-keys.ts";

/** A session ends at the provider and with its cookie. Its user token stays valid until it expires. */
export const isSessionEnded: State["isSessionEnded"] = async () => false;
export const revokeSession: State["revokeSession"] = async () => {};

export const signOutEverywhere: State["signOutEverywhere"] = async () => {
  const message = "Without a database this app does not know a user's other sessions";
  throw new HttpError(501, "NOT_IMPLEMENTED", message);
};
