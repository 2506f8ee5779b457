import {
  BODIES,
  encodeForm,
  formOf,
  REQUIRED,
  SPELLINGS,
  TYPES,
  WRONG,
} from "./exchange-tables.ts";
import type { Ask } from "./send.ts";
import { type Case, type Category, statusOf } from "./suite.ts";
import { change, FORM_TYPE, type Pairs, type World } from "./world.ts";

/** A token exchange, in the name of the first user unless it says otherwise. */
export function askExchange(world: World, form: Pairs | string, headers: Pairs = []): Ask {
  return {
    method: "POST",
    path: "/oauth/token",
    headers: change([["x-api-key", world.apiKey], ...FORM_TYPE], headers),
    body: typeof form === "string" ? form : encodeForm(form),
  };
}

const refusal = { expected: "400 or 401", holds: statusOf(400, 401) };

export const exchange: Category = {
  name: "exchange",
  list(world) {
    const form = formOf(world.subjectTokens[0]);
    const other = new Map(formOf(world.subjectTokens[1]));
    const set = (name: string, value: string): Pairs => [
      ...form.filter(([key]) => key !== name),
      [name, value],
    ];
    const sending = (name: string, pairs: Pairs | string, headers: Pairs = []): Case => ({
      name: `POST /oauth/token, ${name}`,
      send: () => world.call(askExchange(world, pairs, headers)),
      ...refusal,
    });
    const keys: [string, Pairs][] = [
      ["no API key", [["x-api-key", ""]]],
      ["an unknown API key", [["x-api-key", "pk_unknown"]]],
      ["the API key in capitals", [["x-api-key", world.apiKey.toUpperCase()]]],
      ["the API key cut off", [["x-api-key", world.apiKey.slice(0, -1)]]],
      [
        "the API key as bearer",
        [
          ["x-api-key", ""],
          ["authorization", `Bearer ${world.apiKey}`],
        ],
      ],
      [
        "two API keys",
        [
          ["x-api-key", world.apiKey],
          ["x-api-key", world.otherApiKey],
        ],
      ],
      ["two API keys in one", [["x-api-key", `${world.apiKey}, ${world.otherApiKey}`]]],
    ];
    return [
      ...REQUIRED.flatMap((name): Case[] => [
        sending(
          `without ${name}`,
          form.filter(([key]) => key !== name),
        ),
        sending(`${name} empty`, set(name, "")),
        sending(`${name} twice, alike`, [...form, ...form.filter(([key]) => key === name)]),
        sending(`${name} twice, another first`, [[name, other.get(name) ?? ""], ...form]),
        sending(`${name} twice, the second empty`, [...form, [name, ""]]),
        ...SPELLINGS.map(([how, spell]) =>
          sending(
            `${name} ${how}`,
            form.map(([key, value]): [string, string] => [key === name ? spell(key) : key, value]),
          ),
        ),
      ]),
      ...Object.entries(WRONG).flatMap(([name, values]) =>
        values.map((value) =>
          sending(`${name}=${JSON.stringify(value.slice(0, 60))}`, set(name, value)),
        ),
      ),
      ...["scope", "audience", "requested_token_type"].map((name) =>
        sending(`${name} twice`, [...form, [name, "a"], [name, "b"]]),
      ),
      ...TYPES.map(
        ([type, write]): Case => ({
          ...sending(`content-type ${type}`, write(form), [["content-type", type]]),
          expected: "400, 401 or 415",
          holds: statusOf(400, 401, 415),
        }),
      ),
      ...BODIES.map(
        ([name, body]): Case => ({
          ...sending(name, body),
          expected: "400, 401 or 413",
          holds: statusOf(400, 401, 413),
        }),
      ),
      ...keys.map(([name, headers]) => sending(name, form, headers)),
      ...["GET", "HEAD", "PUT", "PATCH", "DELETE", "PROPFIND"].map(
        (method): Case => ({
          name: `${method} /oauth/token with the form in the query`,
          expected: "400, 401, 404, 405 or 501",
          send: () =>
            world.call({
              method,
              path: `/oauth/token?${encodeForm(form)}`,
              headers: [["x-api-key", world.apiKey]],
            }),
          holds: statusOf(400, 401, 404, 405, 501),
        }),
      ),
    ];
  },
};
