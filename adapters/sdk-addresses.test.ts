import { expect, test } from "vitest";
import { ignoreSdkAddresses } from "./sdk-addresses.ts";

test("variables that would give an SDK another address are taken away for good, those that were set named", () => {
  const own = { APP_URL: "a", AUTH_GOOGLE_ID: "b", CLERK_FAPI_URL: "c", SUPABASE_URL: "d" };
  const given = { ...own, AUTH_URL: "https://evil.example", NEXTAUTH_URL: "" };
  const host = { env: given as unknown as NodeJS.ProcessEnv };
  // By next.config.ts and then at boot, each with modules of its own.
  expect([...ignoreSdkAddresses(host)]).toEqual(["AUTH_URL"]);
  expect([...ignoreSdkAddresses(host)]).toEqual(["AUTH_URL"]);
  expect(host.env).toEqual(own);
  // As Next does with the env files.
  Object.assign(host.env, { AUTH_URL: "https://evil.example", BETTER_AUTH_URL: "x", OTHER: "y" });
  expect(host.env).toEqual({ ...own, OTHER: "y" });
});
