// Before any schema is built: zod otherwise probes `new Function`, which a strict CSP reports as a violation.
const config = globalThis as { __zod_globalConfig?: { jitless?: boolean } };
config.__zod_globalConfig = { ...config.__zod_globalConfig, jitless: true };
