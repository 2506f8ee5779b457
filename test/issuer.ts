import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { JWK } from "jose";
import { afterAll } from "vitest";

export interface TestIssuer {
  /** Its address, with the path and the slash that were asked for. */
  issuer: string;
  /** The paths that were asked for, oldest first. */
  requests: string[];
  keys: JWK[];
  /** What its discovery document says besides, or instead. */
  metadata: Record<string, unknown>;
  /** Answers everything, instead. */
  answer: RequestListener | undefined;
}

/** An OpenID Connect issuer on the loopback address: a discovery document and keys. */
export async function startIssuer(path = "", keys: JWK[] = []): Promise<TestIssuer> {
  const server = createServer((request, response) => {
    const { url = "" } = request;
    issuer.requests.push(url);
    if (issuer.answer) return issuer.answer(request, response);
    const root = new URL(path.replace(/\/$/, ""), origin).href.replace(/\/$/, "");
    const documents: Record<string, object> = {
      [`${root}/.well-known/openid-configuration`]: {
        issuer: issuer.issuer,
        jwks_uri: `${root}/keys`,
        ...issuer.metadata,
      },
      [`${root}/keys`]: { keys: issuer.keys },
    };
    const document = documents[new URL(url, origin).href];
    response.writeHead(document ? 200 : 404).end(JSON.stringify(document ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => void server.close().closeAllConnections());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer: TestIssuer = {
    issuer: `${origin}${path}`,
    requests: [],
    keys,
    metadata: {},
    answer: undefined,
  };
  return issuer;
}
