import { lookAt } from "./support/pictures.ts";
import { expect, test } from "./support/server.ts";
import { FIRST_RUN, provideVisit, RUNS } from "./support/visit.ts";

const visit = provideVisit();

test("first run", async () => {
  const { page, chat } = visit();
  await expect(page.getByRole("heading", { name: /^Good \w+, Ada$/ })).toBeVisible();
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(4);
  await expect(page.getByText("Your threads will appear here.")).toBeVisible();
  await expect(chat.composer).toBeFocused();
  await lookAt(page, "first-run");
});

test("demo model", async () => {
  const { page } = visit();
  await expect(page.getByText("Demo model", { exact: true })).toBeVisible();
  await expect(page.getByText("You are talking to the demo model.")).toBeVisible();
});

test("sending", async () => {
  const { page, chat, expectSaid } = visit();
  await page.clock.install();
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  await page.route(FIRST_RUN, async (route) => {
    await held;
    await route.continue();
  });
  await chat.ask("slow");
  await expect(chat.transcript.getByText("slow", { exact: true })).toBeVisible();
  await expect(chat.transcript.getByText("Writing…")).toBeVisible();
  await expect(chat.stop).toBeVisible();
  await expectSaid("Writing an answer");
  await lookAt(page, "sending");
  // Every ten seconds until there is an answer.
  await page.clock.fastForward(10_000);
  await expectSaid("Still writing");
  release();
});

test("streaming", async () => {
  const { page, chat } = visit();
  await expect(chat.transcript.getByRole("article").nth(1)).toContainText(/\w+ \w+/);
  await expect(chat.threads.getByText("An answer is being written")).toBeAttached();
  await lookAt(page, "streaming");
  await page.unroute(FIRST_RUN);
});

test("stopped", async () => {
  const { page, chat, expectSaid } = visit();
  // Escape closes what is open, else stops the answer, else leaves the search.
  const search = page.getByRole("searchbox", { name: "Search threads" });
  await page.keyboard.press("Control+k");
  await search.fill("slow");
  await page.keyboard.press("Control+/");
  const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(keys).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();
  await expect(search).toBeFocused();
  await expect(chat.stop).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(chat.transcript.getByText("Stopped by you")).toBeVisible();
  await expect(search).toHaveValue("slow");
  await expect(chat.transcript.getByRole("button", { name: "Try again" })).toBeVisible();
  await expectSaid("Stopped");
  await expect(chat.composer).toBeFocused();
  await lookAt(page, "stopped");
  await page.keyboard.press("Control+k");
  await page.keyboard.press("Escape");
  await expect(search).toHaveValue("");
  await expect(chat.composer).toBeFocused();
});

test("stopped before it began", async () => {
  const { page, chat } = visit();
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  await page.route(RUNS, (route) => held.then(() => route.continue()), { times: 1 });
  await chat.ask("slow");
  await chat.stop.click();
  release();
  await expect(chat.transcript.getByRole("article").last()).toContainText("Stopped by you");
  await chat.answered();
});

test("done", async () => {
  const { page, chat, expectSaid } = visit();
  await chat.ask("Show revenue by region");
  await chat.answered();
  await expect(chat.transcript.getByRole("img", { name: /Revenue/ })).toBeVisible();
  await expect(chat.transcript.getByRole("button", { name: "Copy answer" })).toHaveCount(2);
  await expectSaid("Answer complete. Chart: Revenue by region.");
  await lookAt(page, "done");
});

test("model error", async () => {
  const { page, chat } = visit();
  await chat.ask("error");
  const card = page.getByRole("alert").filter({ hasText: "The answer was cut off." });
  await expect(card).toContainText(
    "The model or the connection failed. What arrived so far is kept.",
  );
  await expect(chat.transcript).toContainText("This answer breaks off in the middle of");
  await lookAt(page, "model-error");
  // As where the app is not served by https.
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await card.getByRole("button", { name: "Copy question" }).click();
  const notices = page.getByRole("region", { name: "Notices" });
  await expect(notices).toHaveText("The browser refused to copy");
  await notices.getByRole("button", { name: "Close" }).click();
  await card.getByRole("button", { name: "Try again" }).click();
  await expect(chat.transcript.getByText("An attempt that failed")).toBeVisible();
  await expect(card).toBeVisible();

  // The thread goes on.
  const charts = chat.transcript.getByRole("img", { name: /Revenue/ });
  const before = await charts.count();
  await chat.ask("Show revenue by region");
  await expect(charts).toHaveCount(before + 1);
  await chat.answered();
});

test("rate-limited", async () => {
  const { page, chat, refuse, acceptAgain } = visit();
  await refuse(429, { "retry-after": "24" });
  await chat.composer.fill("One more");
  await chat.composer.press("Enter");
  const card = page.getByRole("alert").filter({ hasText: "Too many messages." });
  await expect(card).toContainText(/Try again in 2\d s\./);
  await expect(card).toContainText("Try again within a minute.");
  await expect(card).not.toContainText("raw text");
  await expect(chat.composer).toHaveValue("One more");
  await expect(chat.send).toHaveAttribute("aria-disabled", "true");
  await expect(chat.composer).toHaveAccessibleDescription(/Too many messages: sending waits/);
  await lookAt(page, "rate-limited");
  await acceptAgain();
});

for (const [status, title] of [
  [500, "The server has a problem."],
  [413, "That is too long: 10 MB at most."],
] as const) {
  test(`refused with ${status}`, async () => {
    const { page, chat, refuse, acceptAgain } = visit();
    await page.getByRole("link", { name: "New chat" }).click();
    // In the thread before, sending still waits for the limit.
    await expect(page).toHaveURL("/");
    await refuse(status);
    await chat.composer.fill("Refuse me");
    await chat.composer.press("Enter");
    const card = page.getByRole("alert").filter({ hasText: title });
    await expect(card).toBeVisible();
    await expect(card).not.toContainText("raw text");
    await expect(chat.composer).toHaveValue("Refuse me");
    await acceptAgain();
  });
}

test("earlier threads, refused", async () => {
  const { page, chat } = visit();
  await page.route(/\/v1\/threads\?/, async (route) => {
    const isFirst = !new URL(route.request().url()).searchParams.has("cursor");
    if (!isFirst) return route.fulfill({ status: 500 });
    const response = await route.fetch();
    return route.fulfill({ response, json: { ...(await response.json()), nextCursor: "more" } });
  });
  await page.reload();
  const more = page.getByRole("button", { name: "Show earlier threads" });
  await more.click();
  await expect(page.getByText("Earlier threads could not be loaded. Try again.")).toBeVisible();
  await expect(more).toBeVisible();
  await expect(chat.threads.getByRole("listitem")).not.toHaveCount(0);
  await page.unroute(/\/v1\/threads\?/);
});

test("model not reachable", async () => {
  const { page, chat, acceptAgain } = visit();
  const events = [
    { type: "RUN_STARTED", runId: "run_1", threadId: "thr_none" },
    { type: "RUN_ERROR", code: "LLM_CLIENT_ERROR", message: "401 raw text", status: 401 },
  ];
  await page.route(FIRST_RUN, (route) =>
    route.fulfill({
      headers: { "content-type": "text/event-stream" },
      body: events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(""),
    }),
  );
  await page.goto("/");
  await expect(chat.composer).toBeEditable();
  await chat.composer.fill("Anybody there?");
  await chat.composer.press("Enter");
  const card = page.getByRole("alert").filter({ hasText: "The assistant is not available." });
  await expect(card).toBeVisible();
  await expect(card).not.toContainText("raw text");
  await lookAt(page, "model-not-reachable");
  await acceptAgain();
});
