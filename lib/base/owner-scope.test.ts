import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.resetModules();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

test.each([
  [
    { AUTH_PROVIDER: "supabase" },
    /OWNER_SCOPE: organization needs an AUTH_PROVIDER of (\S+, )*workos, not supabase/,
  ],
  [
    {
      AUTH_PROVIDER: "workos",
      TAMBO_SUBJECT: "provider",
      TAMBO_URL: "https://api.tambo.example",
      TAMBO_API_KEY: "a key of the project there",
      APP_SECRET: "a secret of at least 32 characters",
    },
    "OWNER_SCOPE: must be user with TAMBO_URL and TAMBO_SUBJECT=provider",
  ],
  [{ AUTH_PROVIDER: "workos", OWNER_SCOPE: "team" }, "OWNER_SCOPE: must be user or organization"],
])(
  "owners are not told apart by organisation where that cannot be: %j",
  async (settings, problem) => {
    for (const [name, value] of Object.entries({ OWNER_SCOPE: "organization", ...settings })) {
      vi.stubEnv(name, value);
    }
    const { appEnv } = await import("./env.ts");
    expect(appEnv).toThrow(problem);
  },
);
