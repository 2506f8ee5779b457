import { expect, test } from "vitest";
import { dropSdkAddresses } from "./sdk-addresses.ts";

test("variables that would give an SDK another address are taken away, those that were set named", () => {
  const own = { APP_URL: "a", AUTH_GOOGLE_ID: "b", CLERK_FAPI_URL: "c", SUPABASE_URL: "d" };
  const environment = { ...own, AUTH_URL: "https://evil.example", NEXTAUTH_URL: "" };
  expect(dropSdkAddresses(environment as unknown as NodeJS.ProcessEnv)).toEqual(["AUTH_URL"]);
  expect(environment).toEqual(own);
});
