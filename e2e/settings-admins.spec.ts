import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { readUserToken } from "./support/api.ts";
import { chatOf } from "./support/chat.ts";
import { expectNoViolations, lookAt } from "./support/pictures.ts";
import { expect, test } from "./support/server.ts";
import {
  become,
  chooseStrategy,
  expectNoPages,
  provideSettings,
  TRUST,
  visitAsAdmin,
} from "./support/settings.ts";

// The first test starts the server again, with Eve as a second admin.
const own = provideSettings();
visitAsAdmin(own);

test("every page says so while a database that comes from elsewhere verifies nothing", async ({
  page,
}) => {
  const { server, eve } = own();
  const { ownerId } = await readUserToken(server.url, eve.cookie);
  await server.stop();
  const database = await PGlite.create(join(server.dataDir, "pglite"));
  await database.exec("update projects set strategy = 'none'");
  await database.close();
  await server.restart({ ADMINS: ownerId });
  const banner = page.getByRole("status").filter({ hasText: "are not verified" });
  for (const path of ["/", TRUST, "/nothing"]) {
    await page.goto(path);
    await expect(banner).toContainText("Production refuses them all");
    await expectNoViolations(page);
  }
  await page.goto(TRUST);
  await lookAt(page, "settings-unverified");
  await chooseStrategy(page, /^OpenID Connect discovery/);
  await expect(page.getByText("Strategy saved")).toBeVisible();
  await page.goto("/nothing");
  await expect(banner).toHaveCount(0);
});

test("whom another admin removes has no settings from then on, and stays signed in", async ({
  page,
  browser,
}) => {
  const { server, ada, eve } = own();
  await page.goto("/settings/api-keys");
  await page.getByLabel("Name of a new secret key").fill("too late");

  const other = await browser.newContext({ baseURL: server.url });
  await become(other, server, eve);
  const eves = await other.newPage();
  await eves.goto("/settings/users");
  const admins = eves.getByRole("table", { name: "Admins" });
  const row = admins.getByRole("row", { name: /Ada Lovelace/ });
  await row.getByRole("button", { name: "Remove as admin… Ada Lovelace" }).click();
  const dialog = eves.getByRole("dialog", { name: "Remove Ada Lovelace as admin?" });
  await dialog.getByRole("button", { name: "Remove as admin" }).click();
  await expect(eves.getByText("Admin removed")).toBeVisible();
  await expect(row).toHaveCount(0);
  await eves.goto("/settings/activity");
  await expect(eves.getByRole("cell", { name: "Admin removed" })).toHaveCount(1);
  await other.close();

  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await page.getByRole("button", { name: "Create secret key" }).click();
  expect((await answer).status()).toBe(404);
  await expectNoPages(page, server.url, ["/settings/users"]);
  await page.goto("/");
  await expect(chatOf(page).composer).toBeEditable();
  await page.getByRole("button", { name: `Account: ${ada.name}` }).click();
  await expect(page.getByRole("menuitem", { name: "Sign out", exact: true })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: "Settings" })).toBeHidden();
});
