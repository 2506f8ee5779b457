import { expect, test } from "./support/server.ts";
import { provideVisit } from "./support/visit.ts";

const visit = provideVisit();

test("a form is filled in, sent as a message, answered, and stays as a receipt", async () => {
  const { page, chat, complaints } = visit();
  await chat.ask("Collect a bug report");
  await chat.answered();
  const form = chat.transcript.getByRole("form", { name: "Bug report" });
  await form.getByRole("button", { name: "Send report" }).click();
  const what = form.getByLabel("What goes wrong?");
  await expect(what).toBeFocused();
  await expect(what).toHaveAccessibleDescription("Use at least 5 characters");
  await what.fill("Export stops");
  await expect(what).not.toHaveAttribute("aria-invalid", "true");
  await form.getByLabel("How bad is it?").selectOption("Annoying");
  const saved = page.waitForResponse(
    (response) =>
      response.url().endsWith("/state") && /submitted/.test(response.request().postData() ?? ""),
  );
  await form.getByRole("button", { name: "Send report" }).click();
  await expect(
    chat.transcript.getByText(/^Form sent: Bug report\nWhat goes wrong\?/),
  ).toBeVisible();
  await chat.answered();
  await expect(chat.transcript).toContainText("Bug report has arrived with 2 answers");
  expect((await saved).status()).toBe(200);

  await page.reload();
  const receipt = chat.transcript.getByRole("region", { name: "Bug report" });
  await expect(receipt.getByText("Export stops")).toBeVisible();
  await expect(receipt.getByRole("textbox")).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test("a comparison follows the user's weights, keeps the choice, and tells the model of it", async () => {
  const { page, chat } = visit();
  await chat.ask("Compare three offers");
  await chat.answered();
  const table = chat.transcript.getByRole("table", { name: "Three hosting offers" });
  const total = table
    .getByRole("row", { name: /^Total/ })
    .getByRole("cell")
    .first();
  const before = await total.innerText();
  await table.getByRole("slider", { name: "Weight of Price" }).fill("1");
  await expect(table.getByLabel("Weight of Price, as a number")).toHaveValue("1");
  await expect(total).not.toHaveText(before);
  const after = await total.innerText();
  const saved = page.waitForResponse(
    (response) =>
      response.url().endsWith("/state") && /choice/.test(response.request().postData() ?? ""),
  );
  const borealis = table.getByRole("button", { name: "Choose Borealis" });
  await borealis.click();
  await expect(borealis).toHaveAttribute("aria-pressed", "true");
  expect((await saved).status()).toBe(200);
  await page.reload();
  await expect(borealis).toHaveAttribute("aria-pressed", "true");
  await expect(total).toHaveText(after);

  await chat.ask("What did I choose?");
  await expect(chat.transcript.getByText("get_selection")).toBeVisible();
  await chat.answered();
  await expect(chat.transcript).toContainText("You chose Borealis in Three hosting offers.");
});

test("what is used while an answer arrives stays where it is", async () => {
  const { page, chat } = visit();
  const newest = page.getByRole("button", { name: "Newest" });
  const copies = chat.transcript.getByRole("button", { name: "Copy answer" });
  const used = copies.nth((await copies.count()) - 1);
  await chat.ask("Compare three offers");
  await used.press("Shift");
  await chat.answered();
  await expect(newest).toBeVisible();
  await expect(used).toBeInViewport();

  await chat.ask("Hello");
  await chat.answered();
  await expect(newest).toBeHidden();
});

test("a chart tells the figures of the month that a mouse points at or a finger taps", async () => {
  const { page, chat, complaints } = visit();
  await chat.ask("Show revenue by region");
  await chat.answered();
  const chart = chat.transcript.getByRole("img", { name: /Revenue by region/ });
  const april = chart.getByText("212", { exact: true });
  const september = chart.getByText("284", { exact: true });
  await chart.hover({ position: { x: 60, y: 90 } });
  await expect(april).toBeVisible();
  await chat.composer.hover();
  await expect(april).toBeHidden();

  const { x, y, width } = (await chart.boundingBox()) ?? { x: 0, y: 0, width: 0 };
  const session = await page.context().newCDPSession(page);
  const tap = async (x: number, y: number) => {
    await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x, y }] });
    await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  };
  await tap(x + width - 30, y + 90);
  await expect(september).toBeVisible();
  await tap(x + width - 30, y - 60);
  await expect(september).toBeHidden();
  expect(complaints).toEqual([]);
});
