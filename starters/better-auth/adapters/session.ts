import { adapter } from "#adapters/better-auth/session.ts";

export const sessionAdapter = async () => adapter;
