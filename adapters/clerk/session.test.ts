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
    origin: "http://localhost:3000",
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

/** As Clerk's field for a code writes it. */
const CARET = `
        @keyframes caret-blink-animation {
          0%, 50% {
            opacity: 1;
          }
          51%, 100% {
            opacity: 0;
          }
        }
      `;

test("a page may talk to the instance and show its pictures; no script is added, and no style but those of a field for codes", () => {
  expect(policySources()).toEqual({
    "connect-src": ["https://clerk.shop.example"],
    "img-src": ["https://img.clerk.com"],
    "style-src-elem": ["", CARET].map(
      (style) => `'sha256-${createHash("sha256").update(style).digest("base64")}'`,
    ),
    "worker-src": ["'self'", "blob:"],
    "frame-src": ["https://challenges.cloudflare.com"],
    "require-trusted-types-for": [],
  });
});
