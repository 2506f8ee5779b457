import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { exportJWK, generateKeyPair } from "jose";
import {
  type ClientMetadata,
  type Configuration,
  interactionPolicy,
  Provider,
} from "oidc-provider";
import { type EmulatedUser, users } from "./emulator.ts";
import { loginPage } from "./login-page.ts";
import { type LoopbackHost, listenOnLoopback } from "./loopback-server.ts";
import { createStore } from "./oidc-store.ts";

const ONE_DAY = 86_400; // seconds, as all lifetimes here
const ONE_HOUR = 3_600;

export const CLIENT_ID = "emulated-client";
export const CLIENT_SECRET = "emulated-client-secret";

export interface OidcOptions {
  host: LoopbackHost;
  port?: number;
  issuerPath: string;
  /** Where its keys are, if not below the issuer. */
  keysPath?: string;
  /** What its tokens say besides, or instead. */
  claims?: Record<string, unknown>;
  /** What the provider's console holds about the app. */
  client: Omit<ClientMetadata, "client_id" | "client_secret">;
  /** Is told of each grant what was asked for at the sign-in. */
  onGrant?(id: string, asked: Record<string, unknown>): void;
  /** What differs from one OpenID provider to the next. */
  configuration: Configuration;
}

export interface OidcServer {
  issuer: string;
  origin: string;
  refreshes(): number;
  stop(): Promise<void>;
}

/**
 * An OpenID provider with a login page, on loopback, for the two people of `emulator.ts`. The
 * protocol is `oidc-provider`'s; accounts, the page and what counts as consent are here.
 */
export async function startOidc(options: OidcOptions): Promise<OidcServer> {
  const server = createServer((request, response) => void answer(request, response));
  const { url: origin, stop } = await listenOnLoopback(server, options);
  const issuer = `${origin}${options.issuerPath}`;
  const mount = options.issuerPath.replace(/\/$/, "");
  const provider = new Provider(issuer, await configure(options));

  let refreshes = 0;
  provider.on("grant.success", ({ oidc }) => {
    if (oidc.params?.grant_type === "refresh_token") refreshes += 1;
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === options.keysPath) request.url = `${mount}/jwks`;
    if (!request.url?.startsWith("/interaction/")) return pass(request, response);
    const { params, prompt } = await provider.interactionDetails(request, response);
    if (prompt.name === "consent") return finish(request, response, {});
    const user = request.method === "POST" ? findUser(await readForm(request)) : undefined;
    if (user) return finish(request, response, { login: { accountId: user.email } });
    const hasFailed = request.method === "POST";
    response.writeHead(hasFailed ? 401 : 200, { "content-type": "text/html; charset=utf-8" });
    response.end(loginPage(String(params.client_id), hasFailed));
  }

  /** As a server does in front of an app that is mounted at a path. */
  function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = "" } = request;
    const inner = url.startsWith(`${mount}/`) ? url.slice(mount.length) : url;
    Object.assign(request, { originalUrl: url, url: inner });
    return provider.callback()(request, response);
  }

  // One page settles all that the app asked for: who it is, which account, and consent.
  function finish(request: IncomingMessage, response: ServerResponse, result: object) {
    const settled = { select_account: {}, consent: {}, ...result };
    return provider.interactionFinished(request, response, settled, {
      mergeWithLastSubmission: true,
    });
  }

  return { issuer, origin, refreshes: () => refreshes, stop };
}

async function configure({
  client,
  configuration,
  claims,
  onGrant,
}: OidcOptions): Promise<Configuration> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: "RS256", use: "sig" };
  const { Prompt, base } = interactionPolicy;
  const policy = base();
  policy.add(new Prompt({ name: "select_account", requestable: true }), 0);
  return {
    adapter: createStore(),
    jwks: { keys: [jwk] },
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        grant_types: ["authorization_code", "refresh_token"],
        token_endpoint_auth_method: "client_secret_post",
        ...client,
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    // As real providers do: the claims stand in the ID token, not at the userinfo endpoint alone.
    conformIdTokenClaims: false,
    cookies: {
      keys: ["emulator"],
      names: { session: "idp", interaction: "idp_interaction", resume: "idp_resume" },
    },
    interactions: { url: (_, { uid }) => `/interaction/${uid}`, policy },
    // Consent is not what is learnt here: everybody has given it.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId,
        accountId: oidc.session?.accountId,
      });
      const scope = [...oidc.requestParamScopes].join(" ");
      grant.addOIDCScope(scope);
      for (const resource of Object.keys(oidc.resourceServers ?? {})) {
        grant.addResourceScope(resource, scope);
      }
      const id = await grant.save();
      onGrant?.(id, oidc.params ?? {});
      return grant;
    },
    renderError: (ctx, { error, error_description: description }) => {
      ctx.type = "text";
      ctx.body = `${error}: ${description}`;
    },
    issueRefreshToken: () => true,
    expiresWithSession: () => false,
    pkce: { required: () => false },
    findAccount: (_, id) => {
      const user = Object.values(users).find(({ email }) => email === id);
      if (!user) return undefined;
      const { email, name } = user;
      const own = { sub: id, email, email_verified: true, name };
      return { accountId: id, claims: () => ({ ...own, ...claims }) };
    },
    ...configuration,
    ttl: {
      Session: ONE_DAY,
      Grant: ONE_DAY,
      RefreshToken: ONE_DAY,
      Interaction: ONE_HOUR,
      AuthorizationCode: 60,
      ...configuration.ttl,
    },
    features: { devInteractions: { enabled: false }, ...configuration.features },
  };
}

function findUser(form: URLSearchParams): EmulatedUser | undefined {
  return Object.values(users).find(
    ({ email, password }) => email === form.get("email") && password === form.get("password"),
  );
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}
