import { openDatabase } from "#drizzle/client.ts";
import { projects } from "#drizzle/schema/project.ts";
import { createApiKey } from "#lib/api-keys.ts";
import { defaultProject } from "#lib/projects.ts";

// A program of its own, since PGlite and what else lives once per process belong to the server later.
const { db, close } = await openDatabase();
const { id: projectId } = await defaultProject();
await db.insert(projects).values({ id: "other", name: "Other" });
const secret = await createApiKey({ projectId, kind: "secret", name: "conformance" });
const other = await createApiKey({ projectId: "other", kind: "publishable", name: "conformance" });
await close();
console.log(JSON.stringify({ secretKey: secret.key, otherApiKey: other.key }));
process.exit(0);
