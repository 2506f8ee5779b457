import { LLMock } from "@copilotkit/aimock";
import { chatOf } from "./support/chat.ts";
import { lookAt } from "./support/pictures.ts";
import { expect, test } from "./support/server.ts";
import { readClaimLink } from "./support/settings.ts";
import { signUpBrowser } from "./support/users.ts";

test("who is over a limit reads when to go on and loses no question, and admins see what was used", async ({
  page,
  startServer,
}) => {
  const model = new LLMock({ port: 0, chunkSize: 12, latency: 5 });
  await model.start();
  const server = await startServer({
    MODEL: "openai/harbour-1",
    OPENAI_BASE_URL: `${model.url}/v1`,
    RUN_LIMIT: "1",
    DAILY_TOKEN_LIMIT: "150000",
  });
  const claim = await readClaimLink(server);
  const usage = { prompt_tokens: 149_000, completion_tokens: 2_000, total_tokens: 151_000 };
  model.onMessage(/./, { content: "Twelve ships.", usage });
  await signUpBrowser(page.context(), server.url);
  await page.goto(server.url);
  const chat = chatOf(page);
  await chat.ask("How many ships?");
  await chat.answered();
  await expect(chat.transcript).toContainText("Twelve ships.");

  await chat.composer.fill("And boats?");
  await chat.composer.press("Enter");
  const card = page.getByRole("alert").filter({ hasText: "Too many messages." });
  await expect(card).toContainText(/Your text is kept. Try again in (60|59) min\./);
  await expect(chat.composer).toHaveValue("And boats?");
  await expect(chat.composer).toHaveAccessibleDescription(/sending waits (60|59) min/);
  await expect(chat.transcript.getByText("And boats?")).toHaveCount(0);

  await lookAt(page, "limit");

  await page.goto(claim);
  await page.getByRole("link", { name: "Open settings" }).click();
  await page.getByRole("link", { name: "Limits" }).click();
  const inForce = page.getByRole("table", { name: "Limits in force" });
  await expect(inForce.getByRole("row", { name: "Tokens of a user in a day" })).toContainText(
    "150,00037,500DAILY_TOKEN_LIMIT",
  );
  await expect(inForce.getByRole("row", { name: "Tokens of all users" })).toContainText(
    "by default",
  );
  const used = page.getByRole("table", { name: "Usage by day and user" });
  // What was used is stored a moment after the answer, and the user's name with another batch.
  await expect(async () => {
    await page.reload();
    const rows = used.getByRole("row");
    await expect(rows.nth(1)).toContainText(/Everybody1149,0002,0000$/, { timeout: 500 });
    await expect(rows.nth(2)).toContainText(/Ada Lovelace1149,0002,0000$/, { timeout: 500 });
  }).toPass();
  await lookAt(page, "settings-limits");
  await used.getByRole("link", { name: "Ada Lovelace" }).click();
  await expect(used.getByRole("row")).toHaveCount(2);
  await page.getByRole("link", { name: /^Only / }).click();
  await expect(used.getByRole("row")).toHaveCount(3);
  await model.stop();
});
