import { generateSessionCookie } from "@auth0/nextjs-auth0/testing";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { deriveKey, openRootKey } from "#drizzle/app-secret.ts";
import { startEmulator } from "#e2e/emulators/auth0.ts";
import type { Emulator } from "#e2e/emulators/emulator.ts";
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

test.each([
  ["invented", /which ends: \S/],
  [undefined, /which ends: it gave no refresh token/],
])("a session whose refresh token is %s ends, with a line", async (refreshToken, line) => {
  const value = await generateSessionCookie(
    {
      user: { sub: "auth0|1" },
      tokenSet: { accessToken: "x.y.z", expiresAt: 1, ...(refreshToken && { refreshToken }) },
    },
    { secret: Buffer.from(deriveKey("auth0")).toString("hex") },
  );
  const headers = { cookie: `tambo-users.auth0=${value}` };
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const answer = await refresh(new NextRequest("http://localhost:3000/", { headers }), {} as never);
  const cookie = answer?.headers.get("set-cookie");
  const lines = warn.mock.calls.flat();
  warn.mockRestore();
  expect(cookie).toMatch(/^tambo-users\.auth0=;/);
  expect(lines).toEqual([expect.stringMatching(line)]);
});
