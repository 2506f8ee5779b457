import { cookies } from "next/headers";
import { isHttps } from "#adapters/shared/cookies.ts";
import { deleteOldGuests } from "#lib/admin/guests.ts";
import { waitUntil } from "#lib/base/background.ts";
import { appEnv } from "#lib/base/env.ts";
import { handle } from "#lib/base/http/handle.ts";
import { nothingHere } from "#lib/base/http/http-error.ts";
import { refuseForeignOrigin, seeOther } from "#lib/base/http/own-address.ts";
import { logError } from "#lib/base/process.ts";
import { GUEST_LIFETIME, limitNewGuests, makeGuest } from "#lib/identity/guests.ts";
import { findSession, guestCookie } from "../find-session.ts";

/** Makes this browser a guest, unless somebody is signed in or it is one already. */
export const POST = handle(async (request: Request) => {
  if (!appEnv().GUESTS) throw nothingHere();
  refuseForeignOrigin(request);
  if (await findSession()) return seeOther("/");
  await limitNewGuests(request);
  waitUntil(deleteOldGuests().catch((error) => logError("old guests could not be deleted", error)));
  (await cookies()).set(guestCookie(), await makeGuest(), {
    httpOnly: true,
    sameSite: "lax",
    secure: isHttps(),
    path: "/",
    maxAge: GUEST_LIFETIME,
  });
  return seeOther("/");
});
