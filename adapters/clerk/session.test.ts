import { createHash } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { adapter } from "./session.ts";
import { policySources } from "./trust.ts";

beforeAll(() => {
  Object.assign(process.env, {
    CLERK_PUBLISHABLE_KEY: `pk_live_${btoa("clerk.shop.example$")}`,
    CLERK_SECRET_KEY: "sk_live_test",
    CLERK_FAPI_URL: "",
  });
});

test("the page is told the publishable key and nothing secret", () => {
  expect(adapter.clientSettings?.()).toEqual({
    publishableKey: process.env.CLERK_PUBLISHABLE_KEY,
    proxyUrl: undefined,
  });
});

test("signing in, signing up and the account are Clerk's component on our pages", () => {
  const { signInPath, signUpPath, accountPath } = adapter;
  expect({ signInPath, signUpPath, accountPath }).toEqual({
    signInPath: "/sign-in",
    signUpPath: "/sign-up",
    accountPath: "/account",
  });
  expect(adapter.signInOffer()).toEqual({ component: true });
  expect(adapter.handleAuthRequest).toBeUndefined();
});

test("a page may talk to the instance and show its pictures; no script is added, and no style but an empty one", () => {
  expect(policySources()).toEqual({
    "connect-src": ["https://clerk.shop.example"],
    "img-src": ["https://img.clerk.com"],
    "style-src-elem": [`'sha256-${createHash("sha256").digest("base64")}'`],
    "worker-src": ["'self'", "blob:"],
    "frame-src": ["https://challenges.cloudflare.com"],
  });
});
