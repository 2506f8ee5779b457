import type { ProxyPart } from "#adapters/contracts.ts";
import * as part from "#adapters/supabase/proxy.ts";

export const proxyAdapter = async (): Promise<ProxyPart | undefined> => part;
