import { findPostgres } from "../scripts/lib/find-postgres.mjs";
import { API_KEY, callApi, exchange, readAccessToken, readUserToken } from "./support/api.ts";
import { providePairs } from "./support/pair.ts";
import { type AppServer, expect, test } from "./support/server.ts";
import { signUp } from "./support/users.ts";

test.skip(!findPostgres(), "no PostgreSQL here; POSTGRES_BIN names its bin folder");

const pairs = providePairs();
/** Milliseconds after which no instance accepts what was revoked at another. */
const KNOWN_AFTER = 1_000;

interface Answer {
  begun: number;
  status: number;
}

/** Asks with a bearer over and over until `isOver`. What has been answered can be seen meanwhile. */
function ask({ url }: AppServer, bearer: string, isOver: () => boolean) {
  const answers: Answer[] = [];
  const askOn = async () => {
    while (!isOver()) {
      const begun = performance.now();
      answers.push({ begun, status: (await callApi(url, bearer, "GET", "/v1/threads")).status });
    }
  };
  return { answers, ended: askOn() };
}

const post = (path: string, headers: Record<string, string>, body: URLSearchParams) => ({
  path,
  init: { method: "POST", headers, body, redirect: "manual" as const },
});

test("what is revoked under load is dead on both servers within a second, and nothing else", async ({
  startServer,
}) => {
  const { one, two, bearer: stays } = await pairs.start(startServer);
  const newUser = async () => {
    const cookie = await signUp(one.url);
    return { cookie, bearer: await readAccessToken(one.url, cookie) };
  };
  const [revoking, everywhere, deleting] = await Promise.all([newUser(), newUser(), newUser()]);
  const origin = one.url;
  const requests = [
    post(
      "/oauth/revoke",
      { "x-api-key": API_KEY },
      new URLSearchParams({ token: revoking.bearer }),
    ),
    post(
      "/sign-out",
      { cookie: everywhere.cookie, origin },
      new URLSearchParams({ everywhere: "true" }),
    ),
  ];
  let isOver = false;
  const load = (bearer: string) => [one, two].map((server) => ask(server, bearer, () => isOver));
  const untouched = load(stays);
  const revoked = [revoking, everywhere, deleting].flatMap(({ bearer }) => load(bearer));
  const all = [...untouched, ...revoked];
  await expect.poll(() => all.every(({ answers }) => answers.length > 0)).toBe(true);

  for (const { path, init } of requests) {
    const { status } = await fetch(`${one.url}${path}`, init);
    expect(status, path).toBeLessThan(400);
  }
  const deleted = await callApi(one.url, deleting.bearer, "DELETE", "/v1/me");
  expect(deleted.status).toBe(204);
  const revokedAt = performance.now();
  await expect.poll(() => performance.now() - revokedAt).toBeGreaterThan(2 * KNOWN_AFTER);
  isOver = true;
  await Promise.all(all.map(({ ended }) => ended));

  for (const { answers } of revoked) {
    expect(answers[0]?.status).toBe(200);
    const late = answers.filter(({ begun }) => begun > revokedAt + KNOWN_AFTER);
    expect(new Set(late.map(({ status }) => status))).toEqual(new Set([401]));
  }
  for (const { answers } of untouched) {
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  }
});

const kidOf = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()).kid as string;

test("keys are rotated under load and no request fails", async ({ startServer }) => {
  const { one, two, cookie } = await pairs.start(startServer);
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

  await pairs.database().run("scripts/rotate-keys.ts");
  await expect.poll(published, { timeout: 15_000 }).toEqual([2, 2]);
  // The two minutes from publication to first use go by at once.
  await pairs
    .database()
    .execute("update signing_keys set signs_from = signs_from - interval '3 minutes'");
  await expect.poll(() => [...signers.values()].filter((kid) => !before.has(kid)).length).toBe(2);
  isOver = true;
  await Promise.all(load);
  expect(failures).toEqual([]);
  expect(new Set(signers.values()).size).toBe(1);
});
