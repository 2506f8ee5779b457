export interface Row {
  /** Byte for byte; names in capitals stand for variables. */
  issuer: string;
  audience: string;
  ownerNamespace: string;
  sessionId: string;
  startedAt: string;
  /** What the adapter needs to be configured at all. */
  variables?: Record<string, string>;
}

/** What the contracts mean for each of the seven. A row is checked against the code once its adapter is registered. */
export const contract: Record<string, Row> = {
  authjs: {
    issuer: "https://accounts.google.com",
    audience: "AUTH_GOOGLE_ID",
    ownerNamespace: "https://accounts.google.com",
    sessionId: "a random id that the jwt callback puts into the session at sign-in",
    startedAt: "the time of that callback, kept beside the id",
    variables: { AUTH_GOOGLE_ID: "client.apps.example", AUTH_GOOGLE_SECRET: "secret" },
  },
  auth0: {
    issuer: "https://AUTH0_DOMAIN/",
    audience: "AUTH0_AUDIENCE",
    ownerNamespace: "https://AUTH0_DOMAIN/",
    sessionId: "session.internal.sid",
    startedAt: "session.internal.createdAt, whole seconds",
    variables: {
      AUTH0_DOMAIN: "tenant.eu.auth0.com",
      AUTH0_CLIENT_ID: "client",
      AUTH0_CLIENT_SECRET: "secret",
      AUTH0_AUDIENCE: "https://chat.example/api",
    },
  },
  clerk: {
    issuer: "https://FRONTEND_API_HOST",
    audience: "tambo-users", // of the JWT template; without one none, and azp must be APP_URL's origin
    ownerNamespace: "https://FRONTEND_API_HOST",
    sessionId: "the claim sid",
    startedAt: "createdAt of the session, from the Backend API",
    variables: {
      CLERK_PUBLISHABLE_KEY: `pk_live_${btoa("clerk.shop.example$")}`,
      CLERK_SECRET_KEY: "sk_live_contract",
      CLERK_JWT_TEMPLATE: "tambo",
    },
  },
  supabase: {
    issuer: "SUPABASE_URL/auth/v1",
    audience: "authenticated", // the same for every project: the issuer tells them apart
    ownerNamespace: "SUPABASE_URL/auth/v1",
    sessionId: "the claim session_id",
    startedAt: "the newest timestamp in the claim amr, whole seconds",
    variables: {
      SUPABASE_URL: "https://project.supabase.co",
      SUPABASE_PUBLISHABLE_KEY: "sb_publishable_contract",
    },
  },
  neon: {
    issuer: "APP_URL/auth",
    audience: "tambo-users",
    ownerNamespace: "neon",
    sessionId: "the id of the row in sessions, as text",
    startedAt: "created_at of that row, a column of ours",
    variables: {
      AUTH_GOOGLE_ID: "client.apps.example",
      AUTH_GOOGLE_SECRET: "secret",
      DATABASE_URL: "postgres://app:secret@contract.eu-central-1.aws.neon.tech/app",
    },
  },
  workos: {
    issuer: "https://api.workos.com/user_management/WORKOS_CLIENT_ID",
    audience: "none: the issuer names the client",
    ownerNamespace: "https://api.workos.com/user_management/WORKOS_CLIENT_ID",
    sessionId: "the claim sid",
    startedAt: "the claim auth_time, else the time inside sid, which is a ULID",
    variables: {
      WORKOS_CLIENT_ID: "client_contract",
      WORKOS_API_KEY: "sk_test_contract",
      WORKOS_COOKIE_PASSWORD: "a password of at least 32 characters",
    },
  },
  "better-auth": {
    issuer: "APP_URL/auth",
    audience: "tambo-users",
    ownerNamespace: "better-auth",
    sessionId: "the id of the row in auth.session",
    startedAt: "created_at of that row",
  },
};
