import { NextRequest } from "next/server";
import { beforeAll, expect, test } from "vitest";
import { adapter } from "./session.ts";

const visit = (path: string) =>
  adapter.handleAuthRequest?.(new NextRequest(`http://localhost${path}`));

const setKey = (host: string) => {
  process.env.CLERK_PUBLISHABLE_KEY = `pk_live_${btoa(`${host}$`)}`;
};

beforeAll(() => {
  Object.assign(process.env, { CLERK_SECRET_KEY: "sk_live_test", APP_URL: "https://app.example" });
});

test.each([
  ["clerk.shop.example", "https://accounts.shop.example"],
  ["calm-otter-1.clerk.accounts.dev", "https://calm-otter-1.accounts.dev"],
])("an account of the instance %s is created at %s", async (host, page) => {
  setKey(host);
  const answer = await visit("/auth/sign-up");
  expect(answer?.status).toBe(303);
  expect(answer?.headers.get("location")).toBe(
    `${page}/sign-up?redirect_url=https%3A%2F%2Fapp.example`,
  );
});

test("nothing else is below /auth", async () => {
  await expect(visit("/auth/token")).rejects.toMatchObject({ status: 404, code: "NOT_FOUND" });
});

test("the page is told the publishable key and nothing secret", () => {
  setKey("clerk.shop.example");
  expect(adapter.clientSettings?.()).toEqual({
    publishableKey: process.env.CLERK_PUBLISHABLE_KEY,
    proxyUrl: undefined,
  });
});
