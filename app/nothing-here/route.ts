import { handleOpen } from "#lib/handle.ts";
import { OPTIONS } from "#lib/handle-api.ts";
import { nothingHere } from "#lib/http-error.ts";

/** An unknown address of the API, which next.config.ts sends here: a program asked, not a person. */
export const GET = handleOpen<unknown>(async () => {
  throw nothingHere();
});
export { GET as DELETE, GET as PATCH, GET as POST, GET as PUT, OPTIONS };
