import { notOffered, otherMethods } from "#lib/identity/handle-api.ts";

export const POST = notOffered("This server stores no files; send them inside a message");

export const { GET, HEAD, PATCH, PUT, DELETE, OPTIONS } = otherMethods({ POST });
