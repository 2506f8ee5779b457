import { findPostgres } from "../scripts/lib/find-postgres.mjs";
import { callApi, exchange, readUserToken } from "./support/api.ts";
import { providePair } from "./support/pair.ts";
import { type AppServer, expect, test } from "./support/server.ts";

test.skip(!findPostgres(), "no PostgreSQL here; POSTGRES_BIN names its bin folder");

const pair = providePair();

const NOTICED = 15_000; // milliseconds; a server looks for new keys every ten seconds

const kidOf = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()).kid as string;

test("keys are rotated under load and no request fails", { tag: "@all" }, async () => {
  test.setTimeout(3 * NOTICED);
  const { database, one, two, newUser } = pair();
  const { cookie } = await newUser();
  const failures: unknown[] = [];
  const signers = new Map<AppServer, string>();
  let isOver = false;
  const load = [one, two, one, two].map(async (issuer) => {
    const other = issuer === one ? two : one;
    while (!isOver) {
      try {
        const { userToken } = await readUserToken(issuer.url, cookie);
        signers.set(issuer, kidOf(userToken));
        const response = await exchange(other.url, userToken);
        const { access_token: bearer } = await response.json();
        const { status } = await callApi(issuer.url, bearer, "GET", "/v1/threads");
        if (status !== 200) failures.push(status);
      } catch (error) {
        failures.push(error);
      }
    }
  });
  const publishedBy = async ({ url }: AppServer) =>
    (await (await fetch(`${url}/.well-known/jwks.json`)).json()).keys.length as number;
  const published = async () => Promise.all([one, two].map(publishedBy));
  await expect.poll(() => signers.size).toBe(2);
  const before = new Set(signers.values());

  await database.run("scripts/rotate-keys.ts");
  await expect.poll(published, { timeout: NOTICED }).toEqual([2, 2]);
  // The two minutes from publication to first use go by at once.
  await database.execute("update signing_keys set signs_from = signs_from - interval '3 minutes'");
  const signWithNew = () => [...signers.values()].filter((kid) => !before.has(kid)).length;
  await expect.poll(signWithNew, { timeout: NOTICED }).toBe(2);
  isOver = true;
  await Promise.all(load);
  expect(failures).toEqual([]);
  expect(new Set(signers.values()).size).toBe(1);
});
