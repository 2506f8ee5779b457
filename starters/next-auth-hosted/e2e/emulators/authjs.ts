import { type Emulator, type EmulatorOptions, users } from "#e2e/emulators/emulator.ts";
import { CLIENT_ID, CLIENT_SECRET, startOidc } from "#e2e/emulators/oidc.ts";

const ONE_HOUR = 3_600; // seconds

/** Google: ID tokens are the JWTs, refresh tokens do not rotate, apps cannot end its session. */
export async function startEmulator({ appUrl, port, claims }: EmulatorOptions): Promise<Emulator> {
  const { issuer, refreshes, stop } = await startOidc({
    host: "127.0.0.1",
    port,
    issuerPath: "",
    client: {
      redirect_uris: [`${appUrl}/auth/callback/google`],
      token_endpoint_auth_method: "client_secret_basic",
    },
    configuration: {
      routes: { jwks: "/oauth2/v3/certs" },
      extraParams: ["access_type"],
      rotateRefreshToken: false,
      ttl: { IdToken: ONE_HOUR, AccessToken: ONE_HOUR },
      features: { rpInitiatedLogout: { enabled: false } },
    },
    claims,
  });
  const env = {
    AUTH_GOOGLE_ID: CLIENT_ID,
    AUTH_GOOGLE_SECRET: CLIENT_SECRET,
    AUTH_GOOGLE_ISSUER: issuer,
  };
  return { env, users, refreshes, stop };
}
