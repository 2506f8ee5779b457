import { notOffered } from "#lib/identity/handle-api.ts";

export { OPTIONS } from "#lib/identity/handle-api.ts";

export const POST = notOffered("This server stores no files; send them inside a message");
