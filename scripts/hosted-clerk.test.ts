import { beforeEach, expect, test } from "vitest";
import { trust as ownTrust } from "#adapters/clerk/trust.ts";
import { isEnvError } from "#lib/base/env.ts";
import { readConfig, trust } from "#starters/clerk-hosted/adapters/clerk/trust.ts";

const ISSUER = "https://clerk.shop.example";

beforeEach(() => {
  Object.assign(process.env, {
    CLERK_PUBLISHABLE_KEY: `pk_live_${btoa("clerk.shop.example$")}`,
    CLERK_SECRET_KEY: "sk_live_test",
    CLERK_JWT_TEMPLATE: "",
    CLERK_FAPI_URL: "",
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: "",
  });
});

const problemOf = () => {
  try {
    readConfig();
  } catch (error) {
    if (isEnvError(error)) return error.message;
  }
  return undefined;
};

test("users are those of the instance that the publishable key names, as in this app", () => {
  expect(trust().ownerNamespace).toBe(ISSUER);
  expect(ownTrust().ownerNamespace).toBe(ISSUER);
});

test("what is missing or wrong is named at once, with where to find it", () => {
  Object.assign(process.env, { CLERK_PUBLISHABLE_KEY: "pk_live_", CLERK_SECRET_KEY: "" });
  expect(problemOf()).toMatch(/CLERK_PUBLISHABLE_KEY: .*API keys/);
  expect(problemOf()).toMatch(/CLERK_SECRET_KEY: .*API keys/);
});

test("a key under the name that Clerk's guide has for it is told what it is called here", () => {
  process.env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY = process.env.CLERK_PUBLISHABLE_KEY;
  process.env.CLERK_PUBLISHABLE_KEY = "";
  expect(problemOf()).toContain(
    "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: is called CLERK_PUBLISHABLE_KEY",
  );
});

test("only the emulator is reached below this app's own address", () => {
  expect(readConfig().proxyPath).toBeFalsy();
  process.env.CLERK_FAPI_URL = "http://127.0.0.1:4103";
  expect(readConfig()).toMatchObject({
    proxyPath: "/__clerk",
    issuer: ISSUER,
    keys: new URL("http://127.0.0.1:4103/.well-known/jwks.json"),
  });
});
