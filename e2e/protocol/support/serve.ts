import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "#drizzle/client.ts";
import { projects } from "#drizzle/schema/project.ts";
import { createApiKey } from "#lib/admin/api-keys.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { createApiListener, isApiTarget } from "#server/api-routes.ts";
import { boot } from "#server/boot.ts";
import { receive } from "#server/receive.ts";
import { signIn } from "#test/sign-in.ts";
import type { Backend } from "./backend.ts";

// A program of its own, for whichever runner forks it: our API as server.ts hosts it, without Next.
const dataDir = mkdtempSync(join(tmpdir(), "tambo-users-protocol-"));
process.once("exit", () => rmSync(dataDir, { recursive: true, force: true }));
process.once("disconnect", () => process.exit(0));
const { TEMPLATE_DATA_DIR } = process.env;
if (TEMPLATE_DATA_DIR) cpSync(TEMPLATE_DATA_DIR, dataDir, { recursive: true });

const server = createServer();
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
Object.assign(process.env, { APP_URL: url, DATA_DIR: dataDir });
await boot();
const answer = await createApiListener();
server.on("request", (request, response) => {
  if (!receive(request, response)) return;
  if (isApiTarget(request.url ?? "")) void answer(request, response);
  else response.writeHead(404).end();
});

const { id: projectId } = await defaultProject();
const { db } = await openDatabase();
await db.insert(projects).values({ id: "other", name: "Other" });
const secret = await createApiKey({ projectId, kind: "secret", name: "conformance" });
const other = await createApiKey({ projectId: "other", kind: "publishable", name: "conformance" });
const ada = await signIn("ada");
const bob = await signIn("bob");
process.send?.({
  url,
  apiKey: ada.apiKey,
  secretKey: secret.key,
  otherApiKey: other.key,
  subjectTokens: [ada.userToken, bob.userToken],
} satisfies Backend);
