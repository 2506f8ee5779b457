import { HttpError } from "./http-error.ts";

/**
 * Throws HttpError 400 for a body that Next would take for the call of a server action and could not
 * read, which it answers with a 500, and a stack in the log. Our own forms call by script alone, which
 * says so in a header; without it Next would look for an action in any multipart form.
 */
export async function refuseUnreadableForm(request: Request): Promise<void> {
  const isCall = request.headers.has("next-action");
  const isMultipart =
    request.headers.get("content-type")?.startsWith("multipart/form-data") ?? false;
  if (!isCall && !isMultipart) return;
  if (isCall && (await hasArguments(request.clone(), isMultipart))) return;
  const message = "The body must be a whole form, as the pages of this app send it";
  throw new HttpError(400, "INVALID_FORM", message);
}

/** React sends the arguments as a list in JSON: the text, or the first part of a form. */
async function hasArguments(request: Request, isMultipart: boolean): Promise<boolean> {
  try {
    const text = isMultipart ? (await request.formData()).get("0") : await request.text();
    return Array.isArray(JSON.parse(String(text)));
  } catch {
    return false;
  }
}
