import type { ProxyPart } from "#adapters/contracts.ts";
import * as part from "#adapters/workos/proxy.ts";

export const proxyAdapter = async (): Promise<ProxyPart | undefined> => part;
