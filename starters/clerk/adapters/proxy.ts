import * as part from "#adapters/clerk/proxy.ts";
import type { ProxyPart } from "#adapters/contracts.ts";

export const proxyAdapter = async (): Promise<ProxyPart | undefined> => part;
