import { notOffered } from "#lib/not-offered.ts";

export { OPTIONS } from "#lib/handle.ts";

export const POST = notOffered("This server does not transcribe speech; type the message");
