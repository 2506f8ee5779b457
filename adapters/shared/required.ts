import { z } from "zod";

/** For `readEnv`: a variable without which the provider cannot be used, and where it is found. */
export const required = (where: string) => z.string({ error: `is missing: ${where}` });
