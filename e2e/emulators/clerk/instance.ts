import { createHash, randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { type EmulatedUser, users } from "../emulator.ts";

/** Only a name: it is the issuer of tokens and stands in the publishable key; nothing connects to it. */
const HOST = "clerk.shop.example";
const ONE_SECOND = 1_000; // milliseconds
const TOKEN_LIFETIME = 60; // seconds

export const issuer = `https://${HOST}`;
// The `live` kind: it needs no development browser and no https.
export const publishableKey = `pk_live_${Buffer.from(`${HOST}$`).toString("base64").replace(/=+$/, "")}`;
export const secretKey = "sk_live_emulator";

/** Several instances of Clerk can share a domain, so each cookie exists a second time with this at its end. */
export const cookieSuffix = createHash("sha1")
  .update(publishableKey)
  .digest("base64url")
  .slice(0, 8);

export interface User extends EmulatedUser {
  id: string;
}

export interface Session {
  id: string;
  user: User;
  isActive: boolean;
  createdAt: number;
  /** What the server renews the session token with; an HttpOnly cookie. */
  refreshToken: string;
}

export interface SignIn {
  id: string;
  user: User;
}

/** A browser. It is known by the cookie `__client`. */
export interface Client {
  id: string;
  secret: string;
  sessions: Session[];
  /** Between the e-mail address and the password. */
  signIn?: SignIn;
  createdAt: number;
}

export const newId = (prefix: string) => `${prefix}_${randomUUID().replaceAll("-", "")}`;

/** What an instance of Clerk knows: people, browsers, sessions, and the key that signs. */
export async function createInstance(sessionClaims: Record<string, unknown> = {}) {
  const kid = newId("ins");
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" };
  const people: User[] = Object.entries(users).map(([id, user]) => ({ ...user, id: `user_${id}` }));
  const clients = new Map<string, Client>();

  return {
    keys: { keys: [publicJwk] },
    renewals: 0,

    findUser: (email: string) => people.find((user) => user.email === email),
    findUserById: (id: string) => people.find((user) => user.id === id),
    findClient: (secret: string | undefined) => clients.get(secret ?? ""),
    findSession: (id: string) =>
      [...clients.values()]
        .flatMap(({ sessions }) => sessions)
        .find((session) => session.id === id),

    addClient(): Client {
      const client = {
        id: newId("client"),
        secret: randomUUID(),
        sessions: [],
        createdAt: Date.now(),
      };
      clients.set(client.secret, client);
      return client;
    },

    addSession(client: Client, user: User): Session {
      const session = {
        id: newId("sess"),
        user,
        isActive: true,
        createdAt: Date.now(),
        refreshToken: randomUUID(),
      };
      client.sessions.push(session);
      client.signIn = undefined;
      return session;
    },

    /** A session token, version 2. `azp` is the origin of the page that asks, if one does; there is no `aud`. */
    signSessionToken({ id, user, createdAt }: Session, origin?: string): Promise<string> {
      const minutes = Math.floor((Date.now() - createdAt) / (60 * ONE_SECOND));
      const claims = { v: 2, sid: id, sts: "active", fva: [minutes, -1], ...sessionClaims };
      return sign(user, origin, claims, { cat: "cl_B7d4PD111AAA" });
    },

    /** A token of a JWT template: what the template adds, and nothing about the session. */
    signTemplateToken: ({ user }: Session, origin: string) =>
      sign(user, origin, { aud: "tambo-users" }, { cat: "cl_B7d4PD222AAA" }),
  };

  function sign(
    user: User,
    azp: string | undefined,
    claims: object,
    header: object,
  ): Promise<string> {
    const now = Math.floor(Date.now() / ONE_SECOND);
    return new SignJWT({ azp, ...claims })
      .setProtectedHeader({ alg: "RS256", typ: "JWT", kid, ...header })
      .setIssuer(issuer)
      .setSubject(user.id)
      .setJti(randomUUID())
      .setIssuedAt(now)
      .setNotBefore(now - 10)
      .setExpirationTime(now + TOKEN_LIFETIME)
      .sign(privateKey);
  }
}

export type Instance = Awaited<ReturnType<typeof createInstance>>;

export const activeSessions = ({ sessions }: Client) => sessions.filter(({ isActive }) => isActive);
