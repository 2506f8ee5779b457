import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { ada, post, provideMailbox, readUser, signIn, signUp, takeMail } from "#test/mail-forms.ts";
import { getAuth } from "./config.ts";
import { collectMail } from "./outbox.ts";

provideDataDir();

const { mails, stop } = await provideMailbox();
afterAll(stop);

// A time of its own for each, so that none uses up another's mails.
vi.useFakeTimers({ toFake: ["Date"] });
beforeEach(() => {
  vi.setSystemTime(Date.now() + 2 * 86_400_000);
  mails.length = 0;
});

/** Somebody whose address is confirmed, as the headers of their browser. */
async function visit(email: string): Promise<Headers> {
  await signUp({ ...ada, email });
  const { confirm } = takeMail(mails);
  const { status, cookie } = await signIn({ email, confirm });
  expect(status).toBe(204);
  return new Headers({ cookie });
}

/** The token of the mail to a new address; none if no such mail is made. */
async function askFor(newEmail: string, headers: Headers): Promise<string | undefined> {
  const { api } = await getAuth();
  const ask = () => api.changeEmail({ headers, body: { newEmail } });
  const { answer, mail } = await collectMail("/account", ask);
  expect(answer).toEqual({ status: true });
  if (!mail) return undefined;
  expect(mail).toMatchObject({ to: newEmail, subject: "Your new address" });
  const address = new URL(/http\S+/.exec(mail.text)?.[0] ?? "");
  expect(address.pathname).toBe("/sign-in/confirm");
  expect(address.searchParams.get("type")).toBe("address");
  return address.searchParams.get("token") ?? "";
}

const notice = async () => {
  await expect.poll(() => mails.length).toBe(1);
  return takeMail(mails);
};
const REFUSED = { status: 400, code: "INVALID_TOKEN", cookie: "" };

test("an account has its new address once the mail to it is opened, and the old one is told", async () => {
  const headers = await visit("old@example.com");
  const token = await askFor("new@example.com", headers);
  expect((await readUser("old@example.com"))?.email).toBe("old@example.com");
  expect(await post("/verify-email", { token })).toMatchObject({ status: 204, answer: "" });
  expect(await notice()).toMatchObject({
    to: ["old@example.com"],
    subject: "Your account was changed",
    text: expect.stringContaining("another address now: n***@example.com."),
  });
  expect(await readUser("old@example.com")).toBeUndefined();
  expect((await readUser("new@example.com"))?.emailVerified).toBe(true);
  expect((await signIn({ email: "old@example.com" })).status).toBe(401);
  expect((await signIn({ email: "new@example.com" })).status).toBe(204);
  expect(await post("/verify-email", { token })).toMatchObject(REFUSED);
});

test("an address that somebody has is answered as any other, and gets no such mail", async () => {
  await visit("taken@example.com");
  const headers = await visit("mover@example.com");
  expect(await askFor("taken@example.com", headers)).toBeUndefined();
  const token = await askFor("free@example.com", headers);
  await visit("free@example.com");
  // Taken meanwhile.
  expect(await post("/verify-email", { token })).toMatchObject(REFUSED);
  expect((await readUser("mover@example.com"))?.emailVerified).toBe(true);
  expect(mails).toEqual([]);
});

test("a mail to a new address is good for an hour, for its account, and for no other step", async () => {
  const headers = await visit("late@example.com");
  const token = await askFor("later@example.com", headers);
  const other = (await visit("other@example.com")).get("cookie") ?? "";
  expect(await post("/verify-email", { token }, other)).toMatchObject(REFUSED);
  expect(await post("/verify-email", { token: `${token}x` })).toMatchObject(REFUSED);
  expect((await post("/magic-link/verify", { token })).status).toBe(400);
  vi.setSystemTime(Date.now() + 61 * 60_000);
  expect(await post("/verify-email", { token })).toMatchObject(REFUSED);
  expect(await readUser("later@example.com")).toBeUndefined();
});

test("the mail that confirms an address needs the password still", async () => {
  await signUp({ ...ada, email: "unconfirmed@example.com" });
  const { confirm } = takeMail(mails);
  expect(await post("/verify-email", { token: confirm })).toMatchObject(REFUSED);
  expect((await readUser("unconfirmed@example.com"))?.emailVerified).toBe(false);
});

test("a user is told by mail of a new password, and of nothing that was refused", async () => {
  const email = "told@example.com";
  const headers = await visit(email);
  const { api } = await getAuth();
  const change = (currentPassword: string) =>
    api.changePassword({ headers, body: { currentPassword, newPassword: "battery staple" } });
  await expect(change("wrong horse")).rejects.toMatchObject({ status: "BAD_REQUEST" });
  await change(ada.password);
  expect(await notice()).toMatchObject({
    to: [email],
    subject: "Your account was changed",
    text: expect.stringContaining("Your password was changed."),
  });
  await post("/request-password-reset", { email });
  const { token } = takeMail(mails);
  expect((await post("/reset-password", { token, password: ada.password })).status).toBe(204);
  expect((await notice()).text).toContain("Your password was changed.");
});
