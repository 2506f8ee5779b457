// To be checked with. In a starter this file of the hosted ones stands here.
export * from "../../../../hosted/lib/base/http/http-error.ts";
