import { notOffered, otherMethods } from "#lib/identity/handle-api.ts";

export const POST = notOffered("This server does not transcribe speech; type the message");

export const { GET, HEAD, PATCH, PUT, DELETE, OPTIONS } = otherMethods({ POST });
