// Before any schema is built: zod otherwise probes `new Function`, which a strict CSP reports as a violation.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
