import { cookies } from "next/headers";
import { endSessionCookies } from "#adapters/shared/cookies.ts";
import { seeOther } from "#lib/base/http/own-address.ts";
import { handle } from "../../lib/base/http/http-error.ts";
import { findUser } from "../find-user.ts";

/** Ends the cookies of a session that is not accepted. As a GET it is safe: it ends none that still works. */
export const GET = handle(async () => {
  if ((await findUser()) !== "refused") return seeOther("/");
  endSessionCookies(await cookies());
  return seeOther("/sign-in?problem=session");
});
