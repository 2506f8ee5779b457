import { CLIENT_ID } from "./emulators/oidc.ts";
import {
  type Action,
  callAction,
  formBody,
  misuses,
  readActions,
  STOLEN,
} from "./support/actions.ts";
import { exchange, readUserToken } from "./support/api.ts";
import { expectNoViolations, lookAt } from "./support/pictures.ts";
import { expect, test } from "./support/server.ts";
import {
  chooseStrategy,
  issueToken,
  PAGES,
  pressEnterOn,
  provideIssuer,
  provideSettings,
  TRUST,
  typeInto,
  visitAsAdmin,
} from "./support/settings.ts";
import { newAccount, signUp } from "./support/users.ts";

const own = provideSettings();
const issuer = provideIssuer(own);
visitAsAdmin(own);

test("an issuer is found, trusted and removed by keyboard alone; its tokens are exchanged and inspected", async ({
  page,
}) => {
  const { server } = own();
  const token = await issueToken(page, issuer().issuer, `${server.url}/nothing`);
  const outcome = async () => (await exchange(server.url, token)).status;
  expect(await outcome()).toBe(400);

  await page.goto(TRUST);
  await pressEnterOn(page, page.getByRole("link", { name: "Add issuer" }));
  const address = page.getByLabel("Issuer", { exact: true });
  await expect(address).toBeFocused();
  await typeInto(page, address, `${issuer().issuer}/`);
  await pressEnterOn(page, page.getByRole("button", { name: "Check this issuer" }));
  await expect(page.getByText(`is of the issuer ${issuer().issuer}, which is not`)).toBeVisible();
  await pressEnterOn(page, page.getByRole("button", { name: "Use that spelling" }));
  await expect(address).toHaveValue(issuer().issuer);
  await expect(page.getByRole("status").filter({ hasText: "1 key found" })).toContainText(
    "Signs with RS256",
  );
  const trust = page.getByRole("button", { name: "Trust this issuer" });
  await pressEnterOn(page, trust);
  const audience = page.getByLabel("Audience", { exact: true });
  await expect(audience).toBeFocused();
  await expect(audience).toHaveAccessibleDescription("Must not be empty");
  await expect(address).toHaveValue(issuer().issuer);
  await typeInto(page, audience, "another-client");
  await lookAt(page, "settings-issuer-form");
  await expectNoViolations(page);
  await pressEnterOn(page, trust);
  await expect(page.getByText("Issuer saved")).toBeVisible();
  const row = page.getByRole("listitem").filter({ hasText: issuer().issuer });
  await expect(row).toContainText("1 key found");

  const inspect = async () => {
    await typeInto(page, page.getByLabel("Token", { exact: true }), token);
    await pressEnterOn(page, page.getByRole("button", { name: "Inspect" }));
  };
  const verdict = page.getByRole("status").filter({ hasText: "not checked" });
  await inspect();
  await expect(verdict).toContainText("Refused: subject_token must have the aud another-client");
  await expect(page.getByText("correct the audience of the issuer here")).toBeVisible();
  await expect(page.getByText("The token has the signature of that key: passed")).toBeVisible();
  await expect(page.getByText("The token names its user (sub): passed")).toBeVisible();
  await lookAt(page, "settings-inspector-refused");
  await expectNoViolations(page);

  await pressEnterOn(page, row.getByRole("link", { name: "Edit" }));
  await typeInto(page, audience, CLIENT_ID);
  await pressEnterOn(page, page.getByRole("button", { name: "Save issuer" }));
  await expect(row).toContainText(`Audience ${CLIENT_ID}`);
  expect(await outcome()).toBe(200);
  await inspect();
  await expect(verdict).toContainText(/Accepted for the user [\w-]{22}/);
  await expectNoViolations(page);
  await lookAt(page, "settings-user-authentication");
  expect(page.url()).not.toContain("token");
  expect(server.output()).not.toContain(token.slice(0, 40));
  await pressEnterOn(page, page.getByRole("button", { name: "Clear" }));
  await expect(page.getByLabel("Token", { exact: true })).toHaveValue("");
  await expect(verdict).toHaveCount(0);

  await chooseStrategy(page, /^No verification/);
  await expect(
    page.getByRole("group", { name: "Verification strategy" }),
  ).toHaveAccessibleDescription("None verifies nothing and is refused in production");
  await chooseStrategy(page, /^Public key, entered by hand/);
  await expect(page.getByText("Strategy saved")).toBeVisible();
  await expect(row).toContainText("No key: its tokens are refused");
  expect(await outcome()).toBe(400);
  await chooseStrategy(page, /^OpenID Connect discovery/);
  await expect(row).toContainText("1 key found");
  expect(await outcome()).toBe(200);

  await pressEnterOn(page, row.getByRole("button", { name: "Remove…" }));
  const dialog = page.getByRole("dialog", { name: "Remove this issuer?" });
  await expect(dialog).toHaveAccessibleDescription(/are refused within two seconds/);
  await pressEnterOn(page, dialog.getByRole("button", { name: "Remove issuer" }));
  await expect(page.getByText("Issuer removed")).toBeVisible();
  expect(await outcome()).toBe(400);

  const count = page.getByRole("img", { name: /^2 exchanges accepted and 3 refused/ });
  await expect(async () => {
    await page.goto("/settings/activity");
    await expect(count).toBeVisible({ timeout: 500 });
  }).toPass();
  for (const change of ["Issuer added", "Issuer changed", "Issuer removed", "Became admin"]) {
    await expect(page.getByRole("cell", { name: change })).toHaveCount(1);
  }
  await expect(page.getByRole("cell", { name: "Strategy changed" })).toHaveCount(2);
  await pressEnterOn(page, page.getByRole("link", { name: "Refused" }));
  const rows = page.getByRole("row").filter({ hasText: "Token exchange" });
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText(issuer().issuer);
  await expect(rows.first()).toContainText("that this project does not trust");
  expect(await page.content()).not.toContain(token.slice(0, 40));
});

