import { eq } from "drizzle-orm";
import { exportJWK, generateKeyPair } from "jose";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { providerTrust } from "#adapters/trust.ts";
import { getDb } from "#drizzle/client.ts";
import { projects } from "#drizzle/schema/project.ts";
import { trustedIssuers } from "#drizzle/schema/settings.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import type { TrustPolicy } from "#lib/trust/trust-policy.ts";
import { readTrustSettings } from "#lib/trust/trust-settings.ts";
import { countDirectStatements } from "#test/count-statements.ts";
import { provideDataDir } from "#test/data-dir.ts";
import {
  addIssuer,
  getStrategy,
  listIssuers,
  removeIssuer,
  setStrategy,
  updateIssuer,
} from "./trusted-issuers.ts";

provideDataDir();

const SECRET = "a shared secret of 32 bytes or more";
const { publicKey } = await generateKeyPair("ES256");
const jwk = await exportJWK(publicKey);
const input = {
  issuer: "https://issuer.example/tenant",
  audience: "chat",
  algorithms: ["ES256", "HS256", "ES256"],
  authorizedParties: ["mobile"],
  publicKeys: JSON.stringify(jwk),
  secret: SECRET,
} as const;
let project: string;
let trust: TrustPolicy;

beforeAll(async () => {
  project = (await defaultProject()).id;
  trust = await providerTrust();
});
beforeEach(async () => {
  for (const { id } of await listIssuers(project)) await removeIssuer(project, id);
});
afterEach(() => {
  vi.useRealTimers();
});

const add = (changes: object = {}) =>
  addIssuer(
    project,
    { ...input, algorithms: [...input.algorithms], authorizedParties: ["mobile"], ...changes },
    trust,
  );

test("an issuer is kept as entered, its secret encrypted and never shown", async () => {
  const added = await add();
  const expected = {
    id: expect.any(String),
    issuer: input.issuer,
    algorithms: ["ES256", "HS256"],
    audience: "chat",
    authorizedParties: ["mobile"],
    clientIds: null,
    types: null,
    refuse: null,
    jwksUri: null,
    ownerNamespace: input.issuer,
    publicKeys: { keys: [jwk] },
    hasSecret: true,
    createdAt: expect.any(Date),
  };
  expect(added).toEqual(expected);
  expect(await listIssuers(project)).toEqual([expected]);
  const db = await getDb();
  const [row] = await db.select().from(trustedIssuers).where(eq(trustedIssuers.id, added.id));
  expect(row?.encryptedSecret).toMatch(/^[\w-]{40,}$/);
  expect(JSON.stringify(row)).not.toContain(SECRET);
  const { issuers } = await readTrustSettings(project);
  expect(issuers.get(input.issuer)?.secret).toEqual(new TextEncoder().encode(SECRET));
});

test("a secret that was moved to another issuer's row is none", async () => {
  const [first, second] = [
    await add(),
    await add({ issuer: "https://other.example", secret: null }),
  ];
  const db = await getDb();
  const [row] = await db.select().from(trustedIssuers).where(eq(trustedIssuers.id, first.id));
  const moved = { encryptedSecret: row?.encryptedSecret };
  await db.update(trustedIssuers).set(moved).where(eq(trustedIssuers.id, second.id));
  await updateIssuer(project, second.id, {});
  const { issuers } = await readTrustSettings(project);
  expect(issuers.get("https://other.example")?.secret).toBeUndefined();
});

test("a change keeps what it does not name, and takes away what is null", async () => {
  const { id } = await add({ ownerNamespace: "people" });
  expect(await updateIssuer(project, id, { audience: "other" })).toMatchObject({
    audience: "other",
    hasSecret: true,
    publicKeys: { keys: [jwk] },
    ownerNamespace: "people",
  });
  const less = { publicKeys: null, secret: null, authorizedParties: null };
  expect(await updateIssuer(project, id, less)).toMatchObject({
    audience: "other",
    hasSecret: false,
    publicKeys: null,
    authorizedParties: null,
  });
});

test("issuer and owner namespace cannot be changed: they say who its users are", async () => {
  const { id } = await add();
  for (const [field, value] of [
    ["issuer", "https://new.example"],
    ["ownerNamespace", "people"],
  ]) {
    const refused = updateIssuer(project, id, { [field as string]: value });
    await expect(refused).rejects.toMatchObject({
      status: 400,
      message: `${field}: cannot be set`,
    });
  }
});

test("an issuer is there once in a project, and another project's does not exist", async () => {
  const { id } = await add();
  await expect(add()).rejects.toMatchObject({ status: 409, code: "ISSUER_EXISTS" });
  const db = await getDb();
  await db.insert(projects).values({ id: "other", name: "Other" });
  expect(await listIssuers("other")).toEqual([]);
  const unknown = { status: 404, code: "ISSUER_NOT_FOUND" };
  await expect(updateIssuer("other", id, {})).rejects.toMatchObject(unknown);
  await expect(removeIssuer("other", id)).rejects.toMatchObject(unknown);
  await addIssuer("other", { issuer: input.issuer, audience: null, algorithms: ["RS256"] }, trust);
  expect(await listIssuers(project)).toHaveLength(1);
});

test("it is refused to add what belongs to the active provider", async () => {
  const theirs = {
    ...trust,
    issuer: "https://idp.example",
    ownerNamespace: "https://idp.example/old",
  };
  const simple = {
    issuer: "https://idp.example",
    audience: "chat",
    algorithms: ["RS256" as const],
  };
  const shadow = {
    ...simple,
    issuer: "https://evil.example",
    ownerNamespace: "https://idp.example/old",
  };
  for (const active of [theirs, { ...trust, also: [theirs] }]) {
    await expect(addIssuer(project, simple, active)).rejects.toMatchObject({
      message: "issuer: must not be the active provider's, which is trusted already",
    });
    await expect(addIssuer(project, shadow, active)).rejects.toMatchObject({
      message: "ownerNamespace: must not be the active provider's",
    });
  }
});

test("a strategy is one of four, and is asked of the project", async () => {
  expect(await getStrategy(project)).toBe("discovery");
  await setStrategy(project, "symmetric");
  expect(await getStrategy(project)).toBe("symmetric");
  await expect(setStrategy(project, "magic" as never)).rejects.toMatchObject({
    message: "strategy: must be one of discovery, asymmetric, symmetric, none",
  });
  await expect(getStrategy("nobody")).rejects.toMatchObject({ status: 404 });
});

test("settings cost no SQL while they are warm; a change holds here at once, elsewhere in 2 s", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  await readTrustSettings(project);
  await setStrategy(project, "discovery");
  const first = await countDirectStatements(() => readTrustSettings(project));
  const warm = await countDirectStatements(async () => {
    for (let request = 0; request < 5; request += 1) await readTrustSettings(project);
  });
  expect([first.length, warm.length]).toEqual([1, 0]);
  await setStrategy(project, "asymmetric");
  expect((await readTrustSettings(project)).strategy).toBe("asymmetric");
  const db = await getDb();
  await db.update(projects).set({ strategy: "symmetric" }).where(eq(projects.id, project));
  expect((await readTrustSettings(project)).strategy).toBe("asymmetric");
  vi.setSystemTime(Date.now() + 2_001);
  expect((await readTrustSettings(project)).strategy).toBe("symmetric");
});
