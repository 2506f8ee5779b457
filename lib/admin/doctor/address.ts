import { z } from "zod";
import { appEnv } from "#lib/base/env.ts";
import { isHttpError } from "#lib/base/http/http-error.ts";
import { safeFetch } from "#lib/base/safe-fetch.ts";
import { type Finding, fine, problem, warning } from "./finding.ts";

const REMEDIES = {
  notThere: "Start the app, or let APP_URL lead to it.",
  notAnswered:
    "Set APP_URL to the address at which browsers end up, and let what is in front pass every path on.",
  otherApp: "Set APP_URL to the address at which browsers reach this one.",
  otherProvider: "Start it with the variables that are looked at here, or correct APP_URL.",
  otherAddress: "Start it with the APP_URL of browsers: callbacks, cookies and tokens are of that.",
  otherVersion: "Deploy this one, or look at it from its own files.",
};

const healthShape = z.object({ version: z.string().max(50), adapter: z.string().max(50) });
const metadataShape = z.object({ issuer: z.string().max(500) });

/** Who answers at APP_URL, to what comes through the proxies in front of it. */
export async function examineAddress(version: string): Promise<Finding> {
  const { APP_URL, AUTH_PROVIDER } = appEnv();
  const ask = (path: string) => safeFetch(new URL(path, APP_URL), () => true);
  const there = `The app at ${APP_URL}`;
  try {
    const app = healthShape.safeParse(await ask("/health")).data;
    if (!app) return problem("other-app", `${there} is another than this`, REMEDIES.otherApp);
    if (app.adapter !== AUTH_PROVIDER) {
      const text = `${there} has the AUTH_PROVIDER ${app.adapter}, and here it is ${AUTH_PROVIDER}`;
      return problem("other-provider", text, REMEDIES.otherProvider);
    }
    const metadata = metadataShape.safeParse(await ask("/.well-known/openid-configuration")).data;
    if (metadata?.issuer !== APP_URL) {
      const text = `${there} has the APP_URL ${metadata?.issuer}`;
      return problem("other-address", text, REMEDIES.otherAddress);
    }
    if (app.version === version) return fine("app-url", `This app answers at ${APP_URL}`);
    const text = `${there} is of version ${app.version}, and here it is ${version}`;
    return warning("other-version", text, REMEDIES.otherVersion);
  } catch (error) {
    if (!isHttpError(error)) throw error;
    return / answered /.test(error.message)
      ? problem("app-url", error.message, REMEDIES.notAnswered)
      : warning("app-url", error.message, REMEDIES.notThere);
  }
}
