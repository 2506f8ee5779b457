import { NextRequest } from "next/server";
import type { NextAuthResult } from "next-auth";
import { afterAll, beforeAll } from "vitest";
import type { EmulatedUser } from "#e2e/emulators/emulator.ts";
import { type LoopbackServer, serveOnLoopback } from "#e2e/emulators/loopback-server.ts";
import { Visitor } from "#e2e/support/visitor.ts";
import { appEnv } from "#lib/base/env.ts";

/** Serves Auth.js's own routes without Next. Each sign-in is that of a new browser, over the source's login page and back. */
export function provideAuthJs(getAuth: () => NextAuthResult) {
  let server: LoopbackServer;
  beforeAll(async () => {
    server = await serveOnLoopback(async (request) => {
      const { pathname } = new URL(request.url);
      const { handlers } = getAuth();
      if (!pathname.startsWith("/begin/")) {
        const { headers } = request;
        return handlers.GET(new NextRequest(request.url, { headers }));
      }
      const csrf = await handlers.GET(new NextRequest(`${appEnv().APP_URL}/auth/csrf`));
      const { csrfToken } = (await csrf.json()) as { csrfToken: string };
      const cookie = csrf.headers.getSetCookie().map((line) => line.split(";")[0]);
      const address = `${appEnv().APP_URL}/auth/signin/${pathname.slice("/begin/".length)}`;
      return handlers.POST(
        new NextRequest(address, {
          method: "POST",
          headers: { cookie: cookie.join("; ") },
          body: new URLSearchParams({ csrfToken, callbackUrl: "/" }),
        }),
      );
    });
  });
  afterAll(() => server.stop());

  return async function signIn(source: string, user: EmulatedUser) {
    const visitor = new Visitor(appEnv().APP_URL, new URL(server.url).port);
    const location = await visitor.signIn(`/begin/${source}`, user);
    return { location, headers: new Headers({ cookie: visitor.cookie }) };
  };
}
