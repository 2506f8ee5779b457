import { expect, type Page } from "@playwright/test";
import { startMailbox } from "#test/mailbox.ts";
import { SOCIAL_CLIENT, startSocial, toEmulated } from "../emulators/social.ts";
import { fillLogin } from "../providers/login-page.ts";
import { openAccount, sectionOf } from "../support/account.ts";
import type { Stage } from "./stage.ts";

type Way = (stage: Stage, page: Page) => Promise<void>;

const SERVICES = { google: "Google", github: "GitHub", microsoft: "Microsoft", apple: "Apple" };
/** None of its addresses counts as verified, so none may be alice's. */
const AT_MICROSOFT = { email: "alice@contoso.example" };

interface Surroundings {
  mailbox: Awaited<ReturnType<typeof startMailbox>>;
  services: string;
  claims: Record<string, unknown>;
}

const surroundings = new WeakMap<Stage, Surroundings>();

/** Starts the app again with a mail server and every service. Its accounts were made without. */
async function surround(stage: Stage): Promise<Surroundings> {
  const known = surroundings.get(stage);
  if (known) return known;
  const claims = {};
  const [mailbox, social] = await Promise.all([startMailbox(), startSocial(claims)]);
  stage.atEnd(mailbox.stop);
  stage.atEnd(social.stop);
  const clients = Object.keys(SERVICES).flatMap((name) => [
    [`${name.toUpperCase()}_CLIENT_ID`, SOCIAL_CLIENT.id],
    [`${name.toUpperCase()}_CLIENT_SECRET`, SOCIAL_CLIENT.secret],
  ]);
  await stage.server.restart({
    ...Object.fromEntries(clients),
    SMTP_URL: mailbox.url,
    MAIL_FROM: "app@northwind.example",
    NODE_OPTIONS: "--import ./e2e/support/emulated-services.ts",
    EMULATED_SERVICES: social.url,
  });
  const made = { mailbox, services: social.url, claims };
  surroundings.set(stage, made);
  return made;
}

/** As the app was before: a mail server would have every further sign-in confirm an address. */
export const leave = ({ server }: Stage) =>
  server.restart({ SMTP_URL: "", MAIL_FROM: "", NODE_OPTIONS: "" });

/** Opens the page to which the newest mail leads. */
async function openMail(
  page: Page,
  { mails }: Pick<Surroundings["mailbox"], "mails">,
): Promise<void> {
  const [link = ""] = /http\S+/.exec(mails.at(-1)?.text ?? "") ?? [];
  await page.goto(link);
}

async function fillPassword(page: Page, { emulator }: Stage): Promise<void> {
  const { email, password } = emulator.users.alice;
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** With the right password alone nobody comes in: the mail has to be opened, too. */
const confirmed: Way = async (stage, page) => {
  const { mailbox } = await surround(stage);
  // Mails stand in the app itself in development alone.
  expect((await page.goto(`${stage.server.url}/dev-mail`))?.status()).toBe(404);
  await page.goto(`${stage.server.url}/sign-in`);
  await fillPassword(page, stage);
  await expect(page.getByRole("alert").filter({ hasText: "not confirmed" })).toBeVisible();
  await openMail(page, mailbox);
  await expect(page.getByText("Sign in to confirm your address.")).toBeVisible();
  await fillPassword(page, stage);
};

/** Whatever opens the link, such as what scans mails: the button alone spends it. */
const link: Way = async (stage, page) => {
  const { mailbox } = await surround(stage);
  const { email } = stage.emulator.users.alice;
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "E-mail me a link instead" }).click();
  await expect(page.getByText(`A link is on its way to ${email}`)).toBeVisible();
  const scanner = await stage.browser.newPage();
  await openMail(scanner, mailbox);
  await scanner.getByRole("button", { name: "Continue" }).click();
  await expect(scanner.getByRole("alert").filter({ hasText: "another browser" })).toBeVisible();
  await scanner.close();
  await openMail(page, mailbox);
  await page.getByRole("button", { name: "Continue" }).click();
};

const newPassword: Way = async (stage, page) => {
  const { mailbox } = await surround(stage);
  const { email, password } = stage.emulator.users.alice;
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByRole("textbox", { name: "E-mail" }).fill(email);
  await page.getByRole("button", { name: "E-mail me a link" }).click();
  await expect(page.getByText(`If there is an account with ${email}`)).toBeVisible();
  await openMail(page, mailbox);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Set password" }).click();
};

/** Each time by a mail to the new one; at the end it is the old one again. */
const changedAddress: Way = async (stage, page) => {
  const { mailbox } = await surround(stage);
  const { email, password } = stage.emulator.users.alice;
  // The address has had its mails of this hour, which a new process has not counted.
  await stage.server.restart();
  await fillPassword(page, stage);
  await openAccount(page);
  const section = sectionOf(page, "Address");
  for (const address of ["alice.new@example.com", email]) {
    await section.getByLabel("New e-mail address").fill(address);
    await section.getByLabel("Password").fill(password);
    await section.getByRole("button", { name: "Change address" }).click();
    await expect(page.getByText("A mail is on its way to the new address")).toBeVisible();
    await openMail(page, { mails: mailbox.mails.filter(({ text }) => /type=address/.test(text)) });
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByText("Address changed")).toBeVisible();
    await expect(page.getByText(`You sign in as ${address}.`)).toBeVisible();
  }
  await page.goto(stage.server.url);
};

const by =
  (name: string, label: string): Way =>
  async (stage, page) => {
    const { services, claims } = await surround(stage);
    delete claims.email;
    if (name === "microsoft") Object.assign(claims, AT_MICROSOFT);
    // Where the app sends the browser is in reality elsewhere.
    await page.route(`**/auth/sign-in/${name}*`, async (route) => {
      const response = await route.fetch({ maxRedirects: 0 });
      const headers = response.headers();
      const location = toEmulated(headers.location ?? "", services);
      await route.fulfill({ response, headers: { ...headers, location } });
    });
    await page.getByRole("link", { name: `Continue with ${label}` }).click();
    await fillLogin(page, stage.emulator.users.alice);
  };

/** All that there is with mail and with clients at the services. */
export const ways: Record<string, Way> = {
  "confirmed address": confirmed,
  link,
  "new password": newPassword,
  "changed address": changedAddress,
  ...Object.fromEntries(Object.entries(SERVICES).map(([name, label]) => [label, by(name, label)])),
};
