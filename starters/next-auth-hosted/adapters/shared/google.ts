import { providerAbout } from "#adapters/about.ts";
import { readEnv, required, webAddress } from "#lib/base/env.ts";

const GOOGLE = "https://accounts.google.com";

/** For `readEnv`. AUTH_GOOGLE_ISSUER is for the emulator. */
export function clientShape() {
  const { variables } = providerAbout();
  return {
    AUTH_GOOGLE_ID: required(`${variables.AUTH_GOOGLE_ID}`),
    AUTH_GOOGLE_SECRET: required(`${variables.AUTH_GOOGLE_SECRET}`),
    AUTH_GOOGLE_ISSUER: webAddress("must be an absolute URL; leave it out for Google").default(
      GOOGLE,
    ),
  };
}

/** This app at Google, and where Google is asked. Throws EnvError. */
export function readClient() {
  const { AUTH_GOOGLE_ID, AUTH_GOOGLE_SECRET, AUTH_GOOGLE_ISSUER } = readEnv(
    clientShape(),
    providerAbout().guideNames,
  );
  const at = (host: string, path: string) =>
    new URL(path, AUTH_GOOGLE_ISSUER === GOOGLE ? host : AUTH_GOOGLE_ISSUER);
  return {
    clientId: AUTH_GOOGLE_ID,
    clientSecret: AUTH_GOOGLE_SECRET,
    issuer: AUTH_GOOGLE_ISSUER,
    keys: at("https://www.googleapis.com", "/oauth2/v3/certs"),
    tokenEndpoint: at("https://oauth2.googleapis.com", "/token"),
  };
}
