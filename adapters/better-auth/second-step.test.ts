import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { appEnv } from "#lib/base/env.ts";
import { keptMails } from "#lib/base/mail.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { codeAt } from "#test/totp.ts";
import { getAuth } from "./config.ts";
import { handleAuthRequest } from "./routes.ts";

provideDataDir();

const ada = { name: "Ada", email: "ada@example.com", password: "correct horse" };
const bob = { name: "Bob", email: "bob@example.com", password: "battery staple" };
let client = 0;
/** What Ada's authenticator app was told, and her recovery codes. */
let address: string;
let recovery: string[];

// A client and a time of its own for each.
vi.useFakeTimers({ toFake: ["Date"] });
beforeEach(() => {
  client += 1;
  vi.setSystemTime(Date.now() + 2 * 86_400_000);
});

const post = (path: string, body: unknown, cookie = "") =>
  handleAuthRequest(
    new Request(`${appEnv().APP_URL}/auth${path}`, {
      method: "POST",
      headers: {
        origin: appEnv().APP_URL,
        "content-type": "application/json",
        "x-forwarded-for": `192.0.2.${client}`,
        cookie,
      },
      body: JSON.stringify(body),
    }),
  );

/** The cookies that an answer leaves in a browser. */
const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .filter((line) => !line.includes("Max-Age=0"))
    .map((line) => line.split(";", 1)[0])
    .join("; ");

const outcome = (answer: Promise<Response>) =>
  answer.then(
    async (response) => (response.ok ? 204 : `${response.status} ${(await response.json()).code}`),
    (error) => `${error.status} ${error.code}`,
  );

const sessionOf = async (cookie: string) =>
  (await getAuth()).api.getSession({ headers: new Headers({ cookie }) });

/** The first step, as ada: what the browser has after it. */
async function begin(cookie = ""): Promise<string> {
  const { email, password } = ada;
  const answer = await post("/sign-in/email", { email, password }, cookie);
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({ code: "SECOND_STEP_DUE" });
  return cookiesOf(answer);
}

const enter = (code: string, cookie: string) => post("/sign-in/code", { code }, cookie);

beforeAll(async () => {
  await post("/sign-up/email", bob);
  const cookie = cookiesOf(await post("/sign-up/email", ada));
  const { api } = await getAuth();
  const headers = new Headers({ cookie });
  const { password } = ada;
  const made = await api.enableTwoFactor({ headers, body: { password, method: "totp" } });
  if (made.method !== "totp") throw new Error(made.method);
  address = made.totpURI;
  recovery = made.backupCodes;
  // Until its first code was right, nothing is asked for.
  expect(await outcome(post("/sign-in/email", ada))).toBe(204);
  await api.verifyTOTP({ headers, body: { code: codeAt(address) } });
});

test("the right password opens nothing, and the code of the app does", async () => {
  const { internalAdapter } = await (await getAuth()).$context;
  const found = await internalAdapter.findUserByEmail(ada.email);
  const count = async () => (await internalAdapter.listSessions(found?.user.id ?? "")).length;
  const before = await count();
  const cookie = await begin();
  expect(cookie).toMatch(/^better-auth\.two_factor=[^;]+$/);
  expect(await sessionOf(cookie)).toBeNull();
  expect(await count()).toBe(before);
  const answer = await enter(codeAt(address), cookie);
  expect(answer.status).toBe(204);
  expect(await answer.text()).toBe("");
  expect((await sessionOf(cookiesOf(answer)))?.user.email).toBe(ada.email);
  // What was for the second step is spent.
  expect(await outcome(enter(codeAt(address, Date.now() + 30_000), cookie))).toBe("401 STEP_OVER");
});

test("a sign-up with the address of an account asks for its second step, too", async () => {
  expect(await outcome(post("/sign-up/email", ada))).toBe("403 SECOND_STEP_DUE");
});

