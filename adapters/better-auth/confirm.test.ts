import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import {
  ada,
  makeUser,
  post,
  provideMailbox,
  readUser,
  sessionOf,
  signIn,
  signUp,
  takeMail,
} from "#test/mail-forms.ts";
import { getAuth } from "./config.ts";

provideDataDir();

const { mails, stop } = await provideMailbox();
afterAll(stop);

// A time of its own for each, so that none uses up another's mails.
vi.useFakeTimers({ toFake: ["Date"] });
beforeEach(() => {
  vi.setSystemTime(Date.now() + 2 * 86_400_000);
  mails.length = 0;
});

test("an account is opened once its address is confirmed, by the mail and the password together", async () => {
  const made = await signUp({ ...ada, returnTo: "/t/thr_1" });
  expect(made).toMatchObject({ status: 403, code: "CONFIRMATION_SENT", cookie: "" });
  const mail = takeMail(mails);
  expect(mail).toMatchObject({
    from: "app@northwind.example",
    to: [ada.email],
    subject: "Confirm your address",
    pathname: "/sign-in",
    returnTo: "/t/thr_1",
  });
  const refused = { status: 403, code: "EMAIL_NOT_VERIFIED", cookie: "" };
  expect(await signIn()).toMatchObject(refused);
  expect(takeMail(mails).subject).toBe("Confirm your address");
  const { confirm } = mail;
  expect(await signIn({ confirm, password: "another horse" })).toMatchObject({ status: 401 });
  expect(await signIn({ confirm: `${confirm}x` })).toMatchObject(refused);
  expect((await readUser())?.emailVerified).toBe(false);
  const opened = await signIn({ confirm });
  expect(opened).toMatchObject({ status: 204, answer: "" });
  const session = await sessionOf(opened.cookie);
  expect(session).toMatchObject({
    subject: (await readUser())?.id,
    profile: { email: ada.email, emailVerified: true },
  });
  expect((await signIn()).status).toBe(204);
});

test("a mail confirms no other address than its own", async () => {
  await signUp({ ...ada, email: "eve@example.com" });
  const { confirm } = takeMail(mails);
  await signUp({ ...ada, email: "victim@example.com" });
  takeMail(mails);
  const answer = await signIn({ email: "victim@example.com", confirm });
  expect(answer).toMatchObject({ status: 403, code: "EMAIL_NOT_VERIFIED" });
  expect((await readUser("eve@example.com"))?.emailVerified).toBe(false);
  expect((await readUser("victim@example.com"))?.emailVerified).toBe(false);
});

test("a mail to confirm is good for an hour", async () => {
  await signUp({ ...ada, email: "late@example.com" });
  const { confirm } = takeMail(mails);
  vi.setSystemTime(Date.now() + 61 * 60_000);
  const answer = await signIn({ email: "late@example.com", confirm });
  expect(answer).toMatchObject({ status: 403, code: "EMAIL_NOT_VERIFIED" });
});

test("whether an address has an account is told to its mailbox alone", async () => {
  const email = await makeUser("grace@example.com");
  const again = await signUp({ ...ada, email });
  expect(takeMail(mails)).toMatchObject({ to: [email], subject: "You have an account" });
  const other = await signUp({ ...ada, email: "new@example.com" });
  expect(takeMail(mails).subject).toBe("Confirm your address");
  expect(again).toEqual(other);
  for (const path of ["/sign-in/magic-link", "/request-password-reset"]) {
    const known = await post(path, { email });
    expect(takeMail(mails).subject).not.toBe("No account");
    const unknown = await post(path, { email: "nobody@example.com" });
    expect(takeMail(mails)).toMatchObject({ to: ["nobody@example.com"], subject: "No account" });
    expect(unknown).toMatchObject({ status: 204, answer: "" });
    expect(known).toMatchObject({ status: 204, answer: "" });
    expect(unknown.cookie.length).toBe(known.cookie.length);
  }
});

test("a mailbox gets three mails an hour that somebody asked for, and nothing more is said", async () => {
  const email = "flooded@example.com";
  const statuses = [];
  for (let time = 0; time < 4; time += 1) {
    statuses.push((await post("/request-password-reset", { email })).status);
  }
  expect(statuses).toEqual([204, 204, 204, 429]);
  expect(mails).toHaveLength(3);
});

test.each(["no address", "a@example.com, b@example.com", "a@example.com\r\nbcc: b@example.com"])(
  "nothing is sent to “%s”",
  async (email) => {
    for (const path of ["/sign-in/magic-link", "/request-password-reset", "/sign-up/email"]) {
      expect((await post(path, { ...ada, email })).status).toBe(400);
    }
    expect(mails).toEqual([]);
  },
);

test("no token of a mail is in the database", async () => {
  const email = await makeUser("reader@example.com");
  await post("/request-password-reset", { email });
  const { token } = takeMail(mails);
  const { adapter: database } = await (await getAuth()).$context;
  const rows = await database.findMany<{ identifier: string }>({ model: "verification" });
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toContain(token);
});

test("where there is mail, its routes are served", async () => {
  for (const path of [
    "/sign-in/magic-link",
    "/magic-link/verify",
    "/request-password-reset",
    "/reset-password",
    "/verify-email",
  ]) {
    expect(await post(path, {})).toMatchObject({ status: 400, code: "INVALID_FORM" });
  }
});

test("while the mail server is away the form says so, whoever has the address", async () => {
  const said = vi.spyOn(console, "warn").mockImplementation(() => {});
  const email = await makeUser("away@example.com");
  await stop();
  for (const [path, form] of [
    ["/sign-up/email", { ...ada, email: "hidden@example.com" }],
    ["/request-password-reset", { email }],
    ["/request-password-reset", { email: "nobody@example.com" }],
  ] as const) {
    expect(await post(path, form)).toMatchObject({ status: 503, code: "MAIL_UNAVAILABLE" });
  }
  expect(said.mock.calls.join()).not.toMatch(/hidden|away|nobody/);
});
