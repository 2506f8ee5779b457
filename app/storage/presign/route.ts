import { notOffered } from "#lib/not-offered.ts";

export { OPTIONS } from "#lib/handle.ts";

export const POST = notOffered("This server stores no files; send them inside a message");
