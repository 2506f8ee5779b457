import { appEnv } from "#lib/base/env.ts";
import { nothingHere } from "#lib/base/http/http-error.ts";
import { getAuth } from "./config.ts";
import { moveAddress, openLink, requestMail, setPassword } from "./mail-routes.ts";
import { addPasskey, beginPasskey, beginSignIn, signInByPasskey } from "./passkeys.ts";
import { signIn, signUp } from "./password.ts";
import { askForCode, enterCode } from "./second-step.ts";
import { socialRoutes } from "./social.ts";

/** What this app serves of Better Auth. Each of the library's other routes would be one more to guard. */
const routes: Record<string, (request: Request) => Promise<Response>> = {
  "POST /auth/sign-in/email": signIn,
  "POST /auth/sign-up/email": signUp,
  "POST /auth/sign-in/code": enterCode,
  "GET /auth/passkey/generate-authenticate-options": beginSignIn,
  "POST /auth/passkey/verify-authentication": signInByPasskey,
  "GET /auth/passkey/generate-register-options": beginPasskey,
  "POST /auth/passkey/verify-registration": addPasskey,
  "POST /auth/sign-in/magic-link": requestMail,
  "POST /auth/magic-link/verify": openLink,
  "POST /auth/request-password-reset": requestMail,
  "POST /auth/reset-password": setPassword,
  "POST /auth/verify-email": moveAddress,
  ...socialRoutes,
  "GET /auth/get-session": getSession,
};

export async function handleAuthRequest(request: Request): Promise<Response> {
  const name = `${request.method} ${new URL(request.url).pathname}`;
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
  if (!route) throw nothingHere();
  return askForCode(request, await route(request));
}

async function getSession(request: Request): Promise<Response> {
  if (appEnv().TOKEN_RETRIEVAL !== "client") throw nothingHere();
  return (await getAuth()).handler(request);
}
