import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.resetModules();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Checks the configuration as a start does. Returns what is wrong with it. */
async function start(settings: Record<string, string>): Promise<string> {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const { providerTrust } = await import("./trust.ts");
  return providerTrust().then(
    () => "",
    (error) => error.message,
  );
}

const OURS = {
  AUTH_GOOGLE_ID: "id",
  AUTH_GOOGLE_SECRET: "secret",
  CLERK_PUBLISHABLE_KEY: `pk_test_${btoa("clerk.example$")}`,
  CLERK_SECRET_KEY: "sk_test_secret",
  DATABASE_URL: "postgres://user@ep-one.neon.tech/app",
  SUPABASE_PUBLISHABLE_KEY: "sb_publishable_key",
  SUPABASE_URL: "https://project.supabase.co",
  TAMBO_API_KEY: "a-publishable-key",
};

test.each([
  ["better-auth", "NEXT_PUBLIC_TAMBO_API_KEY", "TAMBO_API_KEY"],
  ["better-auth", "NEON_DATABASE_URL", "DATABASE_URL"],
  ["neon", "NEON_DATABASE_URL", "DATABASE_URL"],
  ["neon", "GOOGLE_CLIENT_ID", "AUTH_GOOGLE_ID"],
  ["neon", "GOOGLE_CLIENT_SECRET", "AUTH_GOOGLE_SECRET"],
  ["authjs", "GOOGLE_CLIENT_ID", "AUTH_GOOGLE_ID"],
  ["authjs", "GOOGLE_CLIENT_SECRET", "AUTH_GOOGLE_SECRET"],
  ["supabase", "NEXT_PUBLIC_SUPABASE_URL", "SUPABASE_URL"],
  ["supabase", "NEXT_PUBLIC_SUPABASE_ANON_KEY", "SUPABASE_PUBLISHABLE_KEY"],
  ["supabase", "NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY", "SUPABASE_PUBLISHABLE_KEY"],
  ["clerk", "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", "CLERK_PUBLISHABLE_KEY"],
] as const)("with %s, %s is called %s here", async (AUTH_PROVIDER, guideName, name) => {
  const settings = { ...OURS, AUTH_PROVIDER, [guideName]: OURS[name] };
  // Whoever has both has read ours.
  expect(await start(settings)).toBe("");
  vi.resetModules();
  expect(await start({ ...settings, [name]: "" })).toBe(
    `The configuration is not usable:\n  - ${guideName}: is called ${name} here`,
  );
});

test("what else is wrong is said as well, and nothing about what another provider's guide names", async () => {
  const settings = { AUTH_PROVIDER: "supabase", NEXT_PUBLIC_SUPABASE_URL: OURS.SUPABASE_URL };
  const problems = await start({ ...settings, GOOGLE_CLIENT_ID: "id" });
  expect(problems.split("\n")).toEqual([
    "The configuration is not usable:",
    "  - NEXT_PUBLIC_SUPABASE_URL: is called SUPABASE_URL here",
    expect.stringMatching(/^ {2}- SUPABASE_PUBLISHABLE_KEY: is missing: /),
  ]);
});
