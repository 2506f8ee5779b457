import { chatOf } from "./support/chat.ts";
import { expectNoViolations } from "./support/pictures.ts";
import { expect, test } from "./support/server.ts";
import { readClaimLink } from "./support/settings.ts";

const PASSWORD = "a-long-enough-password";

test("where people are invited, a link lets one person in and everybody else reads why not", async ({
  startServer,
  browser,
}) => {
  const server = await startServer({ SIGN_UP: "invited" });
  const visit = async () => (await browser.newContext({ baseURL: server.url })).newPage();
  const signUp = async (page: Awaited<ReturnType<typeof visit>>, name: string) => {
    await page.getByRole("link", { name: "Create account" }).click();
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("E-mail").fill(`${name.toLowerCase()}@example.com`);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Create account" }).click();
  };
  const refused = (page: Awaited<ReturnType<typeof visit>>) =>
    expect(page.getByRole("alert").filter({ hasText: "by an invitation" })).toBeVisible();

  const ada = await visit();
  await ada.goto(await readClaimLink(server));
  await signUp(ada, "Ada");
  await expect(ada.getByRole("heading", { name: "You are now the admin" })).toBeVisible();
  await ada.goto("/settings/users");
  await ada.getByLabel("For whom").fill("Grace");
  await ada.getByRole("button", { name: "Invite" }).click();
  await expect(ada.getByText("Grace is invited.")).toBeVisible();
  await expectNoViolations(ada);
  const link = await ada.getByText(/\/invitation\?code=[\w-]{43}$/).innerText();

  const eve = await visit();
  await eve.goto("/");
  await signUp(eve, "Eve");
  await refused(eve);
  await eve.goto("/");
  await expect(eve.getByRole("link", { name: "Sign in" })).toBeVisible();

  const grace = await visit();
  await grace.goto(link);
  await expect(grace.getByText("You are invited.")).toBeVisible();
  await signUp(grace, "Grace");
  await expect(chatOf(grace).composer).toBeEditable();
  // Names are written within a second.
  await expect(async () => {
    await ada.reload();
    const users = ada.getByRole("table", { name: "Users" });
    await expect(users).toContainText("Grace", { timeout: 200 });
  }).toPass();
  await expect(ada.getByText("Nobody is invited.")).toBeVisible();

  await eve.goto(link);
  await refused(eve);
  await Promise.all([ada, eve, grace].map((page) => page.context().close()));
});
