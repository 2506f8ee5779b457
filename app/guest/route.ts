import { cookies } from "next/headers";
import { keptFor } from "#adapters/shared/cookies.ts";
import { appEnv } from "#lib/base/env.ts";
import { handle } from "#lib/base/http/handle.ts";
import { nothingHere } from "#lib/base/http/http-error.ts";
import { refuseForeignOrigin, seeOther } from "#lib/base/http/own-address.ts";
import { GUEST_LIFETIME, limitNewGuests, makeGuest } from "#lib/identity/guests.ts";
import { findSession, guestCookie } from "../current-user.ts";

/** Makes this browser a guest, unless somebody is signed in or it is one already. */
export const POST = handle(async (request: Request) => {
  if (!appEnv().GUESTS) throw nothingHere();
  refuseForeignOrigin(request);
  if (await findSession()) return seeOther("/");
  await limitNewGuests(request);
  (await cookies()).set(guestCookie(), await makeGuest(), keptFor(GUEST_LIFETIME));
  return seeOther("/");
});
