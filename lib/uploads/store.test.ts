import { beforeEach, expect, test, vi } from "vitest";
import { contentSecurityPolicy } from "#proxy.ts";
import { readStore } from "./store.ts";

const SETTINGS = {
  S3_ENDPOINT: "https://s3.example.com",
  S3_REGION: "auto",
  S3_BUCKET: "app-files",
  S3_ACCESS_KEY_ID: "key",
  S3_SECRET_ACCESS_KEY: "secret",
};
beforeEach(() => {
  for (const [name, value] of Object.entries(SETTINGS)) vi.stubEnv(name, value);
});

test("settings name a store, or none", () => {
  expect(readStore()).toEqual(SETTINGS);
  vi.stubEnv("S3_ENDPOINT", "http://localhost:9000/");
  expect(readStore()?.S3_ENDPOINT).toBe("http://localhost:9000");
  for (const name of Object.keys(SETTINGS)) vi.stubEnv(name, "");
  expect(readStore()).toBeUndefined();
});

test.each([
  ["S3_ENDPOINT", "s3.example.com", "must be an absolute URL"],
  ["S3_ENDPOINT", "http://s3.example.com", "must be an https address"],
  ["S3_ENDPOINT", "https://s3.example.com?a", "must have neither a query nor a fragment"],
  ["S3_ENDPOINT", "https://a:b@s3.example.com", "must not have a user or a password"],
  ["S3_REGION", "Frankfurt am Main", "must be a region"],
  ["S3_BUCKET", "a/b", "must be the name of a bucket"],
  ["S3_ACCESS_KEY_ID", "a b", "must be the id of an access key"],
  ["S3_SECRET_ACCESS_KEY", "", "is required with the others"],
  ["S3_REGION", "", "is required with the others"],
])("a %s of “%s” stops the start: it %s", (name, value, words) => {
  vi.stubEnv(name, value);
  expect(readStore).toThrow(`- ${name}: ${words}`);
});

test("a page may reach the bucket, and nothing else of its endpoint", () => {
  expect(contentSecurityPolicy("nonce")).toContain(
    "connect-src 'self' https://s3.example.com/app-files/;",
  );
});
