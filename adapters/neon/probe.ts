import { googleProbe } from "../shared/google-probe.ts";
import { config } from "./config.ts";

export const probe = () => googleProbe(config());
