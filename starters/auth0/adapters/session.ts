import { adapter } from "#adapters/auth0/session.ts";

export const sessionAdapter = async () => adapter;
