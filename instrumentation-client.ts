// Before any schema is built: zod otherwise probes `new Function`, which a strict CSP reports as a violation.
const config = globalThis as { __zod_globalConfig?: { jitless?: boolean } };
config.__zod_globalConfig = { ...config.__zod_globalConfig, jitless: true };
type Types = { createPolicy(name: string, rules: object): void } | undefined;
// All that becomes script or markup of a text: files of this build, and what React and the reader of Markdown parse.
(globalThis as { trustedTypes?: Types }).trustedTypes?.createPolicy("default", {
  createScriptURL: (text: string) => (/^\/_next\/[^.]+\.js/.test(text) ? text : undefined),
  createHTML: (text: string) => (/^(&\w+;|<script><\/script>)$/.test(text) ? text : undefined),
});
