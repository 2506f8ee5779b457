import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/lib/root.mjs";

export interface Action {
  id: string;
  name: string;
  /** Of a page that has it. */
  path: string;
}

/** Every server action of the build. */
export function readActions(): Action[] {
  const file = join(root, ".next/server/server-reference-manifest.json");
  const { node } = JSON.parse(readFileSync(file, "utf8")) as {
    node: Record<string, { exportedName: string; workers: object }>;
  };
  return Object.entries(node).map(([id, { exportedName, workers }]) => {
    const [page = ""] = Object.keys(workers);
    return { id, name: exportedName, path: page.replace(/^app|\/\(\w+\)|\/page$/g, "") || "/" };
  });
}

type Body = FormData | string;
type Fields = Record<string, string | Blob>;

/** The form as React sends it, behind the arguments that an action is bound to. */
export function formBody(fields: Fields, ...bound: string[]): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(`_1_${name}`, value);
  body.append("0", JSON.stringify([...bound, "$K1"]));
  return body;
}

interface Call {
  cookie?: string;
  origin?: string;
  headers?: Record<string, string>;
  method?: string;
  path?: string;
}

/** Calls an action as a page of this address does, but for what is said. Returns status and text. */
export async function callAction(
  url: string,
  { id, path }: Action,
  body: Body | undefined,
  { cookie = "", origin = url, headers, method = "POST", path: other = path }: Call = {},
) {
  const response = await fetch(url + other, {
    method,
    redirect: "manual",
    headers: { accept: "text/x-component", "next-action": id, cookie, origin, ...headers },
    body,
  });
  return { status: response.status, text: await response.text() };
}

/** What a form of the settings may have, for any action. */
export const STOLEN = {
  kind: "secret",
  strategy: "asymmetric",
  issuer: "https://stolen.example",
  audience: "stolen",
  algorithms: "RS256",
  allowedOrigins: "https://stolen.example",
  email: "stolen@example.com",
};

type Misuse = [how: string, body: Body | undefined, call: Call];

/**
 * Calls of an action that no page of ours makes, with a form that is right and with everything else, for
 * somebody who may do it and for those who may not.
 */
export function misuses(
  { name }: Action,
  right: Record<string, string>,
  { cookie }: Call,
  { cookie: other }: Call,
): Misuse[] {
  const bound = name === "change" ? ["renamed"] : [];
  const elsewhere = { cookie: other, path: "/sign-in" };
  const strangers: [string, Call][] = [
    ["nobody", {}],
    ["another user", { cookie: other }],
    ["another user, by another page", elsewhere],
    ["another user, as if forwarded", { ...elsewhere, headers: { "x-action-forwarded": "1" } }],
    ["another origin", { cookie, origin: "https://evil.example" }],
    ["no origin", { cookie, origin: "null" }],
    ["another site", { cookie, headers: { "sec-fetch-site": "cross-site" } }],
    ["another method", { cookie, method: "PUT" }],
  ];
  return [
    ...strangers.map(([how, call]): Misuse => [how, formBody(right, ...bound), call]),
    ["GET", undefined, { cookie, method: "GET" }],
    ...oddArguments(Object.keys(right), bound).map(
      ([how, body]): Misuse => [how, body, { cookie }],
    ),
  ];
}

const words = (...values: unknown[]) => JSON.stringify(values);

/** What no page of ours calls an action with, for a form that would have these fields. */
function oddArguments(fields: string[], bound: string[]): [string, Body][] {
  const form = (value: string | Blob) =>
    formBody(Object.fromEntries(fields.map((field) => [field, value])), ...bound);
  return [
    ["no argument", words()],
    ["a text", words("stolen")],
    ["an object", words({ get: "x", toString: "x", issuer: "\u202e" })],
    ["an object in it", words({ issuer: { a: 1 } })],
    ["a form without fields", formBody({}, ...bound)],
    ["__proto__", formBody({}, "__proto__")],
    ["constructor", formBody({}, "constructor")],
    ["names of a prototype", formBody({ ["__proto__"]: "x", constructor: "x", "": "x" })],
    ["odd texts", form("__proto__\ufffe\u202e'\"--")],
    ["long texts", form("x".repeat(10_000))],
    ["U+0000", form("\0")],
    ["files", form(new Blob(["x"]))],
    ["a promise", words("$@1")],
    ["a function", words("$F1")],
    ["a part that is missing", words("$9")],
    ["300 KB", words("x".repeat(300_000))],
    ["50,000 levels", "[".repeat(50_000)],
  ];
}
