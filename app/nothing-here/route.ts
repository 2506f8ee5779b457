import { handleOpen } from "#lib/base/http/handle.ts";
import { nothingHere } from "#lib/base/http/http-error.ts";
import { OPTIONS } from "#lib/identity/handle-api.ts";

/** An unknown address of the API, which next.config.ts sends here: a program asked, not a person. */
export const GET = handleOpen<unknown>(async () => {
  throw nothingHere();
});
export { GET as DELETE, GET as PATCH, GET as POST, GET as PUT, OPTIONS };
