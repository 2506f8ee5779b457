import { appEnv } from "#lib/base/env.ts";
import { HttpError } from "./http-error.ts";

/**
 * Throws HttpError 403 for a request from another site's page. Browsers always send Origin with a
 * POST, so a request without it comes from no page.
 */
export function refuseForeignOrigin({ headers }: Request): void {
  const ours = new URL(appEnv().APP_URL).origin;
  const origin = headers.get("origin");
  if ((origin && origin !== ours) || headers.get("sec-fetch-site") === "cross-site") {
    throw new HttpError(403, "CROSS_SITE", `This is done from a page of ${ours}`);
  }
}
