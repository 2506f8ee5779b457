import { setVariable } from "#lib/base/env.ts";
import { cookieName } from "../shared/cookies.ts";

export const sessionName = () => cookieName("wos-session");

/** WorkOS's SDK. Outside Next it does not load; it reads its cookie's name from the variable when it does. */
export function loadSdk() {
  setVariable("WORKOS_COOKIE_NAME", sessionName());
  return import("@workos-inc/authkit-nextjs");
}