test("a code is good once, also for two at the same time", async () => {
  const [one, other] = [await begin(), await begin()];
  const code = codeAt(address);
  const both = await Promise.all([outcome(enter(code, one)), outcome(enter(code, other))]);
  expect(both.toSorted()).toEqual([204, "401 INVALID_CODE"]);
  const third = await begin();
  expect(await outcome(enter(` ${code} `, third))).toBe("401 INVALID_CODE");
  vi.setSystemTime(Date.now() + 30_000);
  expect(await outcome(enter(codeAt(address), third))).toBe(204);
});

test("a recovery code is good once", async () => {
  const [first = "", second = ""] = recovery;
  expect(await outcome(enter(first, await begin()))).toBe(204);
  const cookie = await begin();
  expect(await outcome(enter(first, cookie))).toBe("401 INVALID_BACKUP_CODE");
  expect(await outcome(enter(second, cookie))).toBe(204);
});

test("without a first step, or ten minutes after it, no code is looked at", async () => {
  const code = codeAt(address);
  expect(await outcome(enter(code, ""))).toBe("401 STEP_OVER");
  expect(await outcome(enter(code, "better-auth.two_factor=2fa-guessed.c2ln"))).toBe(
    "401 STEP_OVER",
  );
  const cookie = await begin();
  const unsigned = cookie.replace(/(2fa-[\w-]+)\..*/, "$1.c2ln");
  expect(await outcome(enter(code, unsigned))).toBe("401 INVALID_TWO_FACTOR_COOKIE");
  vi.setSystemTime(Date.now() + 601_000);
  expect(await outcome(enter(codeAt(address), cookie))).toBe("401 STEP_OVER");
});

test("of wrong codes five are tried in a minute, and ten in a row from anywhere", async () => {
  const wrong = async (cookie: string) => outcome(enter("000000000000", cookie));
  const cookie = await begin();
  for (let time = 0; time < 5; time += 1) expect(await wrong(cookie)).toMatch(/^401/);
  expect(await wrong(cookie)).toBe("429 SLOW_DOWN");
  client += 100;
  const second = await begin();
  for (let time = 0; time < 5; time += 1) expect(await wrong(second)).toMatch(/^401/);
  client += 1;
  const answer = await enter(codeAt(address), await begin());
  expect(answer.status).toBe(429);
  expect(answer.headers.get("retry-after")).toBe("900");
  vi.setSystemTime(Date.now() + 901_000);
  expect(await outcome(enter(codeAt(address), await begin()))).toBe(204);
});

test("the session of who was signed in ends with the first step, and no code counts for it", async () => {
  const signedIn = cookiesOf(await post("/sign-in/email", bob));
  expect((await sessionOf(signedIn))?.user.email).toBe(bob.email);
  const cookie = await begin(signedIn);
  expect(await sessionOf(signedIn)).toBeNull();
  const other = cookiesOf(await post("/sign-in/email", bob));
  const answer = await enter(codeAt(address), `${other}; ${cookie}`);
  expect((await sessionOf(cookiesOf(answer)))?.user.email).toBe(ada.email);
});

test("another site's page enters no code", async () => {
  const cookie = await begin();
  const request = new Request(`${appEnv().APP_URL}/auth/sign-in/code`, {
    method: "POST",
    headers: { origin: "https://evil.example", cookie },
    body: JSON.stringify({ code: codeAt(address) }),
  });
  expect(await outcome(handleAuthRequest(request))).toBe("403 CROSS_SITE");
});

test("a user is told by mail when the second step is turned off", async () => {
  vi.stubEnv("NODE_ENV", "development");
  vi.spyOn(console, "log").mockImplementation(() => {});
  const headers = new Headers({ cookie: cookiesOf(await enter(codeAt(address), await begin())) });
  await (await getAuth()).api.disableTwoFactor({ headers, body: { password: ada.password } });
  await expect.poll(() => keptMails()[0]?.text).toContain("The second step was turned off.");
  expect(keptMails()[0]?.to).toBe(ada.email);
});
