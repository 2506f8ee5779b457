import { afterEach, expect, test, vi } from "vitest";
import { trust } from "./trust.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("every missing variable is named at once, with the page that it is found on", () => {
  expect(() => trust()).toThrow(
    [
      "The configuration is not usable:",
      "  - AUTH_GOOGLE_ID: is missing, and nobody can sign in: set AUTH_GOOGLE_ID and AUTH_GOOGLE_SECRET, or those of AUTH_GITHUB_…, AUTH_MICROSOFT_ENTRA_ID_… or AUTH_OIDC_…",
      "  - DATABASE_URL: is missing for Neon: Neon console → your project → Connect → Connection string",
    ].join("\n"),
  );
});

test("a database that is not Neon's is refused, without its password", () => {
  vi.stubEnv("AUTH_GOOGLE_ID", "client.apps.example");
  vi.stubEnv("AUTH_GOOGLE_SECRET", "secret");
  vi.stubEnv("DATABASE_URL", "postgres://app:password@db.example.com/app");
  expect(() => trust()).toThrow(
    [
      "The configuration is not usable:",
      "  - DATABASE_URL: must name a host of Neon (….neon.tech) for Neon: Neon console → your project → Connect → Connection string",
    ].join("\n"),
  );
});
