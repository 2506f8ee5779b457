import { afterEach, expect, test, vi } from "vitest";
import { listSocial, socialOptions } from "./social-providers.ts";

afterEach(() => vi.unstubAllEnvs());

test("without a client there is none", () => {
  expect(listSocial()).toEqual([]);
});

test("half of a client is named, of each", () => {
  vi.stubEnv("GOOGLE_CLIENT_ID", "id");
  vi.stubEnv("APPLE_CLIENT_SECRET", "secret");
  expect(listSocial).toThrow(
    [
      "The configuration is not usable:",
      "  - GOOGLE_CLIENT_SECRET: is required with GOOGLE_CLIENT_ID",
      "  - APPLE_CLIENT_ID: is required with APPLE_CLIENT_SECRET",
    ].join("\n"),
  );
});

test("of Microsoft's directories one can be the only one", () => {
  vi.stubEnv("MICROSOFT_CLIENT_ID", "id");
  vi.stubEnv("MICROSOFT_CLIENT_SECRET", "secret");
  vi.stubEnv("MICROSOFT_TENANT_ID", "ours.example");
  const { microsoft } = socialOptions().socialProviders;
  expect(microsoft).toMatchObject({ clientId: "id", tenantId: "ours.example" });
});
