import { generateSessionCookie } from "@auth0/nextjs-auth0/testing";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startEmulator } from "#e2e/emulators/auth0.ts";
import type { Emulator } from "#e2e/emulators/emulator.ts";
import { deriveKey, openRootKey } from "#lib/trust/app-secret.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { refresh } from "./proxy.ts";

provideDataDir();

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ appUrl: "http://localhost:3000" });
  Object.assign(process.env, emulator.env, { AUTH_PROVIDER: "auth0" });
  await openRootKey();
});
afterAll(() => emulator.stop());

const RUNS_OUT = 1; // seconds since the epoch
const cookieOf = async (expiresAt: number, refreshToken?: string) => {
  const tokens = { accessToken: "x.y.z", expiresAt, ...(refreshToken && { refreshToken }) };
  const value = await generateSessionCookie(
    { user: { sub: "auth0|1" }, tokenSet: tokens },
    { secret: Buffer.from(deriveKey("auth0")).toString("hex") },
  );
  return { cookie: `tambo-users.auth0=${value}` };
};

test.each(["me/authentication-methods/1", "my-org/members"])(
  "no /%s of the SDK is there",
  async (path) => {
    const asked = vi.spyOn(globalThis, "fetch");
    const headers = await cookieOf(Math.floor(Date.now() / 1_000) + 3_600, "kept");
    const request = new NextRequest(`http://localhost:3000/${path}`, { method: "DELETE", headers });
    const answer = await refresh(request, {} as never);
    expect(answer?.headers.get("x-middleware-next")).toBe("1");
    expect(asked).not.toHaveBeenCalled();
    asked.mockRestore();
  },
);

test.each([
  ["invented", /which ends: \S/],
  [undefined, /which ends: it gave no refresh token/],
])("a session whose refresh token is %s ends, with a line", async (refreshToken, line) => {
  const headers = await cookieOf(RUNS_OUT, refreshToken);
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const answer = await refresh(new NextRequest("http://localhost:3000/", { headers }), {} as never);
  const cookie = answer?.headers.get("set-cookie");
  const lines = warn.mock.calls.flat();
  warn.mockRestore();
  expect(cookie).toMatch(/^tambo-users\.auth0=;/);
  expect(lines).toEqual([expect.stringMatching(line)]);
});
