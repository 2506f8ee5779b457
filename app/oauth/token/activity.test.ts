import { expect, test } from "vitest";
import { listActivity } from "#lib/admin/activity.ts";
import { flushWrites } from "#lib/base/background.ts";
import { countDirectStatements, countStatements } from "#test/count-statements.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { exchange, postToken } from "#test/exchange.ts";
import { signIn } from "#test/sign-in.ts";

provideDataDir();

test("exchanges are noted with owner, issuer and failing check, without SQL in the request", async () => {
  const { userToken, ownerId } = await signIn("ada");
  await flushWrites();
  const act = async () => {
    expect((await exchange(userToken)).status).toBe(200);
  };
  expect(await countDirectStatements(act)).toEqual([]);
  expect(await countStatements(act)).toEqual([]);
  const [header, claims] = userToken.split(".");
  await exchange(`${header}.${claims}.AAAA`);
  await exchange("no token at all");
  await flushWrites();
  const [unreadable, forged, ...genuine] = await listActivity("default", {}, 10);
  expect(genuine).toHaveLength(3);
  for (const entry of genuine) {
    expect(entry).toMatchObject({
      kind: "exchange",
      outcome: "ok",
      ownerId,
      issuer: "http://localhost:3000",
      detail: null,
    });
  }
  expect(forged).toMatchObject({
    outcome: "refused",
    ownerId: null,
    issuer: "http://localhost:3000",
    detail: expect.stringContaining("signature"),
  });
  expect(unreadable).toMatchObject({ outcome: "refused", issuer: null });
  expect(JSON.stringify([unreadable, forged])).not.toContain(claims);
});

test("a form that is flawed is noted with its flaw", async () => {
  expect((await postToken(new URLSearchParams({ grant_type: "password" }))).status).toBe(400);
  await flushWrites();
  expect(await listActivity("default", {}, 1)).toMatchObject([
    {
      kind: "exchange",
      outcome: "refused",
      ownerId: null,
      detail: "grant_type must be urn:ietf:params:oauth:grant-type:token-exchange",
    },
  ]);
});
