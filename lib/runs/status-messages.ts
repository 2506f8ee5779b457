import { isObject } from "#lib/base/json.ts";
import type { JsonSchema } from "./component-tools.ts";

/** Arguments for the client alone, which shows them beside the call. */
const STATUS_MESSAGES = {
  _tambo_statusMessage: {
    type: "string",
    description:
      "What this call does, in up to five words to the user, in the user's language: Reading your tasks",
  },
  _tambo_completionStatusMessage: {
    type: "string",
    description: "The same once it is done: Read your tasks",
  },
};

/** A client tool's schema with these arguments. */
export function withStatusMessages(schema: JsonSchema): JsonSchema {
  if (!isObject(schema.properties)) return schema;
  const required = Array.isArray(schema.required) ? schema.required : [];
  return {
    ...schema,
    properties: { ...STATUS_MESSAGES, ...schema.properties },
    required: [...new Set([...Object.keys(STATUS_MESSAGES), ...required])],
  };
}

/** The schema without them. */
export function withoutStatusMessages(schema: JsonSchema): JsonSchema {
  const isOwn = (key: unknown) => !Object.hasOwn(STATUS_MESSAGES, String(key));
  const { properties, required } = schema;
  return {
    ...schema,
    ...(isObject(properties) && {
      properties: Object.fromEntries(Object.entries(properties).filter(([key]) => isOwn(key))),
    }),
    ...(Array.isArray(required) && { required: required.filter(isOwn) }),
  };
}
