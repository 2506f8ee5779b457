import { handleOpen } from "#lib/base/http/handle.ts";
import { nothingHere } from "#lib/base/http/http-error.ts";
import { OPTIONS } from "#lib/identity/handle-api.ts";

/** Answers unknown API paths, which next.config.ts rewrites to this route, with JSON instead of a page. */
export const GET = handleOpen<unknown>(async () => {
  throw nothingHere();
});
export { GET as DELETE, GET as PATCH, GET as POST, GET as PUT, OPTIONS };
