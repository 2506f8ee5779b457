import { expect, type Page } from "@playwright/test";
import { exchange } from "../support/api.ts";
import type { Stage } from "./stage.ts";

/** Page script finds our own tokens and no others, but for one that the SDK leaves in its way; that one is refused. */
export async function findNoProviderToken({ page, server, scenario }: Stage): Promise<void> {
  const { scriptReadableIssuer } = scenario;
  const tokens = await findTokens(page);
  const issuers = [server.url, scriptReadableIssuer].filter(Boolean);
  expect(new Set(tokens.map(issuerOf))).toEqual(new Set(issuers));
  for (const token of tokens.filter((token) => issuerOf(token) === scriptReadableIssuer))
    expect((await exchange(server.url, token)).status).toBe(400);
}

/** Every JSON Web Token that script in the page can lay hands on. */
function findTokens(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const texts = [document.documentElement.outerHTML, document.cookie];
    texts.push(JSON.stringify(localStorage), JSON.stringify(sessionStorage));
    const addresses = new Set(performance.getEntriesByType("resource").map(({ name }) => name));
    for (const path of ["/", "/user-token", "/auth/session", "/auth/access-token", "/auth/token"])
      addresses.add(path);
    for (const address of addresses) {
      if (!new URL(address, location.href).href.startsWith(location.origin)) continue;
      const response = await fetch(address, { headers: { rsc: "1" } }).catch(() => undefined);
      if (response) texts.push(JSON.stringify([...response.headers]), await response.text());
    }
    return texts.join("\n").match(/eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/g) ?? [];
  });
}

const issuerOf = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()).iss as string;
