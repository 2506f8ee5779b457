import { expect, type Page, test } from "@playwright/test";
import { users } from "#e2e/emulators/emulator.ts";
import { signIn } from "#e2e/providers/login-page.ts";

const log = (page: Page) => page.getByRole("log", { name: "Conversation" });
const threads = (page: Page) => page.getByRole("navigation", { name: "Threads" });

async function ask(page: Page, question: string): Promise<void> {
  const field = page.getByRole("textbox", { name: "Message" });
  await field.fill(question);
  await field.press("Enter");
}

test("signs in, asks for a component and a tool, keeps the thread, signs out; another user sees none of it", async ({
  page,
}) => {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["warning", "error"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto("/");
  await signIn(page, users.alice);
  await ask(page, "Show me a card");
  await expect(log(page).getByRole("region", { name: "A title" })).toContainText("A value");
  await ask(page, "What time is it?");
  await expect(log(page)).toContainText("Your browser says");
  await expect(page.getByRole("button", { name: "Send" })).toBeVisible();

  await page.reload();
  await threads(page).getByRole("button", { name: "Show me a card" }).click();
  await expect(log(page).getByRole("region", { name: "A title" })).toContainText("A value");
  expect(complaints).toEqual([]);

  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  await signIn(page, users.bob);
  await expect(page.getByRole("textbox", { name: "Message" })).toBeVisible();
  await expect(threads(page).getByRole("listitem")).toHaveCount(0);
});

test("an answer can be stopped, or fail, and the next question be asked", async ({ page }) => {
  await page.goto("/");
  await signIn(page, users.alice);
  await ask(page, "Answer slowly");
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("button", { name: "Send" })).toBeVisible();
  await ask(page, "Begin and fail");
  await expect(page.getByText("The answer was cut off. Try again.")).toBeVisible();
  await ask(page, "Show me a card");
  await expect(log(page).getByRole("region", { name: "A title" })).toBeVisible();
  await expect(page.getByText("The answer was cut off")).toHaveCount(0);
});

test("nobody is signed in without signing in", async ({ request }) => {
  expect((await request.get("/user-token")).status()).toBe(401);
});
