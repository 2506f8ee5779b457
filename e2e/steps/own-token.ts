import { expect, type Page } from "@playwright/test";
import type { Scenario } from "../providers/scenario.ts";
import { callApi, exchange } from "../support/api.ts";
import { chatOf } from "../support/chat.ts";
import type { Stage } from "./stage.ts";

/** Bob's page has the provider's token itself, gets the next one when that expires, and signs out. */
export async function useOwnToken(
  stage: Stage,
  { settings, lose }: NonNullable<Scenario["ownToken"]>,
): Promise<void> {
  const { page, server, emulator, scenario } = stage;
  const { bob } = emulator.users;
  const chat = chatOf(page);
  await server.restart({ TOKEN_RETRIEVAL: "server", TAMBO_SUBJECT: "provider", ...settings });
  const exchanges = recordExchanges(page);
  const requests = recordRequests(page);
  await page.clock.install();
  if (lose) {
    await lose(stage);
    await scenario.signIn(page, bob);
  } else {
    await page.goto(server.url);
  }
  await chat.ask("Hello");
  await chat.answered();
  await stage.letPass(scenario.tokenLifetime ?? 0);
  await expect.poll(() => exchanges.subjects.size).toBeGreaterThan(1);
  await chat.ask("Hello again");
  await chat.answered();
  const tokens = [...exchanges.subjects];
  for (const token of tokens) expect(readIssuer(token)).not.toBe(server.url);
  // Clerk's SDK is loaded in both modes.
  if (scenario.provider !== "clerk") expect(requests).not.toContain(scenario.client?.hook);

  await chat.signOut(bob);
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  const list = await callApi(server.url, exchanges.bearer, "GET", "/v1/threads");
  expect(list.status).toBe(401);
  expect((await exchange(server.url, tokens.at(-1) ?? "")).status).toBe(400);
}

/** The requests of a page that are answered from now on, as "GET /path". */
export function recordRequests(page: Page): string[] {
  const requests: string[] = [];
  page.on("requestfinished", (request) => {
    requests.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  return requests;
}

/** The tokens that a page has exchanged, each once, and what it got for the last. */
function recordExchanges(page: Page) {
  const subjects = new Set<string>();
  const seen = { subjects, bearer: "" };
  page.on("response", async (response) => {
    if (new URL(response.url()).pathname !== "/oauth/token" || !response.ok()) return;
    const form = new URLSearchParams(response.request().postData() ?? "");
    // A page that is left takes its answers with it.
    const answer = await response.json().catch(() => undefined);
    if (!answer) return;
    seen.bearer = answer.access_token;
    subjects.add(form.get("subject_token") ?? "");
  });
  return seen;
}

const readIssuer = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()).iss as string;
