import { LLMock } from "@copilotkit/aimock";
import { chatOf, watchConsole } from "./support/chat.ts";
import { lookAt } from "./support/pictures.ts";
import { type AppServer, expect, start, test } from "./support/server.ts";
import { readClaimLink } from "./support/settings.ts";
import { signUpBrowser } from "./support/users.ts";

const chart = {
  title: "Harbour traffic",
  kind: "bar",
  unit: "Calls",
  labels: ["Mon", "Tue"],
  series: [{ name: "Ships", values: [12, 9] }],
};

// One server and its model, which goes away in the end.
test.describe.configure({ mode: "serial" });

const model = new LLMock({ port: 0, chunkSize: 12, latency: 5 });
let server: AppServer;
let remove: () => Promise<void>;
test.beforeAll(async () => {
  await model.start();
  const settings = { MODEL: "openai/harbour-1", OPENAI_BASE_URL: `${model.url}/v1` };
  ({ server, remove } = await start(settings));
});
test.afterAll(() => remove());

test("a real model shows a component, uses a tool, and its failures are explained", async ({
  page,
}) => {
  expect(await (await fetch(`${server.url}/health`)).json()).toMatchObject({
    model: "openai/harbour-1",
  });
  await page.goto(server.url);
  await expect(page.getByRole("link", { name: "Create account" }).first()).toBeVisible();
  await expect(page.getByText(/demo model/i)).toHaveCount(0);

  await signUpBrowser(page.context(), server.url);
  const complaints = watchConsole(page);
  await page.goto(server.url);
  const chat = chatOf(page);
  await expect(chat.composer).toBeVisible();
  await expect(page.getByText(/demo model/i)).toHaveCount(0);

  // Asked aside from the chat, as data.
  const answer = (question: RegExp, value: object) =>
    model.on(
      { responseFormat: "json_schema", userMessage: question },
      { content: JSON.stringify(value) },
    );
  answer(/^\{"message":/, { name: "Harbour traffic" });
  const suggestion = { title: "By ship", message: "Show the traffic by ship" };
  answer(/^\{"messages":/, { suggestions: [suggestion] });

  // Lacks the series at first, is told so, and then fills in the same chart.
  const show = (props: object) => ({
    toolCalls: [{ name: "show_component_Chart", arguments: JSON.stringify(props) }],
  });
  const { series: _, ...lacking } = chart;
  model.on({ userMessage: /traffic/, hasToolResult: false }, show(lacking));
  model.on({ toolResultContains: "/series is missing" }, show(chart));
  model.on({ toolResultContains: "shown" }, { content: "Monday was the busiest day." });
  await chat.ask("Show the traffic");
  await expect(chat.transcript.getByRole("img", { name: /Harbour traffic/ })).toHaveCount(1);
  await expect(chat.transcript).toContainText("Monday was the busiest day.");
  await chat.answered();
  await expect(page.getByRole("button", { name: "By ship" })).toBeVisible();
  await expect(chat.threads.getByRole("link", { name: "Harbour traffic" })).toBeVisible();

  const words = {
    _tambo_statusMessage: "Looking through your tasks",
    _tambo_completionStatusMessage: "Looked through your tasks",
  };
  model.on(
    { userMessage: /open/, hasToolResult: false },
    {
      toolCalls: [{ name: "get_open_tasks", arguments: JSON.stringify({ limit: 2, ...words }) }],
    },
  );
  model.on({ toolResultContains: "tasks" }, { content: "Two tasks need you." });
  await chat.ask("What is still open?");
  await expect(chat.transcript).toContainText("Two tasks need you.");
  await expect(chat.transcript).toContainText("Looked through your tasks");
  await chat.answered();
  await expect(chat.transcript).not.toContainText("show_component_");

  const error = { message: "The maximum context length is 8 tokens.", type: "too_long" };
  const predicate = (request: object) => JSON.stringify(request).includes("Show the traffic");
  model.on({ userMessage: /remember/, predicate }, { error, status: 400 });
  model.on({ userMessage: /remember/ }, { content: "The end of it." });
  await chat.ask("What do you remember?");
  await expect(chat.transcript).toContainText("The end of it.");
  await expect(chat.transcript.getByText("its beginning is left out from here on")).toHaveCount(1);
  await chat.answered();
  await lookAt(page, "long-thread");
  expect(complaints).toEqual([]);

  model.onMessage(/hurry/, { error: { message: "slow down" }, status: 429 });
  await chat.ask("hurry");
  await expect(page.getByRole("alert").filter({ hasText: "Too many messages." })).toBeVisible();
  model.onMessage(/denied/, { error: { message: "bad key sk-1" }, status: 401 });
  await chat.ask("denied");
  const refused = page.getByRole("alert").filter({ hasText: "The assistant is not available." });
  await expect(refused).toBeVisible();
  await expect(page.getByText("sk-1")).toHaveCount(0);
  await expect(page.getByText("OPENAI_API_KEY")).toHaveCount(0);
});

test("an admin is told why the model does not answer, and others that it does not", async ({
  page,
}) => {
  await model.stop();
  await signUpBrowser(page.context(), server.url);
  const chat = chatOf(page);
  const card = page.getByRole("alert").filter({ hasText: "The assistant is not available." });
  const cause = page.getByText("ECONNREFUSED");
  await page.goto(server.url);
  await chat.ask("Anybody there?");
  await expect(card).toBeVisible();

  await page.goto(await readClaimLink(server));
  await page.goto(server.url);
  await chat.ask("And now?");
  await expect(cause).toContainText("openai/harbour-1 cannot be reached (ECONNREFUSED).");
  await expect(cause).toContainText("MODEL, OPENAI_API_KEY, and OPENAI_BASE_URL");
  await expect(card).toBeVisible();
  await lookAt(page, "model-problem");
  await page.reload();
  await expect(cause).toBeVisible();
});

test("a model without its key ends the start with the variable and where its value is found", async ({
  startServer,
}) => {
  const started = startServer({ MODEL: "anthropic/any" });
  await expect(started).rejects.toThrow(
    /ANTHROPIC_API_KEY: must be set for MODEL=anthropic\/any; your key is at https:\/\//,
  );
});
