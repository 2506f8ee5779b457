import type { z } from "zod";
import { HttpError } from "#lib/base/http/http-error.ts";

/** The request's query parameters, checked. Throws 400 VALIDATION_ERROR naming the parameter. */
export function readQuery<Schema extends z.ZodObject>(
  request: Request,
  schema: Schema,
): z.infer<Schema> {
  const result = schema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new HttpError(400, "VALIDATION_ERROR", `${issue?.path.join(".")}: ${issue?.message}`);
}
