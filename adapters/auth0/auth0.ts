import { Auth0Client } from "@auth0/nextjs-auth0/server";
import { NextResponse } from "next/server";
import { appEnv } from "#lib/base/env.ts";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { sayOncePerMinute } from "#lib/base/process.ts";
import { deriveKey } from "#lib/trust/app-secret.ts";
import { cookieName } from "../shared/cookies.ts";
import { refuses } from "../shared/renewal.ts";
import { config } from "./trust.ts";

/** The SDK's paths that this app serves; it has more. */
export const ROUTES = {
  login: "/auth/sign-in",
  callback: "/auth/callback",
  logout: "/auth/logout",
  /** For the SDK's hook, with TOKEN_RETRIEVAL=client alone. */
  profile: "/auth/profile",
};

let memo: Auth0Client | undefined;

/** The Auth0 SDK, made on first use: nothing is read while the app is built. */
export function getAuth0(): Auth0Client {
  memo ??= makeAuth0();
  return memo;
}

function makeAuth0(): Auth0Client {
  const { APP_URL } = appEnv();
  // The SDK's own default is also the name of another provider's cookie.
  const name = cookieName("tambo-users.auth0");
  const { domain, isEmulated, clientId, clientSecret, audience } = config();
  return new Auth0Client({
    domain,
    clientId,
    clientSecret,
    appBaseUrl: APP_URL,
    secret: Buffer.from(deriveKey("auth0")).toString("hex"),
    authorizationParameters: { audience, scope: "openid profile email offline_access" },
    routes: ROUTES,
    session: { cookie: { name, path: "/" } },
    transactionCookie: { prefix: `${name}.transaction.`, path: "/" },
    enableAccessTokenEndpoint: false,
    noContentProfileResponseWhenUnauthenticated: true,
    allowInsecureRequests: isEmulated,
    customFetch: ask,
    async onCallback(error, { returnTo }) {
      if (error) {
        const { message: cause = "" } = (error.cause ?? {}) as { message?: string };
        sayOncePerMinute(`Signing in with Auth0 did not end well: ${error.message} ${cause}`);
      }
      const path = error ? "/sign-in?problem=refused" : readReturnTo(returnTo);
      return NextResponse.redirect(new URL(path, APP_URL));
    },
  });
}

/** The SDK passes on the error that an answer names, not its status: a limit or a fault must not look like a refusal. */
async function ask(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  if (response.ok || (await refuses(response))) return response;
  throw new Error(`Auth0 answers ${response.status}`);
}