test("by keyboard alone a user is signed out everywhere, and deleted after the name is typed", async ({
  page,
}) => {
  const { server } = own();
  const grace = newAccount("Grace Hopper");
  const cookie = await signUp(server.url, grace);
  await readUserToken(server.url, cookie);
  const row = page.getByRole("row", { name: new RegExp(grace.email) });
  await expect(async () => {
    await page.goto("/settings/users?search=grace");
    await expect(row).toHaveCount(1, { timeout: 500 });
  }).toPass();
  await pressEnterOn(page, row.getByRole("button", { name: /Sign out everywhere/ }));
  await pressEnterOn(page, page.getByRole("dialog").getByRole("button", { name: "Sign out" }));
  await expect(page.getByText("Signed out everywhere")).toBeVisible();
  const session = await fetch(`${server.url}/user-token`, { headers: { cookie } });
  expect(session.status).toBe(401);

  await pressEnterOn(page, row.getByRole("button", { name: /Delete/ }));
  const dialog = page.getByRole("dialog", { name: "Delete Grace Hopper with all data?" });
  const name = dialog.getByLabel("Type Grace Hopper to confirm");
  await typeInto(page, name, "Grace");
  await pressEnterOn(page, dialog.getByRole("button", { name: "Delete user" }));
  await expect(name).toHaveAccessibleDescription("Type Grace Hopper to delete this user.");
  await expect(name).toHaveValue("Grace");
  await expectNoViolations(page);
  await lookAt(page, "settings-delete-user");
  await typeInto(page, name, "Grace Hopper");
  await pressEnterOn(page, dialog.getByRole("button", { name: "Delete user" }));
  await expect(page.getByText("Deleted with all data")).toBeVisible();
  await expect(row).toHaveCount(0);
});

test("a server action does nothing but for its user, from our own pages, with what they send", {
  tag: "@all",
}, async () => {
  test.setTimeout(60_000);
  const { server, ada, eve } = own();
  const { cookie } = ada;
  const { ownerId } = await readUserToken(server.url, eve.cookie);
  const page = async (path: string) =>
    (await fetch(`${server.url}/settings/${path}`, { headers: { cookie } })).text();
  const actions = readActions();
  const act = (name: string, fields: Record<string, string>) => {
    const [action] = actions.filter((one) => one.name === name);
    return callAction(server.url, action as Action, formBody(fields), ada);
  };
  const { text: made } = await act("createKey", { kind: "secret", name: "kept" });
  const id = /"round":"([^"]+)"/.exec(made)?.[1] ?? "";
  // Each action finds here what it needs.
  const right = { ...STOLEN, id, owner: ownerId, name: eve.name };
  for (const action of actions) {
    const all = misuses(action, right, ada, eve).map(async ([how, body, call]) => {
      const { status, text } = await callAction(server.url, action, body, call);
      const isForeign = call.origin || call.headers?.["sec-fetch-site"];
      if (isForeign) expect(status, `${action.name}, ${how}`).toBe(403);
      else expect(status, `${action.name}, ${how}`).toBeLessThan(500);
      expect(text, `${action.name}, ${how}`).not.toMatch(/\n\s+at |node_modules|violates|select /);
    });
    await Promise.all(all);
  }
  const pages = (await Promise.all(PAGES.map(page))).join();
  expect(pages).toContain("kept");
  expect(pages).not.toContain("stolen");
  await readUserToken(server.url, eve.cookie);

  // The same, as a page of ours sends it for an admin.
  await act("revokeKey", right);
  expect(await page("api-keys")).not.toContain("kept");
  await act("deleteUser", right);
  expect(await page("users")).not.toContain(ownerId);
});
