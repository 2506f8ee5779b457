import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { issueUserToken } from "#lib/identity/user-token.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { exchange } from "#test/exchange.ts";
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
import { trust } from "./trust.ts";

provideDataDir();

const { mails, stop } = await provideMailbox();
afterAll(stop);

// A time of its own for each, so that none uses up another's mails.
vi.useFakeTimers({ toFake: ["Date"] });
beforeEach(() => {
  vi.setSystemTime(Date.now() + 2 * 86_400_000);
  mails.length = 0;
});

test("a link opens the account once, in the browser that asked for it", async () => {
  const email = await makeUser("linda@example.com");
  const asked = await post("/sign-in/magic-link", { email, returnTo: "/settings" });
  const mail = takeMail(mails);
  expect(mail).toMatchObject({ pathname: "/sign-in/confirm", returnTo: "/settings" });
  const open = (cookie: string, token = mail.token) =>
    post("/magic-link/verify", { token }, cookie);
  const other = await post("/sign-in/magic-link", { email: "eve@example.com" });
  const refused = { status: 400, code: "INVALID_TOKEN", cookie: "" };
  expect(await open("")).toMatchObject(refused);
  expect(await open(other.cookie)).toMatchObject(refused);
  const opened = await open(asked.cookie);
  expect(opened).toMatchObject({ status: 204, answer: "" });
  const session = await sessionOf(opened.cookie);
  expect(session?.subject).toBe((await readUser(email))?.id);
  expect(await open(asked.cookie)).toMatchObject(refused);
});

test("a link is good for ten minutes", async () => {
  const email = await makeUser("slow@example.com");
  const { cookie } = await post("/sign-in/magic-link", { email });
  const { token } = takeMail(mails);
  vi.setSystemTime(Date.now() + 10 * 60_000 + 1_000);
  expect((await post("/magic-link/verify", { token }, cookie)).status).toBe(400);
});

test("no link opens an account that somebody made with another's address", async () => {
  const email = "victim.of.link@example.com";
  await signUp({ ...ada, email });
  takeMail(mails);
  const { cookie } = await post("/sign-in/magic-link", { email });
  const mail = takeMail(mails);
  expect(mail).toMatchObject({ subject: "You have an account", pathname: "/sign-in" });
  expect((await post("/magic-link/verify", { token: "" }, cookie)).status).toBe(400);
});

test("a new password ends every other session, at once and with all its tokens", async () => {
  const email = await makeUser("rosa@example.com");
  const asked = await post("/sign-in/magic-link", { email });
  const { cookie } = await post(
    "/magic-link/verify",
    { token: takeMail(mails).token },
    asked.cookie,
  );
  const session = await sessionOf(cookie);
  if (!session) throw new Error("no session");
  const { userToken } = await issueUserToken({ ...session, startedAt: new Date() }, trust());
  expect((await exchange(userToken)).status).toBe(200);
  await post("/request-password-reset", { email });
  const { token, pathname } = takeMail(mails);
  expect(pathname).toBe("/sign-in/new-password");
  const set = (password: string) => post("/reset-password", { token, password });
  expect(await set("password")).toMatchObject({ status: 400, code: "PASSWORD_EASY" });
  expect(await set("jK8#pq2")).toMatchObject({ status: 400, code: "PASSWORD_TOO_SHORT" });
  const opened = await set("battery staple");
  expect(opened).toMatchObject({ status: 204, answer: "" });
  expect((await sessionOf(opened.cookie))?.subject).toBe(session.subject);
  expect(await sessionOf(cookie)).toBeUndefined();
  expect((await exchange(userToken)).status).toBe(400);
  expect(await set("horse battery")).toMatchObject({ status: 400, code: "INVALID_TOKEN" });
  await expect.poll(() => mails.length).toBe(1);
  expect(takeMail(mails).subject).toBe("Your account was changed");
});

test("whoever has the mailbox of an address that was never confirmed gets an account of their own", async () => {
  const email = "victim.of.sign.up@example.com";
  await signUp({ ...ada, email });
  takeMail(mails);
  const before = await readUser(email);
  await post("/request-password-reset", { email });
  const { token } = takeMail(mails);
  const opened = await post("/reset-password", { token, password: "battery staple" });
  expect(opened.status).toBe(204);
  const session = await sessionOf(opened.cookie);
  expect(session?.profile.emailVerified).toBe(true);
  expect(session?.subject).not.toBe(before?.id);
  // The password of whoever made the first one opens nothing.
  expect((await signIn({ email })).status).toBe(401);
});

test("a way to a new password is good for an hour, and for no other user's", async () => {
  const email = await makeUser("hour@example.com");
  await post("/request-password-reset", { email });
  const { token } = takeMail(mails);
  vi.setSystemTime(Date.now() + 61 * 60_000);
  for (const wrong of [token, "", "x".repeat(24)]) {
    const answer = await post("/reset-password", { token: wrong, password: "battery staple" });
    expect(answer).toMatchObject({ status: 400, code: "INVALID_TOKEN" });
  }
});
