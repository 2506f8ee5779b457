import { expect, vi } from "vitest";
import { handleAuthRequest } from "#adapters/better-auth/routes.ts";
import { adapter } from "#adapters/better-auth/session.ts";
import type { Session } from "#adapters/contracts.ts";
import { users } from "#e2e/emulators/emulator.ts";
import { SOCIAL_CLIENT, startSocial, toEmulated } from "#e2e/emulators/social.ts";
import { appEnv } from "#lib/base/env.ts";

export const SERVICES = ["google", "github", "microsoft", "apple"];

/** Sets up the app for all services, which are emulated. `claims` are what they say of their users besides, or instead. */
export async function provideSocial(claims: Record<string, unknown>) {
  for (const name of SERVICES) {
    process.env[`${name.toUpperCase()}_CLIENT_ID`] = SOCIAL_CLIENT.id;
    process.env[`${name.toUpperCase()}_CLIENT_SECRET`] = SOCIAL_CLIENT.secret;
  }
  const social = await startSocial(claims);
  // The library knows the services by their real addresses alone.
  const { fetch } = globalThis;
  const atEmulator = (address: string | URL, init?: RequestInit) =>
    fetch(toEmulated(`${address}`, social.url), init);
  vi.stubGlobal("fetch", atEmulator);
  return { stop: social.stop, visit, signIn, ask };

  async function ask(path: string, cookie = "", init: RequestInit = {}) {
    const request = new Request(new URL(path, appEnv().APP_URL), {
      ...init,
      headers: { ...init.headers, cookie },
    });
    const response: Response = await handleAuthRequest(request).catch((error) =>
      error.toResponse(),
    );
    const location = response.headers.get("location") ?? "";
    const cookies = response.headers.getSetCookie();
    return {
      status: response.status,
      path: location.replace(appEnv().APP_URL, ""),
      cookies,
      cookie: cookies.map((line) => line.split(";", 1)[0]).join("; "),
    };
  }

  /** From the sign-in page to the way back; the visitor is at the service in between. */
  async function visit(service: string, returnTo = "/t/thr_1", user = users.alice) {
    const begun = await ask(`/auth/sign-in/${service}?returnTo=${encodeURIComponent(returnTo)}`);
    expect(begun.status).toBe(303);
    const body = new URLSearchParams({ email: user.email, password: user.password });
    const left = await atEmulator(begun.path, {
      method: "POST",
      body,
      redirect: "manual",
    });
    const location = left.headers.get("location");
    if (location) return { back: location, cookie: begun.cookie };
    const page = await left.text();
    const fields = Array.from(
      page.matchAll(/name="(\w+)" value="([^"]*)"/g),
      ([, name = "", value = ""]) => [name, value.replaceAll("&quot;", '"')],
    );
    const origin = "https://appleid.apple.com";
    const posted = await ask("/auth/callback/apple", "", {
      method: "POST",
      headers: { origin },
      body: new URLSearchParams(fields),
    });
    expect(posted.status).toBe(303);
    return { back: posted.path, cookie: begun.cookie };
  }

  async function signIn(service: string, user = users.alice) {
    const { back, cookie } = await visit(service, "/t/thr_1", user);
    const answer = await ask(back, cookie);
    const session = await adapter.readSession(new Headers({ cookie: answer.cookie }));
    return { ...answer, session: session as Session | undefined };
  }
}
