import { chatOf } from "./support/chat.ts";
import { expectNoViolations, lookAt } from "./support/pictures.ts";
import { expect, test } from "./support/server.ts";
import { signUpBrowser } from "./support/users.ts";

test("axe finds nothing on the pages of a visitor", async ({ page }) => {
  for (const [name, path] of [
    ["landing", "/"],
    ["sign-in", "/sign-in"],
    ["sign-up", "/sign-up"],
    ["not-found", "/nothing"],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectNoViolations(page);
    await lookAt(page, name);
  }
});

test("axe finds nothing in a chat with each component, which prints as text, and in a thread that is not there", async ({
  page,
  context,
  server,
}) => {
  await signUpBrowser(context, server.url);
  await page.goto("/");
  const chat = chatOf(page);
  await expect(chat.composer).toBeEditable();
  await expectNoViolations(page);
  for (const [name, question, shown] of [
    ["chart", "Show revenue by region", chat.transcript.getByRole("img", { name: /Revenue/ })],
    ["table", "List accounts", chat.transcript.getByRole("table")],
    ["board", "Plan the beta launch", chat.transcript.getByRole("region", { name: "To do" })],
    ["form", "Collect a bug report", chat.transcript.getByRole("form")],
    ["comparison", "Compare three offers", chat.transcript.getByText("Three hosting offers")],
  ] as const) {
    await chat.ask(question);
    await chat.answered();
    await expect(shown.first()).toBeVisible();
    await lookAt(page, name);
  }
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("main").getByText("Show revenue by region").first()).toBeVisible();
  await expect(page.getByText(/^\w{3} \w{3} \d{2} \d{4}$/)).toBeVisible();
  await expect(chat.composer).toBeHidden();
  await expect(chat.threads).toBeHidden();
  await expect(chat.transcript.getByRole("cell", { name: /^At least|^\d/ }).first()).toBeVisible();
  await lookAt(page, "print");
  await page.emulateMedia({ media: "screen", forcedColors: "active" });
  await lookAt(page, "forced-colours");
  await page.emulateMedia({ media: null, forcedColors: null });

  await chat.ask("error");
  await expect(page.getByRole("alert").filter({ hasText: "cut off" })).toBeVisible();
  await expectNoViolations(page);

  await page.goto("/t/thr_missing");
  await expect(page.getByRole("heading", { name: "This thread does not exist" })).toBeVisible();
  await expectNoViolations(page);
  await lookAt(page, "thread-missing");
});

test("axe finds nothing on the page that stands in for one that failed, and trying again brings that back", async ({
  page,
  context,
  server,
}) => {
  await signUpBrowser(context, server.url);
  // The script that draws text never arrives.
  await page.route("**/_next/static/**/*.js", async (route) => {
    const response = await route.fetch();
    const isMarkdown = (await response.text()).includes("remarkPlugins");
    await (isMarkdown ? route.abort() : route.fulfill({ response }));
  });
  await page.goto("/");
  const chat = chatOf(page);
  await chat.ask("Show revenue by region");
  const heading = page.getByRole("heading", { name: "This page could not be shown" });
  await expect(heading).toBeVisible();
  await expect(heading).toBeFocused();
  await expectNoViolations(page);
  await lookAt(page, "error");
  await page.unrouteAll();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(chat.transcript).toContainText("Show revenue by region");
});
