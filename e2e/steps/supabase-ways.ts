import { type APIRequestContext, expect, type Page } from "@playwright/test";
import { FACTORS } from "../emulators/supabase-factors.ts";
import { chatOf } from "../support/chat.ts";
import type { Stage } from "./stage.ts";

const fill = (page: Page, label: string, value: string) =>
  page.getByLabel(label, { exact: true }).fill(value);
const press = (page: Page, name: string) => page.getByRole("button", { name }).click();

/** What a form of ours is answered: the status, and the code of a problem. */
export async function postForm(http: APIRequestContext, path: string, data: object) {
  const answer = await http.post(`/auth/${path}`, { data });
  return answer.ok() ? String(answer.status()) : `${answer.status()} ${(await answer.json()).code}`;
}

/** Asks for a mail on the page that is open. */
export async function askForLink(page: Page, email: string): Promise<void> {
  await fill(page, "E-mail", email);
  await press(page, "E-mail me a link instead");
  await expect(page.getByText(`A link is on its way to ${email}`)).toBeVisible();
}

/** The newest mail: the provider's own link, the one that leads to our button, and the code. */
export async function readMail({ browser, emulator }: Pick<Stage, "browser" | "emulator">) {
  const mailbox = await browser.newPage();
  await mailbox.goto(`${emulator.env.SUPABASE_URL}/mails`);
  const mail = mailbox.getByRole("listitem").last();
  const hrefOf = async (name: string) =>
    (await mail.getByRole("link", { name }).getAttribute("href")) ?? "";
  const [link, own, code] = [
    await hrefOf("Sign in"),
    await hrefOf("Open in the app"),
    (await mail.getByRole("code").textContent()) ?? "",
  ];
  await mailbox.close();
  return { link, own, code };
}

/** The code of the authenticator app. */
export async function readCode({ emulator }: Pick<Stage, "emulator">): Promise<string> {
  return (await fetch(`${emulator.env.SUPABASE_URL}/authenticator`)).text();
}

/** A link with a token_hash is opened by a button, and by nothing that only reads mails. */
export async function signInByButton(stage: Stage, page: Page): Promise<void> {
  await askForLink(page, stage.emulator.users.alice.email);
  const { own } = await readMail(stage);
  for (const _scanner of [1, 2]) expect((await fetch(own)).status).toBe(200);
  await page.goto(own);
  await press(page, "Continue");
  await expect(chatOf(page).composer).toBeEditable();
}

export async function signInByMailCode(stage: Stage, page: Page): Promise<void> {
  await askForLink(page, stage.emulator.users.alice.email);
  const { code } = await readMail(stage);
  await fill(page, "Code of the mail", code);
  await press(page, "Sign in with the code");
  await expect(chatOf(page).composer).toBeEditable();
}

export async function signInByProvider({ emulator }: Stage, page: Page): Promise<void> {
  const { email, password } = emulator.users.alice;
  await page.getByRole("link", { name: "Continue with Google" }).click();
  await fill(page, "E-mail", email);
  await fill(page, "Password", password);
  await press(page, "Continue");
  await expect(chatOf(page).composer).toBeEditable();
}

/** Signs in with the new password; at Supabase the user goes back to the one before. */
export async function signInByReset(stage: Stage, page: Page): Promise<void> {
  const { env, users } = stage.emulator;
  const { email, password } = users.alice;
  const chosen = `${password}-new`;
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await fill(page, "E-mail", email);
  await press(page, "E-mail me a link");
  await expect(page.getByText("a link is on its way")).toBeVisible();
  await page.goto((await readMail(stage)).link);
  await fill(page, "Password", chosen);
  await press(page, "Set password");
  await expect(chatOf(page).composer).toBeEditable();

  const ask = async (method: string, path: string, body: object, token?: string) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const sent = { method, headers, body: JSON.stringify(body) };
    const answer = await fetch(`${env.SUPABASE_URL}/auth/v1/${path}`, sent);
    expect(answer.status).toBe(200);
    return answer.json();
  };
  const session = await ask("POST", "token?grant_type=password", { email, password: chosen });
  await ask("PUT", "user", { password }, session.access_token);
}

/** Nothing of the account is there before the code. */
export async function signInWithFactor(stage: Stage, page: Page): Promise<void> {
  const { email, password } = stage.emulator.users.alice;
  await stage.emulator.claim({ factors: FACTORS });
  await fill(page, "E-mail", email);
  await fill(page, "Password", password);
  await press(page, "Sign in");
  await expect(page.getByRole("heading", { name: "Second step" })).toBeVisible();
  await fill(page, "Code", "000000");
  await press(page, "Continue");
  await expect(page.getByRole("alert").filter({ hasText: "This code is wrong" })).toBeVisible();
  await fill(page, "Code", await readCode(stage));
  await press(page, "Continue");
  await expect(chatOf(page).composer).toBeEditable();
  await stage.emulator.claim({});
}
