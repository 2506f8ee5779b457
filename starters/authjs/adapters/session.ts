import { adapter } from "#adapters/authjs/session.ts";

export const sessionAdapter = async () => adapter;
