import { afterAll, beforeAll, expect, test } from "vitest";
import { users } from "#e2e/emulators/emulator.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { post, provideMailbox, sessionOf, takeMail } from "#test/mail-forms.ts";
import { provideSocial } from "#test/social.ts";
import { codeAt } from "#test/totp.ts";
import { getAuth } from "./config.ts";

provideDataDir();

const { mails, stop } = await provideMailbox();
afterAll(stop);
const social = await provideSocial({});
afterAll(social.stop);

const { email, password } = users.alice;

beforeAll(async () => {
  await post("/sign-up/email", users.alice);
  const { confirm } = takeMail(mails);
  const { cookie } = await post("/sign-in/email", { email, password, confirm });
  const { api } = await getAuth();
  const headers = new Headers({ cookie });
  const made = await api.enableTwoFactor({ headers, body: { password, method: "totp" } });
  if (made.method !== "totp") throw new Error(made.method);
  await api.verifyTOTP({ headers, body: { code: codeAt(made.totpURI) } });
});

const DUE = { status: 403, code: "SECOND_STEP_DUE" };

test("the second step is asked for after the link of a mail", async () => {
  const { cookie } = await post("/sign-in/magic-link", { email });
  const { token } = takeMail(mails);
  const opened = await post("/magic-link/verify", { token }, cookie);
  expect(opened).toMatchObject(DUE);
  expect(await sessionOf(opened.cookie)).toBeUndefined();
});

test("the second step is asked for after a new password", async () => {
  await post("/request-password-reset", { email });
  const { token } = takeMail(mails);
  const opened = await post("/reset-password", { token, password: "battery staple" });
  expect(opened).toMatchObject(DUE);
  expect(await sessionOf(opened.cookie)).toBeUndefined();
});

test("the second step is asked for after another service, and leads on to where its visitor wanted", async () => {
  expect(await social.signIn("google")).toMatchObject({
    status: 303,
    path: "/sign-in/code?returnTo=%2Ft%2Fthr_1",
    session: undefined,
  });
});
