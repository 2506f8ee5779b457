import { createServer } from "node:http";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import type { Page } from "@playwright/test";
import { serveLoopback } from "#test/mcp-server.ts";
import { PNG } from "#test/sample-files.ts";
import { type LoopbackServer, listenOnLoopback } from "./emulators/loopback-server.ts";
import { chatOf } from "./support/chat.ts";
import { type Asked, type Part, startHostileModel } from "./support/hostile-model.ts";
import { hostileInput, htmlTexts, markdownTexts, wrongInput } from "./support/hostile-texts.ts";
import { inspect, tryTexts, watchAttacks } from "./support/inert.ts";
import { expect, provideServer, test } from "./support/server.ts";
import { readClaimLink } from "./support/settings.ts";
import { newAccount, signUpBrowser } from "./support/users.ts";

const CLEAN = { found: [], links: [], __pwned: undefined, polluted: undefined };
const MARKUP = "<img src=x onerror=__pwned=1>";
const asked: string[] = [];
let canary: LoopbackServer;
let model: LoopbackServer;
let mcp: Awaited<ReturnType<typeof serveLoopback>>;

function answer({ question, isNext, tools, data }: Asked): Part[] | { error: string } {
  if (data) {
    const suggestions = [1, 2, 3].map((at) => ({ title: `${MARKUP}${at}`, message: MARKUP }));
    return [{ say: JSON.stringify({ name: MARKUP, suggestions }) }];
  }
  if (isNext) return [{ say: "That was all." }];
  if (question.includes("fail")) return { error: `${MARKUP} ${htmlTexts(canary.url)[13]}` };
  const call = (name: string, input: string) => ({ call: name, input });
  if (question.includes("parts")) {
    return tools.flatMap(({ name, parameters }) =>
      name.startsWith("show_component_")
        ? [call(name, hostileInput(parameters, canary.url)), call(name, wrongInput(canary.url))]
        : [],
    );
  }
  const texts = markdownTexts(canary.url).map((text, at) => `text ${at}:\n\n${text}`);
  const others = tools.filter(({ name }) => !name.startsWith("show_component_"));
  return [
    { think: htmlTexts(canary.url).join("\n") },
    { say: texts.join("\n\n") },
    { source: { url: "javascript:__pwned=1", title: "x" } },
    { source: { url: `https://evil.test/?a="><img src=x onerror=__pwned=1>`, title: MARKUP } },
    ...others.map(({ name, parameters }) => call(name, hostileInput(parameters, canary.url))),
  ];
}

const own = provideServer(async () => {
  canary = await listenOnLoopback(
    createServer((request, response) => {
      asked.push(`${request.url} from ${request.headers.referer}`);
      const isControl = request.url === "/control";
      const html = isControl ? htmlTexts(canary.url).join("\n") : "";
      response.writeHead(200, { "content-type": "text/html" }).end(`<!doctype html>${html}`);
    }),
    {},
  );
  model = await startHostileModel(answer);
  mcp = await serveLoopback(async (request, response) => {
    const evil = new McpServer({ name: MARKUP, version: "1.0.0" });
    const content = [{ type: "text" as const, text: htmlTexts(canary.url).join("\n") }];
    evil.registerTool("look", { title: MARKUP, description: MARKUP }, () => ({ content }));
    const transport = new StreamableHTTPServerTransport({});
    await evil.connect(transport as Parameters<typeof evil.connect>[0]);
    await transport.handleRequest(request, response);
  });
  return {
    MODEL: "openai/hostile",
    OPENAI_BASE_URL: `${model.url}/v1`,
    OPENAI_API: "responses",
    MCP_SERVERS: JSON.stringify([{ name: "evil", url: mcp.url, audience: "https://evil.test" }]),
  };
});
test.afterAll(() => Promise.all([mcp.close(), model.stop(), canary.stop()]));

test("what a hostile model, tool, file or user says runs nothing, loads nothing and leads nowhere", async ({
  browser,
}) => {
  const server = own();
  const context = await browser.newContext({ baseURL: server.url, reducedMotion: "reduce" });
  const seen = await watchAttacks(context, server.url);
  await signUpBrowser(context, server.url, newAccount(MARKUP));
  const page = await context.newPage();
  await page.goto(await readClaimLink(server));
  await page.goto("/");
  const chat = chatOf(page);
  await expect(chat.composer).toBeEditable();
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach files" }).click();
  const file = { name: `"><img src=x onerror=__pwned=1>.png`, mimeType: "text/html", buffer: PNG };
  await (await choosing).setFiles(file);
  await chat.ask(`${MARKUP} texts`);
  await expect(chat.transcript).toContainText("That was all.");
  await chat.answered();
  await page.waitForURL("**/t/thr_*");
  const address = page.url();
  const texts = markdownTexts(canary.url);
  expect(texts.length).toBeGreaterThanOrEqual(60);
  const folded = chat.transcript.locator("details:not([open]) summary, [aria-expanded=false]");
  while ((await folded.count()) > 0) await folded.first().click();
  const links = ["https:", "http:", "mailto:"].sort();
  const expectInert = async (shown: Page) => {
    for (const at of [0, texts.length - 1])
      await expect(shown.getByText(`text ${at}:`, { exact: true })).toBeVisible();
    await expect(shown.getByText("Sources")).toBeVisible();
    expect(await inspect(shown, server.url)).toEqual({ ...CLEAN, links });
    expect(shown.url()).toBe(address);
  };
  await expectInert(page);
  await expect(chat.threads.getByRole("link", { name: MARKUP })).toBeVisible();

  const second = await context.newPage();
  await second.goto(address);
  await chat.ask("parts");
  await expect(chat.transcript.getByText("That was all.")).toHaveCount(2);
  await chat.answered();
  await expect(page.getByRole("list", { name: "Suggestions" })).toContainText(MARKUP);
  for (const shown of [page, second]) {
    await shown.reload();
    await expect(chatOf(shown).transcript.getByText("That was all.")).toHaveCount(2);
    await expectInert(shown);
  }

  // Its fields have the names of a form's own properties.
  const form = chat.transcript.locator("form", { has: page.locator("[name='answer.nodeName']") });
  await form.getByRole("button").click();
  await expect(form.locator("[aria-invalid=true]").first()).toBeFocused();
  expect(page.url()).toBe(address);

  await chat.ask("fail");
  await expect(page.getByText("openai/hostile")).toBeVisible();
  await expectInert(page);
  for (const path of ["users", "activity"]) {
    await second.goto(`/settings/${path}`);
    await expect(second.getByText(MARKUP).first()).toBeVisible();
    expect(await inspect(second, server.url)).toEqual(CLEAN);
  }
  expect(seen).toEqual([]);
  expect(asked).toEqual([]);

  const opening = context.waitForEvent("page");
  await page.getByRole("link", { name: "opened" }).click();
  const opened = await opening;
  await opened.waitForURL(`${canary.url}/opened`);
  expect(await opened.evaluate(() => window.opener)).toBeNull();
  expect(asked.splice(0)).toEqual(["/opened from undefined"]);

  // Not even a script of the page's makes markup or script of a text.
  expect(await tryTexts(page)).toEqual(Array(5).fill("TypeError"));

  // The same texts, in a page that takes them for HTML.
  await opened.goto(`${canary.url}/control`);
  await expect.poll(() => opened.evaluate(() => "__pwned" in window)).toBe(true);
  await expect.poll(() => asked.length).toBeGreaterThan(5);
  await context.close();
});
