import { adapter } from "#adapters/clerk/session.ts";

export const sessionAdapter = async () => adapter;
