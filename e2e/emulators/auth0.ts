import { type Emulator, type EmulatorOptions, users } from "./emulator.ts";
import { CLIENT_ID, CLIENT_SECRET, startOidc } from "./oidc.ts";

/** An API's tokens live a day unless it says otherwise: as long as the SDK's session without use. */
const TOKEN_LIFETIME = 3_600; // seconds
const AUDIENCE = "https://chat.example/api";

/** Auth0: access tokens for an API are the JWTs, refresh tokens rotate, the session can be ended. */
export async function startEmulator({ appUrl, port }: EmulatorOptions): Promise<Emulator> {
  /** By grant: which was asked for. Everybody is a member of every one. */
  const organizations = new Map<string, string>();
  const { origin, refreshes, stop } = await startOidc({
    host: "localhost", // the SDK refuses addresses; the emulator's cookies have names of their own
    port,
    issuerPath: "/",
    onGrant(id, { organization }) {
      if (organization) organizations.set(id, String(organization));
    },
    client: {
      redirect_uris: [`${appUrl}/auth/callback`],
      post_logout_redirect_uris: [appUrl],
      // Puts `sid` into ID tokens, as Auth0 does. The app has nothing at that address.
      backchannel_logout_uri: `${appUrl}/auth/backchannel-logout`,
      backchannel_logout_session_required: true,
    },
    configuration: {
      routes: {
        authorization: "/authorize",
        token: "/oauth/token",
        jwks: "/.well-known/jwks.json",
        userinfo: "/userinfo",
        end_session: "/oidc/logout",
        revocation: "/oauth/revoke",
      },
      extraParams: ["audience", "organization"],
      // Of the sign-in, and of every renewal of it.
      extraTokenClaims: (_, token) => {
        const organization = organizations.get("grantId" in token ? `${token.grantId}` : "");
        return organization ? { org_id: organization } : {};
      },
      // Without leeway: a refresh token that is used twice ends the session, as the strictest tenant has it.
      rotateRefreshToken: true,
      ttl: { IdToken: TOKEN_LIFETIME, AccessToken: TOKEN_LIFETIME },
      features: {
        revocation: { enabled: true, allowedPolicy: () => true },
        backchannelLogout: { enabled: true },
        rpInitiatedLogout: {
          enabled: true,
          // Auth0 does not ask whether one is sure.
          logoutSource: (ctx, form) => {
            const sure = '<input type="hidden" name="logout" value="yes"></form>';
            const submit = "<script>document.forms[0].submit()</script>";
            ctx.body = `<!doctype html><title>Signing out</title>${form.replace("</form>", sure)}${submit}`;
          },
        },
        resourceIndicators: {
          enabled: true,
          // Every API that is asked for has been set up there.
          defaultResource: ({ oidc }) => String(oidc.params?.audience ?? AUDIENCE),
          useGrantedResource: () => true,
          getResourceServerInfo: (_, audience) => ({
            scope: "openid profile email offline_access",
            audience,
            accessTokenTTL: TOKEN_LIFETIME,
            accessTokenFormat: "jwt",
            jwt: { sign: { alg: "RS256" } },
          }),
        },
      },
    },
  });
  const env = {
    AUTH0_DOMAIN: origin,
    AUTH0_CLIENT_ID: CLIENT_ID,
    AUTH0_CLIENT_SECRET: CLIENT_SECRET,
    AUTH0_AUDIENCE: AUDIENCE,
  };
  return { env, users, refreshes, stop };
}
