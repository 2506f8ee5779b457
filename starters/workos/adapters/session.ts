import { adapter } from "#adapters/workos/session.ts";

export const sessionAdapter = async () => adapter;
