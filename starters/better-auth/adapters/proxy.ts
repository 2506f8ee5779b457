import * as part from "#adapters/better-auth/proxy.ts";
import type { ProxyPart } from "#adapters/contracts.ts";

export const proxyAdapter = async (): Promise<ProxyPart | undefined> => part;
