import { providerTrust } from "#adapters/trust.ts";
import { openDatabase } from "#drizzle/client.ts";
import { addIssuer } from "#lib/admin/trusted-issuers.ts";
import { defaultProject } from "#lib/projects/projects.ts";

// A program of its own, since PGlite and what else lives once per process belong to the server later.
const [audience = "", ...issuers] = process.argv.slice(2);
const { close } = await openDatabase();
const { id } = await defaultProject();
for (const issuer of issuers) {
  await addIssuer(id, { issuer, audience, algorithms: ["ES256"] }, await providerTrust());
}
await close();
process.exit(0);
