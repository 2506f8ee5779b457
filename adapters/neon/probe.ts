import { googleProbe } from "../shared/google-probe.ts";
import { config } from "./trust.ts";

export const probe = () => googleProbe(config());
