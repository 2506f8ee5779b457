import { sql } from "drizzle-orm";
import { exportJWK, generateKeyPair } from "jose";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { providerTrust } from "#adapters/trust.ts";
import { getDb } from "#drizzle/client.ts";
import { activity } from "#drizzle/schema/settings.ts";
import { listActivity } from "#lib/admin/activity.ts";
import { createApiKey, listApiKeys, revokeApiKey, setAllowedOrigins } from "#lib/admin/api-keys.ts";
import { defaultProject } from "#lib/projects/projects.ts";
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

const PROJECT = "default";
const ADA = "A".repeat(22);
const ISSUER = "https://issuer.example";
const SECRET = "a shared secret of 32 bytes or more";

const makeKey = async () => exportJWK((await generateKeyPair("ES256")).publicKey);
const add = async (changes: object = {}) =>
  addIssuer(
    PROJECT,
    { issuer: ISSUER, audience: "chat", algorithms: ["ES256"], ...changes },
    await providerTrust(),
    ADA,
  );
const newest = async () => (await listActivity(PROJECT, {}, 1))[0];

beforeAll(async () => {
  await defaultProject();
});
beforeEach(async () => {
  for (const { id } of await listIssuers(PROJECT)) await removeIssuer(PROJECT, id);
  await (await getDb()).delete(activity);
});

test("an issuer that is added, changed and removed is noted with old and new values, and by whom", async () => {
  const { id } = await add({ ownerNamespace: "people" });
  expect(await newest()).toMatchObject({
    kind: "issuer.added",
    outcome: "ok",
    issuer: ISSUER,
    ownerId: ADA,
    detail: "algorithms: none → ES256; audience: none → chat; ownerNamespace: none → people",
  });
  const rules = {
    audience: null,
    algorithms: ["RS256" as const, "ES256" as const],
    authorizedParties: ["web", "ios"],
    clientIds: ["4abc"],
    types: ["JWT"],
    refuse: ["cnf"],
    jwksUri: "https://issuer.example/keys",
  };
  await updateIssuer(PROJECT, id, rules, ADA);
  expect(await newest()).toMatchObject({
    kind: "issuer.changed",
    issuer: ISSUER,
    ownerId: ADA,
    detail:
      "algorithms: ES256 → RS256, ES256; audience: chat → none; authorizedParties: none → web, ios; " +
      "clientIds: none → 4abc; types: none → JWT; refuse: none → cnf; jwksUri: none → https://issuer.example/keys",
  });
  await updateIssuer(PROJECT, id, rules, ADA);
  expect((await newest())?.detail).toBe("nothing changed");
  await removeIssuer(PROJECT, id, ADA);
  expect(await newest()).toMatchObject({
    kind: "issuer.removed",
    issuer: ISSUER,
    ownerId: ADA,
    detail: expect.stringContaining("clientIds: 4abc → none"),
  });
  expect(await listActivity(PROJECT, {}, 10)).toHaveLength(4);
});

test("another key and another secret are noted, and neither is told", async () => {
  const [first, second] = [await makeKey(), await makeKey()];
  const { id } = await add({ publicKeys: JSON.stringify(first), secret: SECRET });
  await updateIssuer(PROJECT, id, { publicKeys: JSON.stringify(second), secret: `${SECRET}!` });
  const detail = (await newest())?.detail;
  const one = "[\\w-]{8}";
  expect(detail).toMatch(
    new RegExp(`^publicKeys: EC ${one} → EC ${one}; secret: encrypted ${one} → encrypted ${one}$`),
  );
  await updateIssuer(PROJECT, id, { audience: "web" });
  expect((await newest())?.detail).toBe("audience: chat → web");
  await updateIssuer(PROJECT, id, { publicKeys: null, secret: null });
  expect((await newest())?.detail).toMatch(/^publicKeys: EC .{8} → none; secret: .* → none$/);
  const told = JSON.stringify(await listActivity(PROJECT, {}, 10));
  for (const secret of [SECRET, first.x, second.x]) expect(told).not.toContain(secret);
});

test("strategy, keys and origins are noted with old and new values", async () => {
  await setStrategy(PROJECT, "asymmetric", ADA);
  expect(await newest()).toMatchObject({
    kind: "strategy.changed",
    ownerId: ADA,
    detail: "strategy: discovery → asymmetric",
  });
  await setStrategy(PROJECT, "discovery");
  expect(await newest()).toMatchObject({ ownerId: null });
  const first = ["https://a.example", "https://b.example"];
  const { id, key, hint } = await createApiKey({
    projectId: PROJECT,
    kind: "publishable",
    name: "web",
    allowedOrigins: first,
    by: ADA,
  });
  expect(await newest()).toMatchObject({
    kind: "api_key.created",
    ownerId: ADA,
    detail: `publishable ${hint} web: https://a.example, https://b.example`,
  });
  await setAllowedOrigins(PROJECT, id, null, ADA);
  expect(await newest()).toMatchObject({
    kind: "api_key.changed",
    ownerId: ADA,
    detail: `publishable ${hint} web; origins: https://a.example, https://b.example → all`,
  });
  await revokeApiKey(PROJECT, id, ADA);
  expect(await newest()).toMatchObject({
    kind: "api_key.revoked",
    ownerId: ADA,
    detail: `publishable ${hint} web`,
  });
  expect(JSON.stringify(await listActivity(PROJECT, {}, 10))).not.toContain(key);
});

test("what changes nothing because it is not there is not noted", async () => {
  await expect(removeIssuer(PROJECT, "nobody")).rejects.toMatchObject({ status: 404 });
  await expect(updateIssuer(PROJECT, "nobody", {})).rejects.toMatchObject({ status: 404 });
  expect(await revokeApiKey(PROJECT, "nobody")).toBe(false);
  expect(await setAllowedOrigins(PROJECT, "nobody", null)).toBe(false);
  expect(await listActivity(PROJECT, {}, 10)).toEqual([]);
});

test("a change that cannot be noted is not made", async () => {
  const { id } = await add();
  const key = await createApiKey({ projectId: PROJECT, kind: "publishable", name: "web" });
  const state = async () => [
    await listIssuers(PROJECT),
    await getStrategy(PROJECT),
    await listApiKeys(PROJECT),
  ];
  const before = await state();
  const db = await getDb();
  await db.execute(sql`alter table activity rename to away`);
  for (const change of [
    () => add({ issuer: "https://other.example" }),
    () => updateIssuer(PROJECT, id, { audience: "other" }),
    () => removeIssuer(PROJECT, id),
    () => setStrategy(PROJECT, "symmetric"),
    () => createApiKey({ projectId: PROJECT, kind: "secret", name: "other" }),
    () => setAllowedOrigins(PROJECT, key.id, ["https://a.example"]),
    () => revokeApiKey(PROJECT, key.id),
  ]) {
    await expect(change()).rejects.toThrow();
  }
  await db.execute(sql`alter table away rename to activity`);
  expect(await state()).toEqual(before);
});

test("a page of long changes is cut, and what is kept is whole", async () => {
  const long = Array.from({ length: 50 }, (_, index) => `${index}`.padEnd(490, "x"));
  const { id } = await add();
  await updateIssuer(PROJECT, id, { authorizedParties: long });
  expect((await newest())?.detail).toHaveLength(2_000);
  const db = await getDb();
  const rows = await db.select({ detail: activity.detail }).from(activity);
  expect(Math.max(...rows.map(({ detail }) => detail?.length ?? 0))).toBeGreaterThan(24_000);
});
