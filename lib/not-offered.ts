import { handleApi } from "./handle.ts";
import { HttpError } from "./http-error.ts";

/** The handler of a call that the SDK can make and this server does not carry out: 501, with the reason. */
export function notOffered(reason: string) {
  return handleApi<unknown>(async () => {
    throw new HttpError(501, "NOT_IMPLEMENTED", reason);
  });
}
