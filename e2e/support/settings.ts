import type { BrowserContext, Locator, Page } from "@playwright/test";
import { users } from "../emulators/emulator.ts";
import { CLIENT_ID, CLIENT_SECRET, type OidcServer, startOidc } from "../emulators/oidc.ts";
import { type AppServer, expect, provideServer, test } from "./server.ts";
import { type Account, newAccount, signUp } from "./users.ts";

export const TRUST = "/settings/user-authentication";
export const PAGES = ["user-authentication", "api-keys", "activity", "users", "limits"];

/** Every address of the settings, and a claim link that somebody guesses. */
export const HIDDEN = [
  "/settings",
  ...PAGES.map((path) => `/settings/${path}`),
  "/settings/claim",
  `/settings/claim?code=${"A".repeat(43)}`,
];

export interface Person extends Account {
  cookie: string;
}

interface SettingsServer {
  server: AppServer;
  ada: Person;
  eve: Person;
}

/**
 * Gives the tests of a file, which then run in their order, a server without an admin, on which
 * trusted issuers may be on this machine, and two people.
 */
export function provideSettings(): () => SettingsServer {
  test.describe.configure({ mode: "serial" });
  const server = provideServer({ ALLOW_LOOPBACK_ISSUERS: "true" });
  let people: Pick<SettingsServer, "ada" | "eve">;
  test.beforeAll(async () => {
    people = {
      ada: await register(server(), "Ada Lovelace"),
      eve: await register(server(), "Eve Moneypenny"),
    };
  });
  return () => ({ server: server(), ...people });
}

/** Makes Ada the admin of a file's server, and every page hers. */
export function visitAsAdmin(own: () => SettingsServer): void {
  test.beforeAll(async () => {
    const { server, ada } = own();
    const claimed = await fetch(await readClaimLink(server), { headers: { cookie: ada.cookie } });
    expect(claimed.status).toBe(200);
  });

  test.beforeEach(({ context }) => become(context, own().server, own().ada));
}

/** An issuer on this machine that the tests of a file may trust. */
export function provideIssuer(own: () => SettingsServer): () => OidcServer {
  let issuer: OidcServer;
  test.beforeAll(async () => {
    issuer = await startOidc({
      host: "127.0.0.1",
      issuerPath: "",
      client: { redirect_uris: [`${own().server.url}/nothing`] },
      configuration: {},
    });
  });
  test.afterAll(() => issuer.stop());
  return () => issuer;
}

async function register(server: AppServer, name: string): Promise<Person> {
  const account = newAccount(name);
  return { ...account, cookie: await signUp(server.url, account) };
}

/** Gives a browser somebody's session. */
export async function become(context: BrowserContext, server: AppServer, { cookie }: Person) {
  const [name = "", value = ""] = cookie.split("=");
  await context.addCookies([{ name, value, url: server.url }]);
}

/** Expects what everybody sees who asks for nothing, and no word of the settings in what comes over the wire. */
export async function expectNoPages(page: Page, url: string, paths: string[]): Promise<void> {
  const expected = await readPage(page, new URL("/nothing", url).href);
  expect(expected.status).toBe(404);
  for (const path of paths.map((relative) => new URL(relative, url).href)) {
    expect(await readPage(page, path), path).toEqual(expected);
    const document = await page.request.get(path);
    // As the router of a page asks for it: what is missing is said inside the answer then.
    const payload = await page.request.get(path, { headers: { rsc: "1" } });
    expect(document.status(), path).toBe(404);
    for (const response of [document, payload]) {
      expect(await response.text(), path).not.toMatch(
        /User authentication|API keys|Activity|Users|Settings|[Aa]dmin/,
      );
    }
  }
}

async function readPage(page: Page, path: string) {
  const response = await page.goto(path);
  const main = page.getByRole("main");
  await expect(main.getByRole("heading", { name: "This page does not exist" })).toBeVisible();
  return {
    status: response?.status(),
    title: await page.title(),
    text: await main.innerText(),
    picture: (await page.screenshot()).toString("base64"),
  };
}

/** The link that a first start prints. */
export async function readClaimLink(server: AppServer): Promise<string> {
  await expect.poll(() => server.output()).toContain("/settings/claim?code=");
  return /http\S+\/settings\/claim\?code=\S+/.exec(server.output())?.[0] ?? "";
}

/** An ID token of an emulated OpenID provider, by signing in there in the browser. */
export async function issueToken(page: Page, issuer: string, redirectUri: string): Promise<string> {
  const asked = {
    client_id: CLIENT_ID,
    response_type: "code",
    scope: "openid",
    redirect_uri: redirectUri,
  };
  await page.goto(`${issuer}/auth?${new URLSearchParams(asked)}`);
  await page.getByLabel("E-mail").fill(users.alice.email);
  await page.getByLabel("Password").fill(users.alice.password);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(`${redirectUri}?*`);
  const response = await fetch(`${issuer}/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: new URL(page.url()).searchParams.get("code") ?? "",
      redirect_uri: redirectUri,
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
    }),
  });
  if (!response.ok) throw new Error(`token: ${response.status} ${await response.text()}`);
  return (await response.json()).id_token;
}

const MOST_STEPS = 80;

/** Presses Tab until the control has the focus. */
export async function tabTo(page: Page, control: Locator): Promise<void> {
  const hasFocus = () => control.evaluate((element) => element === document.activeElement);
  for (let step = 0; step < MOST_STEPS && !(await hasFocus()); step += 1) {
    await page.keyboard.press("Tab");
  }
  await expect(control).toBeFocused();
}

/** Uses a control without a mouse: Tab until it has the focus, then Enter. */
export async function pressEnterOn(page: Page, control: Locator): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.press("Enter");
}

/** Fills a field without a mouse, in place of what it holds. */
export async function typeInto(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

/** Chooses how tokens are verified, without a mouse. */
export async function chooseStrategy(page: Page, name: RegExp): Promise<void> {
  const group = page.getByRole("group", { name: "Verification strategy" });
  // Tab comes to the one that is chosen, and the arrow keys to the others.
  await tabTo(page, group.getByRole("radio", { checked: true }));
  const radio = group.getByRole("radio", { name });
  await expect(async () => {
    await page.keyboard.press("ArrowDown");
    await expect(radio).toBeChecked({ timeout: 100 });
  }).toPass();
  await pressEnterOn(page, page.getByRole("button", { name: "Save strategy" }));
}
