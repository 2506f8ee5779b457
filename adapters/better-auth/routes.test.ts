import { beforeEach, expect, test, vi } from "vitest";
import { appEnv } from "#lib/base/env.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { slowPasswords, slowWords } from "#test/worst-bodies.ts";
import { getAuth } from "./config.ts";
import { isEasyToGuess } from "./refusals.ts";
import { handleAuthRequest } from "./routes.ts";

provideDataDir();

const ada = { name: "Ada", email: "ada@example.com", password: "correct horse" };
let client = 0;

// A client and a time of its own for each.
vi.useFakeTimers({ toFake: ["Date"] });
beforeEach(() => {
  client += 1;
  vi.setSystemTime(Date.now() + 2 * 86_400_000);
});

type Headers_ = Record<string, string>;

const post = (path: string, body: unknown, headers: Headers_ = {}) =>
  handleAuthRequest(
    new Request(`${appEnv().APP_URL}/auth${path}`, {
      method: "POST",
      headers: {
        origin: appEnv().APP_URL,
        "content-type": "application/json",
        "x-forwarded-for": `192.0.2.${client}`,
        ...headers,
      },
      body: typeof body === "string" ? body : JSON.stringify(body),
    }),
  );

const signIn = (password: string, headers?: Headers_, email = ada.email) =>
  post("/sign-in/email", { email, password }, headers);

const cookieOf = (response: Response) => response.headers.getSetCookie().join("; ");

const statusOf = (answer: Promise<Response>) =>
  answer.then(
    ({ status }) => status,
    (error) => error.status,
  );

test("an account is made, and its address is answered from then on as a sign-in is", async () => {
  const made = await post("/sign-up/email", ada);
  expect(made.status).toBe(204);
  expect(cookieOf(made)).toMatch(/session_token=.+HttpOnly/);
  expect(made.headers.get("cache-control")).toBe("no-store");
  const again = await post("/sign-up/email", { ...ada, password: "another horse" });
  const refused = await signIn("another horse");
  expect([again.status, refused.status]).toEqual([401, 401]);
  expect(await again.text()).toBe(await refused.text());
  expect((await post("/sign-up/email", ada)).status).toBe(204);
});

test("a name keeps what the database can store of it", async () => {
  const account = { ...ada, name: " A\0da\ud800", email: "odd@example.com" };
  expect((await post("/sign-up/email", account)).status).toBe(204);
  const { internalAdapter } = await (await getAuth()).$context;
  const found = await internalAdapter.findUserByEmail(account.email);
  expect(found?.user.name).toBe("Ada\ufffd");
});

test.each([
  ["/verify-password"],
  ["/change-password"],
  ["/verify-email?callbackURL=/.//evil.example"],
  ["/sign-in/email/"],
  ["/sign-in/%65mail"],
  ["//sign-in/email"],
  ["/__proto__"],
])("%s is nothing here", async (path) => {
  expect(await statusOf(post(path, ada))).toBe(404);
});

test.each([
  ["no JSON", "{"],
  ["null", "null"],
  ["an array", "[]"],
  ["an object for a password", { ...ada, password: { length: 9 } }],
  ["no address", { name: "a", password: "correct horse" }],
])("a body that is %s is refused", async (_, body) => {
  await expect(post("/sign-up/email", body)).rejects.toMatchObject({ code: "INVALID_FORM" });
});

test.each([
  ["NAME_TOO_LONG", { ...ada, email: "eve@example.com", name: "a".repeat(201) }],
  ["EMAIL_TOO_LONG", { ...ada, email: `${"x".repeat(60)}@${"example.".repeat(30)}com` }],
  [
    "PASSWORD_TOO_LONG",
    { ...ada, email: "eve@example.com", password: "correct horse ".repeat(10) },
  ],
])("the form is refused with %s", async (code, body) => {
  const response = await post("/sign-up/email", body);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ code });
});

test("a body of nine megabytes is refused and not read", async () => {
  const body = JSON.stringify({ ...ada, name: "a".repeat(9_000_000) });
  await expect(post("/sign-up/email", body)).rejects.toMatchObject({ status: 413 });
});

test("another site's page signs nobody in, and uses up nobody's attempts", async () => {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const refused = signIn(ada.password, { origin: "https://evil.example" });
    await expect(refused).rejects.toMatchObject({ status: 403, code: "CROSS_SITE" });
  }
  expect((await signIn(ada.password)).status).toBe(204);
});

test("a password that is wrong five times is not tried a sixth", async () => {
  const statuses = [];
  for (let attempt = 0; attempt < 6; attempt += 1) {
    statuses.push(await statusOf(signIn("wrong horse")));
  }
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  expect(await statusOf(post("/sign-up/email", ada))).toBe(429);
});

test.each([
  "password",
  "Password1!",
  "12345678",
  "qwertyuiop",
  "aaaaaaaa",
  "ababababab",
  "P@ssw0rd",
  "sunshine2026",
  "ada.lovelace",
  "ada.lovelace@example.com",
  "Lovelace1815",
  "Qwerty123!",
  "1q2w3e4r5t!",
  "Welcome1!",
  "Admin123!",
  "P@ssw0rd2026",
])("the password %s is refused", async (password) => {
  const form = { name: "Ada Lovelace", email: "ada.lovelace@example.com", password };
  expect(await isEasyToGuess(form)).toBe(true);
  await expect(post("/sign-up/email", form)).rejects.toMatchObject({ code: "PASSWORD_EASY" });
});

test("a client's sign-ups are counted before anything looks at the password", async () => {
  const ask = (password: string) => statusOf(post("/sign-up/email", { ...ada, password }));
  for (let time = 0; time < 100; time += 1) expect(await ask("password")).toBe(400);
  expect(await ask("password")).toBe(429);
});

test("an easy password is no attempt at the account, and is not looked at after too many", async () => {
  for (let time = 0; time < 10; time += 1) {
    expect(await statusOf(post("/sign-up/email", { ...ada, password: "password" }))).toBe(400);
  }
  for (let time = 0; time < 5; time += 1) expect(await statusOf(signIn("wrong horse"))).toBe(401);
  expect(await statusOf(post("/sign-up/email", { ...ada, password: "password" }))).toBe(429);
});

test("the own address is refused however long it is", async () => {
  const email = "ada.augusta.king.countess.of.lovelace@mathematics.example.com";
  expect(await isEasyToGuess({ name: "", email, password: email })).toBe(true);
});

test.each(slowPasswords)(
  "of the password %s not too many pieces are looked up",
  async (password) => {
    const cut = vi.spyOn(String.prototype, "slice");
    await isEasyToGuess({ name: slowWords, email: slowWords, password });
    const pieces = cut.mock.calls.length;
    cut.mockRestore();
    expect(pieces).toBeLessThan(40_000);
  },
);

test.each(["correct horse", "pass-0f3a91bc22d0", "Tuesday's gravy boat", "jK8#pq2!"])(
  "the password %s is not",
  async (password) => {
    expect(await isEasyToGuess({ name: "", email: "a@b.example", password })).toBe(false);
  },
);
