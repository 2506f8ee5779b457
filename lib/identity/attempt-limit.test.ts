import { beforeEach, expect, test, vi } from "vitest";
import { HttpError, isHttpError } from "#lib/base/http/http-error.ts";
import { limitAttempts, limitMails, limitSignUps } from "#lib/identity/attempt-limit.ts";
import { provideDataDir } from "#test/data-dir.ts";

provideDataDir();

// A time of its own for each.
vi.useFakeTimers({ toFake: ["Date"] });
beforeEach(() => {
  vi.setSystemTime(Date.now() + 2 * 86_400_000);
});

const ADA = "ada@example.com";

/** The status that an attempt gets, and after 429 how long to wait. */
async function attempt(status: number, account = ADA, address = "192.0.2.1") {
  const headers = { "x-forwarded-for": address };
  const request = new Request("http://localhost:3000/auth/sign-in/email", { headers });
  try {
    return (await limitAttempts(request, account, async () => new Response(null, { status })))
      .status;
  } catch (error) {
    if (!isHttpError(error) || error.status !== 429) throw error;
    return `429 ${error.headers["retry-after"]}`;
  }
}

const many = (count: number, make: (index: number) => Promise<number | string>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

const failed = (statuses: (number | string)[]) => statuses.filter((status) => status === 401);

test("after five failures a client waits for the account, each time twice as long", async () => {
  const waits = [];
  for (let round = 0; round < 9; round += 1) {
    for (let time = 0; time < 5; time += 1) expect(await attempt(401)).toBe(401);
    const [, wait = ""] = String(await attempt(204)).split(" ");
    waits.push(Number(wait));
    expect(await attempt(204, ADA, "198.51.100.9")).toBe(204);
    // Trying meanwhile makes it no longer.
    vi.setSystemTime(Date.now() + 30_000);
    expect(await attempt(204)).toMatch(/^429 /);
    vi.setSystemTime(Date.now() + Number(wait) * 1_000 - 29_000);
  }
  expect(waits).toEqual([60, 120, 240, 480, 960, 1920, 3840, 3840, 3840]);
  expect(await attempt(204)).toBe(204);
});

test("attempts at the same time are no more than one after the other", async () => {
  expect(failed(await many(40, () => attempt(401)))).toHaveLength(5);
});

test("many clients have 25 attempts at an account together", async () => {
  const known = "100.64.0.1";
  expect(await attempt(204, ADA, known)).toBe(204);
  for (const network of ["203.0.113", "198.18.0", "192.0.3"]) {
    const statuses = await many(40, (index) => attempt(401, ADA, `${network}.${index}`));
    expect(failed(statuses)).toHaveLength(25);
    // However often: a few strangers would keep the owner out otherwise.
    expect(await attempt(204, ADA, `${network}.200`)).toBe("429 60");
    expect(await attempt(204, ADA, known)).toBe(204);
    vi.setSystemTime(Date.now() + 61_000);
    expect(await attempt(204, ADA, `${network}.200`)).toBe(204);
  }
});

test("a client that has signed in to an account has no more attempts at it than others", async () => {
  expect(await attempt(204)).toBe(204);
  expect(failed(await many(40, () => attempt(401)))).toHaveLength(5);
});

test("a client has 30 attempts at all accounts together, and an IPv6 network is one client", async () => {
  expect(failed(await many(40, (index) => attempt(401, `user-${index}`)))).toHaveLength(30);
  const address = (index: number) => `2001:db8:1:2::${index}`;
  const inNetwork = await many(40, (index) => attempt(401, `user-${index}`, address(index)));
  expect(failed(inNetwork)).toHaveLength(30);
});

test("an attempt that throws 401 has failed as well", async () => {
  const request = new Request("http://localhost:3000/auth/sign-in");
  const refused = new HttpError(401, "invalid_credentials", "wrong");
  const statuses = await many(8, () =>
    limitAttempts(request, ADA, () => Promise.reject(refused)).then(
      () => 204,
      ({ status }) => status,
    ),
  );
  expect(failed(statuses)).toHaveLength(5);
});

test("what succeeds, or fails for another reason, does not count", async () => {
  for (const status of [204, 400, 403, 503]) {
    for (let time = 0; time < 40; time += 1) expect(await attempt(status)).toBe(status);
  }
  const request = new Request("http://localhost:3000/auth/sign-in/email");
  for (let time = 0; time < 10; time += 1) {
    const fails = limitAttempts(request, ADA, () => Promise.reject(new Error("away")));
    await expect(fails).rejects.toThrow("away");
  }
});

test("a client makes 100 accounts in a minute", async () => {
  const headers = { "x-forwarded-for": "192.0.2.5" };
  const made = await many(120, () =>
    limitSignUps(new Request("http://localhost:3000/", { headers })).then(
      () => 204,
      ({ status }) => status,
    ),
  );
  expect(made.filter((status) => status === 204)).toHaveLength(100);
  expect(made.filter((status) => status === 429)).toHaveLength(20);
});

test("a client gets three mails an hour to an address, and ten to all; others are not kept out", async () => {
  const ask = (address: string, isSent = true, client = "192.0.2.6") =>
    limitMails(
      new Request("http://localhost:3000/", { headers: { "x-forwarded-for": client } }),
      address,
      async () => 204,
      () => isSent,
    ).catch(({ status }) => status);
  for (let time = 0; time < 12; time += 1) expect(await ask(ADA, false)).toBe(204);
  const toAda = await many(5, () => ask(ADA));
  expect(toAda.toSorted()).toEqual([204, 204, 204, 429, 429]);
  expect(await ask(ADA, true, "192.0.2.7")).toBe(204);
  const toOthers = await many(20, (index) => ask(`user-${index}@example.com`));
  expect(toOthers.filter((status) => status === 204)).toHaveLength(7);
  vi.setSystemTime(Date.now() + 3_601_000);
  expect(await ask(ADA)).toBe(204);
});

test("the names of accounts are no keys of anything else", async () => {
  for (const account of ["__proto__", "constructor", "a b", ""]) {
    expect(failed(await many(8, () => attempt(401, account, "192.0.2.77")))).toHaveLength(5);
  }
});
