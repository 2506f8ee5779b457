import { notOffered } from "#lib/identity/handle-api.ts";

export { OPTIONS } from "#lib/identity/handle-api.ts";

export const POST = notOffered("This server does not transcribe speech; type the message");
