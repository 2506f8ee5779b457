import { adapter } from "#adapters/supabase/session.ts";

export const sessionAdapter = async () => adapter;
