export interface Row {
  /** Byte for byte; names in capitals stand for variables. */
  issuer: string;
  audience: string;
  ownerNamespace: string;
  sessionId: string;
  startedAt: string;
  /** What the adapter needs to be configured at all. */
  variables?: Record<string, string>;
  /** Where each required variable is found: what the message says when it is missing. */
  found?: Record<string, string>;
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
    found: {
      AUTH_GOOGLE_ID: "“Client ID” in Google Cloud console → Google Auth Platform → Clients",
      AUTH_GOOGLE_SECRET:
        "“Client secret” in Google Cloud console → Google Auth Platform → Clients",
    },
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
    found: {
      AUTH0_DOMAIN: "“Domain” in Auth0 dashboard → Applications",
      AUTH0_CLIENT_ID: "“Client ID” in Auth0 dashboard → Applications",
      AUTH0_CLIENT_SECRET: "“Client Secret” in Auth0 dashboard → Applications",
      AUTH0_AUDIENCE: "“Identifier” in Auth0 dashboard → Applications → APIs → your API",
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
    found: {
      CLERK_PUBLISHABLE_KEY: "publishable key, .* in Clerk's dashboard under Configure → API keys",
      CLERK_SECRET_KEY: "secret key, .* in Clerk's dashboard under Configure → API keys",
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
    found: {
      SUPABASE_URL: "“Project URL” in Supabase dashboard → Project Settings → Data API",
      SUPABASE_PUBLISHABLE_KEY: "in Supabase dashboard → Project Settings → API Keys",
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
    found: {
      AUTH_GOOGLE_ID: "“Client ID” in Google Cloud console → Google Auth Platform → Clients",
      AUTH_GOOGLE_SECRET:
        "“Client secret” in Google Cloud console → Google Auth Platform → Clients",
      DATABASE_URL: "Neon console → your project → Connect → Connection string",
    },
  },
  workos: {
    issuer: "https://api.workos.com/user_management/WORKOS_CLIENT_ID",
    audience: "none: the issuer names the client",
    ownerNamespace: "https://api.workos.com/user_management/WORKOS_CLIENT_ID",
    sessionId: "the claim sid",
    startedAt: "the claim auth_time, else the time inside sid, which is a ULID, else iat",
    variables: {
      WORKOS_CLIENT_ID: "client_contract",
      WORKOS_API_KEY: "sk_test_contract",
      WORKOS_COOKIE_PASSWORD: "a password of at least 32 characters",
    },
    found: {
      WORKOS_CLIENT_ID: "client_…, in WorkOS dashboard → API Keys",
      WORKOS_API_KEY: "sk_…, in WorkOS dashboard → API Keys",
      WORKOS_COOKIE_PASSWORD: "`openssl rand -base64 32` makes one",
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
