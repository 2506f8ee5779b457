import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { serveOnLoopback } from "#e2e/emulators/loopback-server.ts";
import { EnvError, readEnv } from "#lib/base/env.ts";
import { readUser, toProvider, toUser } from "./auth-js-providers.ts";
import { type Source, sourceShape, toSources, trustOf } from "./auth-js-sources.ts";

const TENANT = "https://login.microsoftonline.com/1d1e7a2b-0000-4000-8000-00000000c0de/v2.0";
const client = (prefix: string, issuer?: string) => ({
  [`${prefix}_ID`]: "id",
  [`${prefix}_SECRET`]: "secret",
  ...(issuer && { [`${prefix}_ISSUER`]: issuer }),
});
const GOOGLE = client("AUTH_GOOGLE");
const GITHUB = client("AUTH_GITHUB");
const ENTRA = client("AUTH_MICROSOFT_ENTRA_ID", TENANT);
const OIDC = client("AUTH_OIDC", "https://id.example/realm");

afterEach(() => {
  vi.unstubAllEnvs();
});

function read(settings: Record<string, string>): Source[] {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  return toSources(readEnv(sourceShape()));
}

function problemsOf(settings: Record<string, string>): string[] {
  try {
    read(settings);
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
  return [];
}

test("those that are set are offered, in one order", () => {
  const offered = (settings: Record<string, string>) =>
    read(settings).map(({ id, label, trust }) => [id, label, trust.ownerNamespace]);
  const [oidc, entra, github, google] = [
    ["oidc", "id.example", "https://id.example/realm"],
    ["microsoft-entra-id", "Microsoft", TENANT],
    ["github", "GitHub", "https://github.com"],
    ["google", "Google", "https://accounts.google.com"],
  ];
  expect(offered(OIDC)).toEqual([oidc]);
  expect(offered(GITHUB)).toEqual([github, oidc]);
  expect(offered({ ...ENTRA, ...GOOGLE })).toEqual([google, github, entra, oidc]);
  expect(read({ AUTH_OIDC_LABEL: "Staff" }).map(({ label }) => label)).toContain("Staff");
});

test("each is trusted by its own issuer, keys and client alone", () => {
  const { also = [], ...first } = trustOf(read({ ...GITHUB, ...ENTRA, ...OIDC }));
  expect(
    [first, ...also].map(({ issuer, keys, audience }) => [issuer, `${keys}`, audience]),
  ).toEqual([
    ["https://github.com/login/oauth", expect.stringContaining("keys: []"), "id"],
    [TENANT, TENANT.replace("v2.0", "discovery/v2.0/keys"), "id"],
    ["https://id.example/realm", expect.stringContaining("findKeys"), "id"],
  ]);
});

test.each([
  ["none", {}, [/^AUTH_GOOGLE_ID: is missing, and nobody can sign in: set AUTH_GOOGLE_ID and /]],
  [
    "half of one",
    { AUTH_GITHUB_ID: "id" },
    [/^AUTH_GITHUB_SECRET: is missing: “Client secrets” in /],
  ],
  [
    "half of another beside a whole one",
    { ...GOOGLE, AUTH_OIDC_SECRET: "secret" },
    [/^AUTH_OIDC_ID: is missing: /, /^AUTH_OIDC_ISSUER: must be that provider's issuer, /],
  ],
  ["no tenant", client("AUTH_MICROSOFT_ENTRA_ID"), [/_ISSUER: must be https:\/\/login\.micro/]],
  ...["common", "organizations", "consumers", "contoso.onmicrosoft.com"].map(
    (tenant): [string, Record<string, string>, RegExp[]] => [
      `the tenant ${tenant}`,
      client("AUTH_MICROSOFT_ENTRA_ID", `https://login.microsoftonline.com/${tenant}/v2.0`),
      [/^AUTH_MICROSOFT_ENTRA_ID_ISSUER: must be https:\/\/login\.microsoftonline\.com\/<tenant>/],
    ],
  ),
  [
    "one issuer twice",
    { ...ENTRA, ...client("AUTH_OIDC", TENANT) },
    [/^AUTH_OIDC_ISSUER: must not be another source's/],
  ],
] as [string, Record<string, string>, RegExp[]][])("%s is refused in words", (_, given, words) => {
  expect(problemsOf(given)).toEqual(words.map((word) => expect.stringMatching(word)));
});

test("the slash that Microsoft's documents end an issuer with is no part of it", () => {
  const [source] = read(client("AUTH_MICROSOFT_ENTRA_ID", `${TENANT}/`));
  expect(source?.trust.issuer).toBe(TENANT);
});

test("what a source says about its user keeps nobody out, whatever it is", () => {
  const nobody = { id: "1", name: null, email: null, image: null };
  for (const odd of [undefined, null, 7, {}, ["a"], "a\0b"]) {
    const said = { sub: "1", name: odd, email: odd, picture: odd };
    expect(toUser(readUser("google", said), false)).toEqual(nobody);
  }
  const said = { sub: "1", name: "Ada", email: "ada@example.com", picture: "https://x.example/a" };
  const user = { id: "1", name: "Ada", email: said.email, image: said.picture };
  expect(toUser(readUser("google", said), false)).toEqual(user);
  // Somebody else's address in a table would keep that person out.
  expect(toUser(readUser("google", said), true)).toEqual({ ...user, email: null });
  const vouched = { ...said, email_verified: true };
  expect(toUser(readUser("google", vouched), true)).toEqual(user);
});

test.each([
  ["google", { email_verified: true }, true],
  ["google", { email_verified: "true" }, false],
  ["oidc", { email_verified: true }, true],
  ["oidc", { xms_edov: true }, false],
  ["microsoft-entra-id", { email_verified: true }, false],
  ["microsoft-entra-id", {}, false],
  ["microsoft-entra-id", { xms_edov: false }, false],
  ["microsoft-entra-id", { xms_edov: true }, true],
  ["microsoft-entra-id", { xms_edov: "1" }, true],
] as const)("whether an address of %s with %j is verified: %s", (id, claims, expected) => {
  const said = { sub: "1", email: "ada@example.com", ...claims };
  expect(readUser(id, said)).toMatchObject({ subject: "1", emailVerified: expected });
});

/** What GitHub's API answers to Auth.js's question who signed in. */
async function askGitHub(user: unknown, emails: Response): Promise<unknown> {
  const { url, stop } = await serveOnLoopback(({ url }) =>
    url.endsWith("/emails") ? emails : Response.json(user),
  );
  onTestFinished(stop);
  const [source] = read({ ...GITHUB, AUTH_GITHUB_URL: url });
  if (!source) throw new Error("no source");
  const { options } = toProvider(source, { hasTable: false }) as {
    options: { userinfo: { request(asked: object): Promise<unknown> } };
  };
  const provider = { userinfo: { url: new URL("/api/v3/user", url) } };
  return options.userinfo.request({ tokens: { access_token: "gho_x" }, provider });
}

test.each([
  [
    "verified and primary",
    [{ email: "ada@x.example", primary: true, verified: true }],
    "ada@x.example",
  ],
  [
    "primary, not verified",
    [{ email: "ada@x.example", primary: true, verified: false }],
    undefined,
  ],
  [
    "verified, not primary",
    [{ email: "ada@x.example", primary: false, verified: true }],
    undefined,
  ],
  ["no list", { message: "odd" }, undefined],
])("of GitHub's addresses one that is %s counts accordingly", async (_, emails, expected) => {
  // Its public address is whatever its user chose.
  const user = { id: 7, login: "ada", email: "public@x.example" };
  const said = await askGitHub(user, Response.json(emails));
  expect(readUser("github", said)).toMatchObject({ subject: "7", name: "ada" });
  expect(readUser("github", said).email).toBe(expected);
});

test("who gave GitHub's app no addresses has none, and signs in", async () => {
  const said = await askGitHub({ id: 7, login: "ada" }, new Response("", { status: 403 }));
  expect(readUser("github", said)).toMatchObject({ subject: "7", email: undefined });
});

test.each([[{ message: "Bad credentials" }], [{ id: "7" }], [{ id: null }], [[]]])(
  "an answer %j of GitHub's is nobody's",
  async (user) => {
    await expect(askGitHub(user, Response.json([]))).rejects.toThrow("no user");
  },
);
