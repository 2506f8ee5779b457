import { answerJson } from "#lib/base/http/answer.ts";
import { handleOpen } from "#lib/base/http/handle.ts";
import { otherMethods } from "#lib/identity/handle-api.ts";
import { publishedKeys } from "#lib/identity/signing-keys.ts";

/** The public keys of our user tokens (RFC 7517 §5). Served with TAMBO_URL too. */
export const GET = handleOpen(async () =>
  answerJson(await publishedKeys(), {
    headers: { "content-type": "application/jwk-set+json", "cache-control": "public, max-age=60" },
  }),
);

export const { POST, PATCH, PUT, DELETE, OPTIONS } = otherMethods({ GET });
