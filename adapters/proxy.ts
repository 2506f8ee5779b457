import type { NextRequest } from "next/server";
import { appEnv, type Provider } from "#lib/env.ts";

/** Renews the provider session of a request. Undefined: nothing to renew; a response's cookies are carried on. */
export type ProxyAdapter = (request: NextRequest) => Promise<Response | undefined>;

/** What pages may reach beyond this origin, by directive of the Content-Security-Policy. */
export type ExtraSources = Record<string, string[]>;

interface ProxyPart {
  refresh: ProxyAdapter;
  extraSources?(): ExtraSources;
}

const registry: Partial<Record<Provider, () => Promise<ProxyPart>>> = {
  authjs: () => import("./authjs/proxy.ts"),
  auth0: () => import("./auth0/proxy.ts"),
};

/** The renewal step of the adapter that AUTH_PROVIDER names, where its SDK needs one. */
export async function proxyAdapter(): Promise<ProxyPart | undefined> {
  return registry[appEnv().AUTH_PROVIDER]?.();
}
