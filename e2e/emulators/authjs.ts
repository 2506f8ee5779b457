import { type Emulator, type EmulatorOptions, users } from "./emulator.ts";
import { startGitHub } from "./github.ts";
import { CLIENT_ID, CLIENT_SECRET, type OidcOptions, startOidc } from "./oidc.ts";

const ONE_HOUR = 3_600; // seconds
const TOKENS = { IdToken: ONE_HOUR, AccessToken: ONE_HOUR };
const TENANT = "/1d1e7a2b-0000-4000-8000-00000000c0de";

/** Google, and beside it what else people can come by: GitHub, a tenant of Entra, and any issuer. */
export async function startEmulator({ appUrl, port, claims }: EmulatorOptions): Promise<Emulator> {
  const callback = `${appUrl}/auth/callback`;
  const start = (id: string, own: Partial<OidcOptions>, offset: number) =>
    startOidc({
      host: "127.0.0.1",
      port: port && port + offset,
      issuerPath: "",
      client: {
        redirect_uris: [`${callback}/${id}`],
        token_endpoint_auth_method: "client_secret_basic",
      },
      configuration: { ttl: TOKENS },
      claims,
      ...own,
    });
  const [google, entra, oidc, github] = await Promise.all([
    start("google", { configuration: GOOGLE }, 0),
    start(
      "microsoft-entra-id",
      { issuerPath: `${TENANT}/v2.0`, keysPath: `${TENANT}/discovery/v2.0/keys` },
      20,
    ),
    start("oidc", {}, 30),
    startGitHub({ callback: `${callback}/github`, port: port && port + 10, claims }),
  ]);
  const started = [google, entra, oidc];
  const client = (prefix: string, issuer: string) => ({
    [`${prefix}_ID`]: CLIENT_ID,
    [`${prefix}_SECRET`]: CLIENT_SECRET,
    [`${prefix}_ISSUER`]: issuer,
  });
  return {
    env: client("AUTH_GOOGLE", google.issuer),
    further: {
      ...github.env,
      ...client("AUTH_MICROSOFT_ENTRA_ID", entra.issuer),
      ...client("AUTH_OIDC", oidc.issuer),
      AUTH_OIDC_LABEL: "Example",
    },
    users,
    refreshes: () => started.reduce((sum, { refreshes }) => sum + refreshes(), 0),
    async stop() {
      await Promise.all([...started, github].map((one) => one.stop()));
    },
  };
}

/** ID tokens are the JWTs, refresh tokens do not rotate, apps cannot end its session. */
const GOOGLE = {
  routes: { jwks: "/oauth2/v3/certs" },
  extraParams: ["access_type"],
  rotateRefreshToken: false,
  ttl: TOKENS,
  features: { rpInitiatedLogout: { enabled: false } },
};
