import type { JsonWebKey } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { askExchange } from "./exchange.ts";
import { formOf } from "./exchange-tables.ts";
import { forgeAll } from "./forge.ts";
import type { Forgery } from "./respell.ts";
import { CLOSED } from "./send.ts";
import { type Case, type Category, statusOf } from "./suite.ts";
import { change, type Pairs, type World } from "./world.ts";

const LATE = 300; // milliseconds in which a server that was led somewhere would go there

async function listKeys(world: World): Promise<JsonWebKey[]> {
  const { status, text } = await world.call({ method: "GET", path: "/.well-known/jwks.json" });
  return status === 200 ? (JSON.parse(text) as { keys: JsonWebKey[] }).keys : [];
}

/** Where forged tokens say that their key or issuer is; the last case sees whether anybody came. */
async function startCanary(): Promise<{ url: string; check: Case }> {
  let visits = 0;
  const server = createServer((_, response) => {
    visits += 1;
    response.end('{"keys":[]}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const check: Case = {
    name: "a listener beside the suite, named by iss, jku, x5u and kid",
    expected: "no request to it",
    async send() {
      await setTimeout(LATE);
      server.close();
      return { status: CLOSED, headers: {}, text: `${visits} requests`, milliseconds: LATE };
    },
    holds: () => visits === 0,
  };
  return { url: `http://127.0.0.1:${port}`, check };
}

export const subjectTokens: Category = {
  name: "subject tokens",
  async list(world) {
    const [token, other] = world.subjectTokens;
    const canary = await startCanary();
    const forged = forgeAll(token, other, {
      keys: await listKeys(world),
      apiKey: world.apiKey,
      canary: canary.url,
    });
    const around: Forgery[] = [" ", "\n", "\t", "\0", "\ufeff", "%0a"].flatMap(
      (sign): Forgery[] => [
        [`${JSON.stringify(sign)} before`, sign + token],
        [`${JSON.stringify(sign)} after`, token + sign],
      ],
    );
    const cases = [...forged, ...around].map(
      ([name, subject]): Case => ({
        name: `POST /oauth/token with a subject token, ${name}`,
        expected: "400 or 401",
        send: () => world.call(askExchange(world, formOf(subject))),
        holds: statusOf(400, 401),
      }),
    );
    return [...cases, canary.check];
  },
};

const PRINTABLE = /^[\t\x20-\x7e]*$/;

/** The access token of the second user, and everything that stands where one should. */
export const accessTokens: Category = {
  name: "access tokens",
  async list(world) {
    const bearerOf = (headers: Pairs) =>
      new Map(headers).get("authorization")?.replace("Bearer ", "") ?? "";
    const token = bearerOf(world.bob);
    const keys = await listKeys(world);
    const canary = "https://attacker.invalid";
    const forged = forgeAll(token, bearerOf(world.alice), { keys, apiKey: world.apiKey, canary });
    const asked = (name: string, headers: Pairs, path = "/v1/threads"): Case => ({
      name: `GET ${path.split("?")[0]} ${name}`,
      expected: "401",
      send: () => world.call({ method: "GET", path, headers }),
      holds: statusOf(401),
    });
    const without: Pairs = [["x-api-key", world.apiKey]];
    const withBearer = (text: string) => change(without, [["authorization", text]]);
    const sendable = forged.filter(([, text]) => PRINTABLE.test(text) && text === text.trim());
    return [
      ...sendable.map(([name, text]: Forgery) =>
        asked(`with an access token, ${name}`, withBearer(`Bearer ${text}`)),
      ),
      asked("with nothing", without),
      asked("without an API key", change(world.bob, [["x-api-key", ""]])),
      asked("with another project's key", change(world.bob, [["x-api-key", world.otherApiKey]])),
      asked("with an unknown key", change(world.bob, [["x-api-key", "pk_unknown"]])),
      asked("with a subject token", withBearer(`Bearer ${world.subjectTokens[1]}`)),
      asked("with the API key as bearer", withBearer(`Bearer ${world.apiKey}`)),
      ...["Basic", "Token", "JWT", "DPoP", "Negotiate", "BearerBearer"].map((scheme) =>
        asked(`with the scheme ${scheme}`, withBearer(`${scheme} ${token}`)),
      ),
      asked("with the scheme alone", withBearer("Bearer")),
      asked("with no scheme", withBearer(token)),
      asked("with the scheme twice", withBearer(`Bearer Bearer ${token}`)),
      asked("with a comma", withBearer(`Bearer x, Bearer ${token}`)),
      asked("with a comma after it", withBearer(`Bearer ${token},`)),
      asked("with two bearers", [...world.bob, ["authorization", "Bearer x"]]),
      ...["access_token", "token", "authorization", "jwt"].flatMap((name) => [
        asked(`with the token as ${name} in the query`, without, `/v1/threads?${name}=${token}`),
        asked(
          `with the token as the cookie ${name}`,
          change(without, [["cookie", `${name}=${token}`]]),
        ),
      ]),
      ...[
        "x-access-token",
        "x-authorization",
        "x-auth-token",
        "proxy-authorization",
        "x-forwarded-user",
      ].map((name) =>
        asked(`with the token as ${name}`, change(without, [[name, `Bearer ${token}`]])),
      ),
    ];
  },
};
