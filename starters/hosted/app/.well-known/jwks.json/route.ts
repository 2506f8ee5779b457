import { publishedKeys } from "../../../lib/identity/signing-keys.ts";

/** The public keys of our user tokens (RFC 7517 §5). */
export async function GET(): Promise<Response> {
  return Response.json(await publishedKeys(), {
    headers: { "cache-control": "public, max-age=60" },
  });
}
