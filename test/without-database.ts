import { registerHooks } from "node:module";
import { providerTrust } from "#adapters/trust.ts";

// Starts the app of the given variables in a process of its own, as a host does, and prints what it
// answers, a user token, and every file of a database's driver that was loaded for it.
const DRIVER = /\/drizzle\/drivers\/(neon|pglite|postgres)\.ts$|\/(pg|pglite|serverless)\//;
const drivers: string[] = [];
registerHooks({
  load(url, context, nextLoad) {
    if (DRIVER.test(url)) drivers.push(url);
    return nextLoad(url, context);
  },
});

const { announceClaimLink, boot } = await import("#server/boot.ts");
const { apiRoutes } = await import("#server/api-routes.ts");
const { issueUserToken, endSession } = await import("#lib/identity/user-token.ts");
const { noteActivity } = await import("#lib/admin/activity.ts");
const { flushWrites } = await import("#lib/base/background.ts");

const session = {
  id: "session",
  startedAt: new Date(),
  subject: "ada",
  profile: { name: "Ada" },
  providerToken: async () => "",
};

async function answer(path: string, method = "GET") {
  const handlers = (await apiRoutes[path]?.()) as Record<string, (request: Request) => unknown>;
  const headers = { "x-api-key": "any", origin: "https://elsewhere.example" };
  const request = new Request(`http://localhost:3000${path}`, { method, headers });
  const response = (await handlers[method]?.(request)) as Response;
  return { status: response.status, body: await response.text() };
}

await boot();
await announceClaimLink();
const { userToken } = await issueUserToken(session, await providerTrust());
await endSession(session, await providerTrust(), false);
noteActivity({ projectId: "default", kind: "exchange", outcome: "ok" });
await flushWrites();
const result = {
  drivers,
  userToken,
  health: await answer("/health"),
  keys: await answer("/.well-known/jwks.json"),
  exchange: await answer("/oauth/token", "POST"),
  preflight: await answer("/v1/threads", "OPTIONS"),
};
process.stdout.write(JSON.stringify(result));
