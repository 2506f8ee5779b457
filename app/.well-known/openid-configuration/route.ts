import { handleOpen, OPTIONS } from "#lib/handle.ts";
import { issuerMetadata } from "#lib/tokens/metadata.ts";

/** OpenID Connect Discovery §4. Served with TAMBO_URL too: the API there verifies our user tokens. */
export const GET = handleOpen(async () =>
  Response.json(issuerMetadata(), { headers: { "cache-control": "public, max-age=300" } }),
);

export { OPTIONS };
