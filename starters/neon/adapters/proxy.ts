import type { ProxyPart } from "#adapters/contracts.ts";

/** Nothing is to be renewed: the session is a row, which Auth.js prolongs. */
export const proxyAdapter = async (): Promise<ProxyPart | undefined> => undefined;
