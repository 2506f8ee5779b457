import { adapter } from "#adapters/neon/session.ts";

export const sessionAdapter = async () => adapter;
